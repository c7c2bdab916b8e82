"""The table on a page: the same columns, with sorting and paging in the address."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.forms.address import Address
from core.tabular.cells import shown
from core.tabular.columns import Column, Sheet, Text

PER_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    column: Column
    url: str


@dataclass(frozen=True, slots=True)
class Heading:
    """`query` is the value of ?sort= that a click asks for; "" where the column can't be sorted."""

    column: Column
    query: str
    direction: str


@dataclass(frozen=True, slots=True)
class Line:
    """`row` is what the line was read from, for the acts beside it."""

    row: Any
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class PageTable:
    sheet: Sheet
    headings: Sequence[Heading]
    lines: Sequence[Line]
    page: Page[Any]
    empty_title: Text
    empty_advice: Text


def page_table(
    sheet: Sheet,
    rows: QuerySet[Any] | Sequence[Any],
    asked: Address,
    *,
    per_page: int = PER_PAGE,
    empty_title: Text = "",
    empty_advice: Text = "",
    unmasked: bool = False,
    whole: Callable[[Sequence[Any]], Sequence[Any]] | None = None,
) -> PageTable:
    """One page of rows as `{% sheet_table table %}` draws it.

    Args:
        asked: the address; `sort` (a column key, with - for descending) and `page` are read.
        rows: sorted by a column's `order` where it is a queryset; a tie is broken by id, so that pages don't overlap.
        unmasked: masked columns in full, for whoever is paired with the person or handles the case.
        whole: completes the rows of one page at once (names of places and the like).
    """
    column, descending = _sorted_by(sheet, asked)
    if isinstance(rows, QuerySet):
        if column is not None:
            rows = rows.order_by(f"{'-' if descending else ''}{column.order}", "pk")
        elif not rows.ordered:
            rows = rows.order_by("pk")
    page = Paginator(rows, per_page).get_page(asked.text("page"))
    drawn = [one for one in sheet.columns if one.on_page]
    rows_here = list(page.object_list)
    return PageTable(
        sheet=sheet,
        headings=[_heading(one, column, descending) for one in drawn],
        lines=[
            Line(
                row,
                [
                    Cell(shown(one, one.read(row), unmasked=unmasked), one, one.link(row) if one.link else "")
                    for one in drawn
                ],
            )
            for row in (whole(rows_here) if whole else rows_here)
        ],
        page=page,
        empty_title=empty_title,
        empty_advice=empty_advice,
    )


def _sorted_by(sheet: Sheet, asked: Address) -> tuple[Column | None, bool]:
    by = {column.key: column for column in sheet.columns if column.order}
    wanted = asked.one_of("sort", {*by, *(f"-{key}" for key in by)}, instead=_("没有按它排序"))
    return by.get(wanted.removeprefix("-")), wanted.startswith("-")


def _heading(column: Column, by: Column | None, descending: bool) -> Heading:
    if not column.order:
        return Heading(column, "", "")
    if column is not by:
        return Heading(column, column.key, "")
    return Heading(
        column, column.key if descending else f"-{column.key}", "descending" if descending else "ascending"
    )
