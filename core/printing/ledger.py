"""Ledgers of any length: long ones are set in parts and joined, since typst's memory grows with the table.

Measured here: 20,000 rows at once took 25 s and 3.6 GB.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from pypdf import PdfReader, PdfWriter

from core.printing.typesetting import FRAMES, LEDGER, Imprint, render

ROWS_A_PART: Final = 1000
NUMBER_ABOVE_EDGE_MM: Final = 8.5


class AnyColumn(Protocol):
    """What a ledger asks of a column; a sheet's own columns (core.tabular) answer it too."""

    @property
    def label(self) -> Any: ...
    @property
    def width(self) -> float: ...
    @property
    def align(self) -> str: ...


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """`width` is relative to the other columns; `align` is left, center or right."""

    label: str
    width: float = 2
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Ledger:
    """What stands round the table (REFERENCE §9.1).

    Attributes:
        signers: label and name pairs of the last line, e.g. (("签发人", ""), ("制表人", "赵敏")).
        landscape: None lets the number of columns decide (more than seven: landscape).
        merged: how many leading columns stand once for the rows that share them; 序号 counts what stands there.
    """

    title: str
    columns: Sequence[AnyColumn]
    unit: str = ""
    unit_label: str = "填报单位（盖章）"
    period_label: str = ""
    period: str = ""
    note: str = ""
    issued_by: str = ""
    signers: Sequence[tuple[str, str]] = field(default=())
    landscape: bool | None = None
    merged: int = 0

    def as_data(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "unit": self.unit,
            "unit_label": self.unit_label,
            "period_label": self.period_label,
            "period": self.period,
            "note": self.note,
            "issued_by": self.issued_by,
            "signers": [list(pair) for pair in self.signers],
            "landscape": len(self.columns) > 7 if self.landscape is None else self.landscape,
            "merged": self.merged,
            "columns": [{"label": str(c.label), "width": c.width, "align": c.align} for c in self.columns],
        }


def render_ledger(
    ledger: Ledger, rows: Sequence[Sequence[str]], imprint: Imprint, *, rows_a_part: int = ROWS_A_PART
) -> bytes:
    """The ledger as a PDF: heads on every page, 序号 running on, 第x页 共y页 over the whole."""
    return render_ledger_data({**ledger.as_data(), "rows": rows}, imprint, rows_a_part=rows_a_part)


def render_ledger_data(
    data: Mapping[str, Any], imprint: Imprint, *, rows_a_part: int = ROWS_A_PART, template: str = LEDGER
) -> bytes:
    """The same from plain data, as it lies in the snapshot of an issued document."""
    rows = data["rows"]
    if len(rows) <= rows_a_part:
        return render(template, data, imprint)
    starts = range(0, len(rows), rows_a_part)
    joined = PdfWriter()
    for start in starts:
        part = "first" if start == 0 else "last" if start == starts[-1] else "middle"
        share = {
            **data,
            "rows": rows[start : start + rows_a_part],
            "first_number": start + 1,
            "part": part,
        }
        joined.append(io.BytesIO(render(template, share, imprint, pages="later")), import_outline=False)
    return finished(joined, title=str(data["title"]), imprint=imprint)


def finished(joined: PdfWriter, *, title: str, imprint: Imprint) -> bytes:
    """The bytes of parts that were joined: page numbers over the whole, title and author written in."""
    _number_pages(joined, imprint)
    joined.add_metadata({"/Title": title, "/Author": imprint.printed_by})
    joined.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
    out = io.BytesIO()
    joined.write(out)
    return out.getvalue()


def _number_pages(joined: PdfWriter, imprint: Imprint) -> None:
    box = joined.pages[0].mediabox
    numbers = render(
        f"{FRAMES}/page_numbers.typ",
        {
            "total": len(joined.pages),
            "width": float(box.width),
            "height": float(box.height),
            "bottom": NUMBER_ABOVE_EDGE_MM,
        },
        imprint,
        pages="later",
    )
    for page, number in zip(joined.pages, PdfReader(io.BytesIO(numbers)).pages, strict=True):
        page.merge_page(number)
        page.compress_content_streams()
