"""Word copies of the two papers that a clerk may have to edit by hand: the agreement and the record of a session.

The PDF is the paper; a Word copy is a draft. The same values in give the same bytes out.
"""

import io
import re
import zipfile
from pathlib import Path
from typing import Any, Final

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from disputes.paper_parts import Printable
from disputes.paper_shapes import Agreement, MediationRecord

FOLDER: Final = Path(__file__).parent / "word_templates"
TEMPLATES: Final[dict[type[Printable], str]] = {
    Agreement: "agreement.docx",
    MediationRecord: "mediation_record.docx",
}
MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
COUNT_WORDS: Final = "零一二三四五六七八九十"
NOT_IN_XML: Final = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)


class NoWordCopy(LookupError):
    """This paper has no Word template."""


def has_word_copy(paper: Printable) -> bool:
    """Whether a clerk can take this paper out as a Word file."""
    return type(paper) in TEMPLATES


def word_copy(paper: Printable, *, folder: Path = FOLDER) -> bytes:
    """The paper as .docx.

    Args:
        folder: where the templates lie; a county may have its own.

    Raises:
        NoWordCopy: only the agreement and the mediation record have one.
    """
    try:
        name = TEMPLATES[type(paper)]
    except KeyError:
        raise NoWordCopy(type(paper).__name__) from None
    words = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    words.filters["lines"] = _lines
    words.filters["count_word"] = _count_word
    template = DocxTemplate(str(folder / name))
    template.render(_clean(paper.as_data()), jinja_env=words, autoescape=True)
    out = io.BytesIO()
    template.save(out)
    return _dated_alike(out.getvalue())


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()] or [""]


def _count_word(number: int | None) -> str:
    """三 for 3, as on the printed paper; a blank where nobody counted."""
    if number is None:
        return "　　"
    return COUNT_WORDS[number] if 0 <= number < len(COUNT_WORDS) else str(number)


def _clean(value: Any) -> Any:
    """What XML can carry, and nothing in it that docxtpl takes for a page break."""
    if isinstance(value, str):
        return NOT_IN_XML.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, list):
        return [_clean(one) for one in value]
    if isinstance(value, dict):
        return {key: _clean(one) for key, one in value.items()}
    return value


def _dated_alike(docx: bytes) -> bytes:
    """The same archive with one date for all its parts: what is kept as issued can be compared byte by byte."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for part in given.infolist():
            one = zipfile.ZipInfo(part.filename, FIRST_DAY)
            one.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(one, given.read(part))
    return out.getvalue()
