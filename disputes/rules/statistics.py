"""矛盾纠纷排查情况表: the monthly table, made of counted rows, with the sum rules that have to hold before it is signed.

Counted are the disputes found in the period; of these how many were handled, of those how many settled. A transferred,
merged or voided case is the counter's business: here numbers only meet numbers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN
from typing import Final, Literal

from django.utils.translation import gettext as _

from core.rules.rates import rate_text

Column = Literal["TOWNSHIP", "VILLAGE", "YEAR"]
COLUMNS: Final[tuple[Column, ...]] = ("TOWNSHIP", "VILLAGE", "YEAR")
HEADS: Final = ("乡镇街道", "村居", "小计", "年度累计")
TOTAL, MAJOR, SWEEPS = "TOTAL", "MAJOR", "SWEEPS"


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of the form: code, label and section (KIND, or PEOPLE for a band of people)."""

    code: str
    label: str
    section: str


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted for one row in one column.

    Attributes:
        column: TOWNSHIP, VILLAGE (both of the month), or YEAR (both since January, this month included).
        row: TOTAL, MAJOR, SWEEPS (found is how many sweeps), or the code of a kind or band.
    """

    column: str
    row: str
    found: int
    handled: int = 0
    settled: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that the table breaks: its code for the machine, a sentence for the clerk."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: what is measured, and the four cells 乡镇街道, 村居, 小计, 年度累计.

    `figure` says which of the cases are counted: found, handled or settled; "" where no cases are.
    """

    code: str
    label: str
    measure: str
    cells: tuple[str, str, str, str]
    figure: str = ""

    @property
    def columns(self) -> list[tuple[str, str]]:
        """Each cell with the name of its column."""
        return list(zip(ORDER, self.cells, strict=True))


Cell = tuple[int, int, int]
MEASURES: Final = ("found", "handled", "settled")
NOTHING: Final[Cell] = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Matrix:
    """The table. Build it with `matrix`."""

    rows: tuple[FormRow, ...]
    cells: dict[tuple[str, str], Cell]
    odd: tuple[Fault, ...] = ()

    def cell(self, column: str, row: str) -> Cell:
        """Found, handled, settled; column may be SUBTOTAL, the sum of TOWNSHIP and VILLAGE."""
        if column != "SUBTOTAL":
            return self.cells.get((column, row), NOTHING)
        (a, b, c), (x, y, z) = self.cell("TOWNSHIP", row), self.cell("VILLAGE", row)
        return (a + x, b + y, c + z)

    def lines(self, *, mode: str = ROUND_DOWN) -> tuple[Line, ...]:
        """Every line in the order of the form. `mode` rounds the rates."""
        out = [
            self._count(TOTAL, "总况", "排查数", 0),
            self._count(TOTAL, "总况", "调处数", 1),
            self._rate(TOTAL, "总况", "调处率", 1, 0, mode),
            self._count(TOTAL, "总况", "成功数", 2),
            self._rate(TOTAL, "总况", "成功率", 2, 1, mode),
        ]
        for row in self.rows:
            if row.section == "KIND":
                out.append(self._count(row.code, row.label, "排查数", 0))
                out.append(self._count(row.code, row.label, "调处数", 1))
        bands = [row for row in self.rows if row.section == "PEOPLE"]
        out += [self._count(row.code, f"涉及{row.label}", "起数", 0) for row in bands]
        out += [
            self._count(MAJOR, "重大矛盾纠纷", "排查数", 0),
            self._count(MAJOR, "重大矛盾纠纷", "调处数", 1),
            self._count(MAJOR, "重大矛盾纠纷", "成功数", 2),
            self._rate(MAJOR, "重大矛盾纠纷", "成功率", 2, 1, mode),
            self._count(SWEEPS, "集中排查", "次数", 0),
        ]
        return tuple(out)

    def faults(self) -> tuple[Fault, ...]:
        """What keeps the table from being signed; empty when every rule holds."""
        out = list(self.odd)
        for column in COLUMNS:
            out += self._sums(column)
            out += self._orders(column)
        out += self._year()
        return tuple(out)

    def _sums(self, column: str) -> Iterable[Fault]:
        head, total = _head(column), self.cell(column, TOTAL)
        for n, measure in ((0, "排查数"), (1, "调处数")):
            kinds = sum(self.cell(column, row.code)[n] for row in self.rows if row.section == "KIND")
            if kinds != total[n]:
                yield Fault(
                    "KIND_SUM",
                    _("{head}：各类{measure}之和为{kinds}，与总{measure}{total}不符").format(
                        head=head, measure=measure, kinds=kinds, total=total[n]
                    ),
                )
        people = sum(self.cell(column, row.code)[0] for row in self.rows if row.section == "PEOPLE")
        if people != total[0]:
            yield Fault(
                "PEOPLE_SUM",
                _("{head}：按涉及人数的起数之和为{people}，与总排查数{total}不符").format(
                    head=head, people=people, total=total[0]
                ),
            )

    def _orders(self, column: str) -> Iterable[Fault]:
        head = _head(column)
        for code, label in self._labels():
            found, handled, settled = self.cell(column, code)
            if handled > found:
                yield Fault(
                    "HANDLED_OVER_FOUND",
                    _("{head}“{label}”：调处数{n}大于排查数{m}").format(
                        head=head, label=label, n=handled, m=found
                    ),
                )
            if settled > handled:
                yield Fault(
                    "SETTLED_OVER_HANDLED",
                    _("{head}“{label}”：成功数{n}大于调处数{m}").format(
                        head=head, label=label, n=settled, m=handled
                    ),
                )
        major, total = self.cell(column, MAJOR), self.cell(column, TOTAL)
        for n, measure in enumerate(("排查数", "调处数", "成功数")):
            if major[n] > total[n]:
                yield Fault(
                    "MAJOR_OVER_TOTAL",
                    _("{head}：重大矛盾纠纷{measure}{n}大于总{measure}{m}").format(
                        head=head, measure=measure, n=major[n], m=total[n]
                    ),
                )

    def _year(self) -> Iterable[Fault]:
        for code, label in self._labels():
            month, year = self.cell("SUBTOTAL", code), self.cell("YEAR", code)
            for n, measure in enumerate(("排查数", "调处数", "成功数")):
                if year[n] < month[n]:
                    yield Fault(
                        "YEAR_BELOW_MONTH",
                        _("“{label}”{measure}：年度累计{n}小于本月小计{m}").format(
                            label=label, measure=measure, n=year[n], m=month[n]
                        ),
                    )

    def _labels(self) -> list[tuple[str, str]]:
        kinds = [(row.code, row.label) for row in self.rows if row.section == "KIND"]
        return [(TOTAL, "总况"), *kinds, (MAJOR, "重大矛盾纠纷")]

    def _count(self, code: str, label: str, measure: str, n: int) -> Line:
        first, second, third, fourth = (str(self.cell(column, code)[n]) for column in ORDER)
        figure = "" if code == SWEEPS else MEASURES[n]
        return Line(code, label, measure, (first, second, third, fourth), figure)

    def _rate(self, code: str, label: str, measure: str, above: int, below: int, mode: str) -> Line:
        cells = [self.cell(column, code) for column in ORDER]
        first, second, third, fourth = (rate_text(cell[above], cell[below], mode=mode) for cell in cells)
        return Line(code, label, measure, (first, second, third, fourth))


ORDER: Final = ("TOWNSHIP", "VILLAGE", "SUBTOTAL", "YEAR")


def matrix(rows: Sequence[FormRow], counted: Iterable[Counted]) -> Matrix:
    """The table of a month.

    Args:
        rows: the rows of the form (19 kinds, then the bands of people), in their order.
        counted: what was counted; a row that isn't there counts nothing. Rows the form doesn't have, a row counted
            twice and negative counts are told by `faults`, and never silently added up.
    """
    known = {row.code for row in rows} | {TOTAL, MAJOR, SWEEPS}
    cells: dict[tuple[str, str], Cell] = {}
    odd = []
    for one in counted:
        place = (one.column, one.row)
        if one.column not in COLUMNS or one.row not in known:
            odd.append(Fault("UNKNOWN_ROW", _("表中没有“{}”（{}）").format(one.row, one.column)))
        elif place in cells:
            odd.append(Fault("DOUBLE", _("{}“{}”重复统计").format(_head(one.column), one.row)))
        elif min(one.found, one.handled, one.settled) < 0:
            odd.append(Fault("NEGATIVE", _("{}“{}”出现负数").format(_head(one.column), one.row)))
        else:
            cells[place] = (one.found, one.handled, one.settled)
    return Matrix(tuple(rows), cells, tuple(odd))


def _head(column: str) -> str:
    return {"TOWNSHIP": HEADS[0], "VILLAGE": HEADS[1], "YEAR": HEADS[3]}[column]
