"""What an uploaded file is, by its first bytes and its inside, never by its name."""

import io
import zipfile
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

PDF: Final = "application/pdf"
JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

LABELS: Final = {PDF: "PDF", JPEG: "JPEG 图片", PNG: "PNG 图片", DOCX: "Word 文档"}
ENDINGS: Final = {PDF: ("pdf",), JPEG: ("jpg", "jpeg", "jpe"), PNG: ("png",), DOCX: ("docx",)}
_KNOWN: Final = {ending: kind for kind, endings in ENDINGS.items() for ending in endings}
HEIC: Final = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_FILES: Final = 30
MOST_TOGETHER: Final = 100 * 1024 * 1024
MOST_ENTRIES: Final = 2_000
MOST_UNPACKED: Final = 200 * 1024 * 1024


class NotTaken(ValueError):
    """Why a file isn't taken, in a sentence for whoever sent it."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file as it came: its name, its bytes and what it is."""

    name: str
    content: bytes
    media_type: str


def arrived(name: str, content: bytes) -> Arrived:
    """What came in, if it may.

    Raises:
        NotTaken: empty, too large, of a kind that isn't taken, or not what its name says.
    """
    if not content:
        raise NotTaken(_("文件是空的。"))
    if len(content) > MOST_BYTES:
        raise NotTaken(too_large())
    kind = kind_of(content)
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    promised = _KNOWN.get(ending)
    if promised is None and ending:
        raise NotTaken(
            _("文件名是“.%(ending)s”，内容是 %(is)s；请改用正确的文件名。")
            % {"ending": ending, "is": LABELS[kind]}
        )
    if promised is not None and promised != kind:
        raise NotTaken(
            _("文件名说是 %(says)s，内容却是 %(is)s，请核对。")
            % {"says": LABELS[promised], "is": LABELS[kind]}
        )
    return Arrived(name[-120:], content, kind)


def too_large() -> str:
    return _("文件超过 %(n)s MB，请压缩或分开扫描后再传。") % {"n": MOST_BYTES // 1024 // 1024}


def kind_of(content: bytes) -> str:
    """PDF, JPEG, PNG or a Word document.

    Raises:
        NotTaken: it is none of them; where we know what it is, the sentence says what to do.
    """
    head = content[:1024]
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"PK\x03\x04"):
        _look_into_word(content)
        return DOCX
    raise NotTaken(_what_it_is(head))


def why_no_photo(head: bytes) -> str:
    """In the words for somebody who was asked for photos, why this is none that is taken; "" where it is one.

    Args:
        head: its first bytes.
    """
    if not head or head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return ""
    return _of_an_iphone(head) or _("这不是照片，或不是能收的格式；请选 JPEG 或 PNG 格式的照片。")


def _of_an_iphone(head: bytes) -> str:
    if head[4:8] != b"ftyp" or head[8:12] not in HEIC:
        return ""
    return _(
        "这是苹果手机的 HEIC 照片，打不开的电脑很多。请在手机“设置—相机—格式”里选“兼容性最佳”后重拍，或转成 JPEG 再传。"
    )


def _what_it_is(head: bytes) -> str:
    if heic := _of_an_iphone(head):
        return heic
    if head.startswith((b"MZ", b"\x7fELF", b"#!")):
        return _("这是程序文件，不是扫描件或照片，不能归卷。")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _("这是旧版 Office 文件，请另存为 .docx 或 PDF 再传。")
    if head.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        return _("这是压缩包，请解压后逐个上传。")
    if head.startswith((b"GIF8", b"BM", b"II*\0", b"MM\0*")) or head[8:12] == b"WEBP":
        return _("这种图片格式不收，请转成 JPEG、PNG 或 PDF 再传。")
    if head[4:8] == b"ftyp" or head.startswith((b"\x1aE\xdf\xa3", b"RIFF", b"ID3")):
        return _("录音录像不归入纸质卷宗，请在卷宗情况说明里注明存放处。")
    return _("不认识的文件：请上传 PDF、JPEG、PNG 或 Word（.docx）。")


def _look_into_word(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            entries = book.infolist()
            names = {entry.filename for entry in entries}
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError):
        raise NotTaken(_("文件已损坏，打不开。")) from None
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise NotTaken(_("文件展开后过大，不能归卷。"))
    if "word/document.xml" not in names:
        raise NotTaken(_("这是压缩包或其他 Office 文件；表格请另存为 PDF 再传。"))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise NotTaken(_("文档里有宏，请另存为不含宏的 .docx 或 PDF 再传。"))
