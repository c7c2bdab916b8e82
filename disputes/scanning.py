"""Making a scan or a photo fit for the dossier: no place and time from the camera, its pages counted."""

import io
import re
import zipfile
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from disputes.rules.uploads import DOCX, JPEG, PDF, PNG, Arrived, NotTaken

MOST_PIXELS: Final = 80_000_000
LONGEST_EDGE: Final = 4000
QUALITY: Final = 88
MOST_PAGES: Final = 500
_PAGES = re.compile(rb"<Pages>(\d{1,4})</Pages>")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as it goes into the dossier. `mark` is the digest of what was sent, by which the same file is known."""

    name: str
    media_type: str
    content: bytes
    pages: int
    mark: str


def sheet_from(file: Arrived) -> Sheet:
    """The file as it is kept.

    Raises:
        NotTaken: it can't be opened, is protected, carries a program, or has more pages or pixels than a scan has.
    """
    mark = sha256(file.content).hexdigest()
    if file.media_type in (JPEG, PNG):
        return Sheet(file.name, file.media_type, _bare_picture(file), 1, mark)
    if file.media_type == PDF:
        return Sheet(file.name, PDF, file.content, _pages_of_pdf(file.content), mark)
    return Sheet(file.name, DOCX, file.content, _pages_of_word(file.content), mark)


def _bare_picture(file: Arrived) -> bytes:
    """Turned upright and drawn anew: what the camera wrote beside the picture stays behind."""
    try:
        with Image.open(
            io.BytesIO(file.content), formats=["JPEG" if file.media_type == JPEG else "PNG"]
        ) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NotTaken(_("图片像素过大，请用普通清晰度重新扫描。"))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
            kept = io.BytesIO()
            if file.media_type == JPEG:
                drawn = Image.new("RGB", upright.size)
                drawn.paste(upright.convert("RGB"))
                drawn.save(kept, "JPEG", quality=QUALITY, optimize=True)
            else:
                mode = "RGBA" if upright.mode in ("RGBA", "LA", "P") else upright.mode
                converted = upright.convert(mode if mode in ("1", "L", "RGB", "RGBA") else "RGB")
                drawn = Image.new(converted.mode, converted.size)
                drawn.paste(converted)
                drawn.save(kept, "PNG", optimize=True)
            return kept.getvalue()
    except NotTaken:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotTaken(_("图片像素过大，请用普通清晰度重新扫描。")) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise NotTaken(_("图片已损坏，打不开，请重新拍照或扫描。")) from None


def _pages_of_pdf(content: bytes) -> int:
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise NotTaken(_("PDF 有密码保护，请去掉密码后再传。"))
        pages = len(reader.pages)
        if _runs_something(reader):
            raise NotTaken(_("PDF 里带有自动运行的程序，请另行打印成普通 PDF 再传。"))
    except NotTaken:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NotTaken(_("PDF 已损坏，打不开，请重新扫描。")) from None
    if pages == 0:
        raise NotTaken(_("PDF 里没有页面。"))
    if pages > MOST_PAGES:
        raise NotTaken(_("PDF 超过 %(n)s 页，请分开归卷。") % {"n": MOST_PAGES})
    return pages


def _runs_something(reader: PdfReader) -> bool:
    """Whether the file carries scripts of its own, or starts one when it is opened."""
    root: Any = reader.trailer["/Root"].get_object()
    names: Any = root.get("/Names")
    if names is not None and "/JavaScript" in names.get_object():
        return True
    opens: Any = root.get("/OpenAction")
    action = opens.get_object() if opens is not None else None
    return isinstance(action, dict) and action.get("/S") in ("/JavaScript", "/Launch")


def _pages_of_word(content: bytes) -> int:
    """What Word itself wrote down; 1 where it didn't."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        try:
            with book.open("docProps/app.xml") as part:
                found = _PAGES.search(part.read(64 * 1024))
        except (KeyError, RuntimeError, OSError, zipfile.BadZipFile):
            return 1
    return max(1, min(MOST_PAGES, int(found[1]))) if found else 1
