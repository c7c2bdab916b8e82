"""Counting for the monthly table and the leader's page: from the facts, by place and time, in one statement each.

Counted is what was **found** (registered) in the period; of it what was **handled** (accepted, or settled at the door), and
of that what was **settled**. A case that was joined to another counts in that one; a restricted one counts and is never
listed.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.db.models import Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Substr

from core.paths.ranges import ROOT_WIDTH, STEP_WIDTH, ancestors_of, within
from core.workcalendar.rules import SHANGHAI, add_months
from disputes.choices import SOLVED, Grade, Level, State
from disputes.models import Case, CaseKind, RiskSweep
from disputes.rules.statistics import MAJOR, SWEEPS, TOTAL, Counted, FormRow, Matrix, matrix
from disputes.seed import StatisticsRow, statistics_rows

HANDLED: Final = Q(first_accepted_at__isnull=False) | ~Q(outcome="")
SETTLED: Final = Q(outcome__in=SOLVED)
REST: Final = 18  # the place of 其他, the row of what belongs to no other


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month in the county's own time."""

    year: int
    month: int

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.month, 1)

    @property
    def since(self) -> dt.datetime:
        return dt.datetime.combine(self.first, dt.time(), SHANGHAI)

    @property
    def until(self) -> dt.datetime:
        return dt.datetime.combine(add_months(self.first, 1), dt.time(), SHANGHAI)

    @property
    def january(self) -> dt.datetime:
        return dt.datetime(self.year, 1, 1, tzinfo=SHANGHAI)

    @property
    def name(self) -> str:
        return f"{self.year}年{self.month}月"

    @classmethod
    def of(cls, day: dt.date) -> "Month":
        return cls(day.year, day.month)

    def before(self) -> "Month":
        return Month.of(add_months(self.first, -1))


def found_in(paths: Iterable[str], since: dt.datetime, until: dt.datetime) -> QuerySet[Case]:
    """Cases found below `paths` in [since, until)."""
    reach = within("path", *paths)
    return Case.objects.filter(reach, registered_at__gte=since, registered_at__lt=until).exclude(
        state=State.MERGED
    )


def month_matrix(path: str, month: Month) -> Matrix:
    """The table 矛盾纠纷排查情况表 of an area and month, counted now."""
    rows = statistics_rows()
    kinds = dict(CaseKind.objects.values_list("code", "statistics_row"))
    counts: dict[tuple[str, str], list[int]] = {}
    for line in _grouped(path, month, rows):
        number = (line["n"], line["handled"], line["settled"])
        places = ["YEAR"]
        if line["is_month"]:
            places.append("VILLAGE" if line["level"] == Level.VILLAGE else "TOWNSHIP")
        own_row = line["statistics_row"] or kinds.get(line["kind_code"], rows[REST].code)
        names = [TOTAL, own_row, line["band"]]
        if line["grade"] == Grade.MAJOR:
            names.append(MAJOR)
        for place in places:
            for name in names:
                cell = counts.setdefault((place, name), [0, 0, 0])
                for n, value in enumerate(number):
                    cell[n] += value
    counted = [Counted(place, name, *cell) for (place, name), cell in counts.items()]
    form = [FormRow(row.code, row.label, row.section) for row in rows]
    return matrix(form, [*counted, *_sweeps(path, month)])


def in_band(row: StatisticsRow) -> Q:
    """The cases that concern as many people as a band of the form says."""
    above = Q(people_count__gte=row.at_least or 0)
    return above if row.below is None else above & Q(people_count__lt=row.below)


def _grouped(path: str, month: Month, rows: Sequence[StatisticsRow]) -> Any:
    bands = [row for row in rows if row.section == "PEOPLE"]
    band = models.Case(*(When(in_band(row), then=Value(row.code)) for row in bands))
    in_month = models.Case(
        When(registered_at__gte=month.since, then=Value(1)), default=Value(0), output_field=IntegerField()
    )
    found = found_in([path], month.january, month.until).annotate(band=band, is_month=in_month)
    return (
        found.order_by()
        .values("kind_code", "statistics_row", "level", "grade", "band", "is_month")
        .annotate(
            n=Count("id"),
            handled=Count("id", filter=HANDLED),
            settled=Count("id", filter=HANDLED & SETTLED),
        )
    )


def _sweeps(path: str, month: Month) -> list[Counted]:
    """Sweeps over the area: of those above it, its own, and those below; without what went on in a wider one."""
    over = Q(path__in=ancestors_of(path)) | within("path", path)
    opened = (
        RiskSweep.objects.filter(over, opens_on__gte=month.january.date(), opens_on__lt=month.until.date())
        .exclude(closed_at__isnull=False, figures={})
        .values_list("opens_on", flat=True)
    )
    days = list(opened)
    now = sum(day >= month.first for day in days)
    return [Counted("TOWNSHIP", SWEEPS, now), Counted("YEAR", SWEEPS, len(days))]


FIGURES: Final[Mapping[str, tuple[str, str, Q]]] = {
    "found": ("排查", "本期登记的纠纷，不含已并入其他案件的", Q()),
    "handled": ("调处", "其中已受理或当场化解的", HANDLED),
    "settled": ("化解", "其中调解成功或当场化解的", HANDLED & SETTLED),
    "on_time": ("按期办结", "其中已有结果且未曾逾期的", ~Q(outcome="") & Q(was_late=False)),
    "decided": ("应办结", "其中已有结果的", ~Q(outcome="")),
    "open": ("在办", "其中尚未结案的", ~Q(state__in=(State.CLOSED, State.MERGED))),
    "overdue": (
        "曾逾期在办",
        "其中尚未结案且曾经逾期的",
        ~Q(state__in=(State.CLOSED, State.MERGED)) & Q(was_late=True),
    ),
}
"""Slug → name, definition, condition on what was found. Every figure opens the rows of its condition."""

HEADLINES: Final = ("found", "handled", "settled", "on_time", "open", "overdue")
"""The six that a leader reads first."""
STANDING: Final = frozenset({"open", "overdue"})
"""What stands as it is read: of an earlier period it would say what is left of it now, so it is compared with nothing."""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """The figures of one part: a township, a kind of dispute, or the whole."""

    key: str
    name: str
    figures: Mapping[str, int]


def figures_by(
    what: str, paths: Sequence[str], since: dt.datetime, until: dt.datetime, names: Mapping[str, str]
) -> list[FigureRow]:
    """All figures by "township", by "kind", or as one "whole", in one statement.

    Args:
        names: key → what stands on the page; keys that aren't named stand as they are.
    """
    found = found_in(paths, since, until).order_by()
    if what == "township":
        keyed = found.annotate(key=Substr("path", 1, ROOT_WIDTH + STEP_WIDTH))
    elif what == "kind":
        keyed = found.annotate(key=F("kind_code"))
    else:
        keyed = found.annotate(key=Value(""))
    counted = keyed.values("key").annotate(
        **{
            slug: Count("id", filter=condition)
            for slug, (_n, _d, condition) in FIGURES.items()
            if slug != "found"
        },
        found=Count("id"),
    )
    lines: Any = counted
    rows = [
        FigureRow(line["key"], names.get(line["key"], line["key"]), {slug: line[slug] for slug in FIGURES})
        for line in lines
    ]
    return sorted(rows, key=lambda row: (-row.figures["found"], row.key))


def summed(rows: Iterable[FigureRow]) -> dict[str, int]:
    """The whole of several parts."""
    total: Counter[str] = Counter(dict.fromkeys(FIGURES, 0))
    for row in rows:
        total.update(row.figures)
    return dict(total)
