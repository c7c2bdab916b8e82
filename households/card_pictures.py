"""A WeChat QR as it is kept: really a picture, drawn anew, nothing of the file but what is seen."""

import io
from typing import Final

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

MOST_BYTES: Final = 3 * 1024 * 1024
MOST_PIXELS: Final = 25_000_000
LEAST_EDGE: Final = 120
EDGE: Final = 480
_STARTS: Final = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}


class NotTaken(ValueError):
    """Why a picture isn't taken, in a sentence for whoever sent it."""


def picture_from(content: bytes) -> bytes:
    """The picture as a square PNG.

    Raises:
        NotTaken: empty, too large, too small to be scanned, neither PNG nor JPEG, or it doesn't open.
    """
    if not content:
        raise NotTaken(_("文件是空的。"))
    if len(content) > MOST_BYTES:
        raise NotTaken(_("图片超过 %(n)s MB，请截取二维码部分再传。") % {"n": MOST_BYTES // 1024 // 1024})
    kind = next((kind for start, kind in _STARTS.items() if content.startswith(start)), None)
    if kind is None:
        raise NotTaken(_("只收 PNG 或 JPEG 图片。"))
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NotTaken(_("图片像素过大，请截取二维码部分再传。"))
            if min(picture.size) < LEAST_EDGE:
                raise NotTaken(_("图片太小，印出来扫不出，请换一张清晰的。"))
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
            drawn = Image.new("RGB", upright.size, "white")
            drawn.paste(upright, mask=upright.getchannel("A"))
            fitted = ImageOps.pad(drawn, (EDGE, EDGE), color="white")
            kept = io.BytesIO()
            fitted.save(kept, "PNG", optimize=True)
            return kept.getvalue()
    except NotTaken:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotTaken(_("图片像素过大，请截取二维码部分再传。")) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise NotTaken(_("图片已损坏，打不开，请重新截图。")) from None
