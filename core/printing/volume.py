"""A bound ledger: cover, contents, body with page numbers over the whole, signatures.

The body is set in parts, since typst's memory grows with the table; the pages of its sections are read back from the
bookmarks, and only then are the contents set. Cover and contents come first, so their pages are counted beforehand.
"""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from pypdf import PdfReader, PdfWriter

from core.printing.ledger import AnyColumn, finished
from core.printing.typesetting import FRAMES, Imprint, render

VOLUME: Final = f"{FRAMES}/volume.typ"
ROWS_A_PART: Final = 500


@dataclass(frozen=True, slots=True)
class Section:
    """What has a line in the contents: a village, a cadre. `count` says in words how much stands in it."""

    title: str
    count: str
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class BoundLedger:
    """What a volume is set from.

    Attributes:
        facts: label and value pairs on the cover.
        signers: label, name and day of the last page.
        sentence: what the last page says of the volume, without its pages.
        page_each: each section begins on a page of its own.
    """

    title: str
    place: str
    period: str
    facts: Sequence[tuple[str, str]]
    columns: Sequence[AnyColumn]
    sections: Sequence[Section]
    signers: Sequence[tuple[str, str, str]]
    sentence: str
    page_each: bool = True

    def as_data(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "place": self.place,
            "period": self.period,
            "facts": [list(pair) for pair in self.facts],
            "columns": [{"label": str(c.label), "width": c.width, "align": c.align} for c in self.columns],
            "sections": [asdict(section) for section in self.sections],
            "signers": [list(one) for one in self.signers],
            "sentence": self.sentence,
            "page_each": self.page_each,
        }


def render_volume(
    data: Mapping[str, Any],
    imprint: Imprint,
    *,
    told: Callable[[int, int], None],
    rows_a_part: int = ROWS_A_PART,
) -> bytes:
    """The volume as a PDF, from plain data as it lies in the snapshot of an issued document."""
    total = sum(len(section["rows"]) for section in data["sections"])
    bodies, pages = PdfWriter(), []
    done = 0
    for sections in _parts(data["sections"], rows_a_part):
        share = {
            "title": data["title"],
            "part": "body",
            "columns": data["columns"],
            "page_each": data["page_each"],
            "first_number": done + 1,
            "sections": sections,
        }
        part = PdfReader(io.BytesIO(_set(share, imprint)))
        pages += [len(bodies.pages) + page for page in _bookmarks(part)]
        bodies.append(part, import_outline=False)
        done += sum(len(section["rows"]) for section in sections)
        told(done, total)
    cover = _set({**_face(data), "part": "cover"}, imprint)
    before = _pages(cover) + _pages(_contents(data, [0] * len(pages), imprint))
    contents = _contents(data, [before + page + 1 for page in pages], imprint)
    closing = _set(
        {"title": data["title"], "part": "closing", "signers": data["signers"], "sentence": data["sentence"]},
        imprint,
    )
    joined = PdfWriter()
    for piece in (cover, contents):
        joined.append(io.BytesIO(piece), import_outline=False)
    for page in bodies.pages:
        joined.add_page(page)
    joined.append(io.BytesIO(closing), import_outline=False)
    for section, begins in zip(data["sections"], pages, strict=True):
        joined.add_outline_item(title=section["title"], page_number=before + begins)
    return finished(joined, title=str(data["title"]), imprint=imprint)


def pages_of(pdf: bytes) -> int:
    """How many pages a finished paper has."""
    return _pages(pdf)


def _parts(sections: Sequence[Mapping[str, Any]], most: int) -> Iterator[list[dict[str, Any]]]:
    """Sections gathered to about `most` rows; a longer one goes on in the next part."""
    part: list[dict[str, Any]] = []
    room = most
    for section in sections:
        rows, start = section["rows"], 0
        while start == 0 or start < len(rows):
            if room <= 0:
                yield part
                part, room = [], most
            taken = rows[start : start + room]
            part.append({"title": section["title"], "rows": taken, "continued": start > 0})
            room -= max(1, len(taken))
            start += max(1, len(taken))
    if part:
        yield part


def _set(share: Mapping[str, Any], imprint: Imprint) -> bytes:
    return render(VOLUME, share, imprint, pages="later")


def _face(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in ("title", "place", "period", "facts")}


def _contents(data: Mapping[str, Any], pages: Sequence[int], imprint: Imprint) -> bytes:
    entries = [
        {"title": section["title"], "count": section["count"], "page": page}
        for section, page in zip(data["sections"], pages, strict=True)
    ]
    return _set({"title": data["title"], "part": "contents", "entries": entries}, imprint)


def _bookmarks(part: PdfReader) -> list[int]:
    """On which pages of the part its sections begin, from 0."""
    found = [part.get_destination_page_number(mark) for mark in part.outline if not isinstance(mark, list)]
    return [page for page in found if page is not None]


def _pages(pdf: bytes) -> int:
    return len(PdfReader(io.BytesIO(pdf)).pages)
