"""A period and a place, as the ledgers, the monthly table and the figures are asked for; all of it in the address."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from core.workcalendar.rules import SHANGHAI, add_months
from disputes.counting import Month
from grids.choosing import area_asked
from grids.models import Area

LONGEST_DAYS = 800
EARLIEST, LATEST = 1950, 2100
"""Years that a record can lie in; before and after them a day is a slip of the finger, and time itself runs out."""


@dataclass(frozen=True, slots=True)
class Period:
    """[since, until) with the places it is asked for; `trouble` says what of the address was not understood."""

    first: dt.date
    last: dt.date
    place: Area | None
    trouble: str = ""

    @property
    def since(self) -> dt.datetime:
        return dt.datetime.combine(self.first, dt.time(), SHANGHAI)

    @property
    def until(self) -> dt.datetime:
        return dt.datetime.combine(self.last + dt.timedelta(days=1), dt.time(), SHANGHAI)

    def year_before(self) -> "Period":
        """The same days a year earlier."""
        return replace(self, first=add_months(self.first, -12), last=add_months(self.last, -12), trouble="")

    @property
    def words(self) -> str:
        return _("%(first)s 至 %(last)s") % {"first": self.first, "last": self.last}


def asked_period(asked: Any, actor: Actor, *, ability: str, today: dt.date) -> Period:
    """What the address asks for: this year so far, and the widest of the actor's areas, unless it says otherwise."""
    since, until = ((text := asked.get(name, ""), _day(text)) for name in ("since", "until"))
    first = since[1] or dt.date(today.year, 1, 1)
    last = until[1] or today
    missed = next((text for text, day in (since, until) if text and day is None), "")
    trouble = _("“%(text)s”不是可用的日期，没有按它筛选。") % {"text": missed[:20]} if missed else ""
    if first > last:
        first, last, trouble = last, first, _("起始日期晚于截止日期，已对调。")
    if (last - first).days > LONGEST_DAYS:
        first, trouble = (
            last - dt.timedelta(days=LONGEST_DAYS),
            _("一次最多查看%(n)s天。") % {"n": LONGEST_DAYS},
        )
    place = area_asked(asked, actor, ability=ability)
    if place is None:
        trouble = trouble or _("没有可查看的区域。")
    return Period(first, last, place, trouble)


def month_asked(asked: Any, *, today: dt.date) -> Month:
    """`?month=2026-10`; the month that is over last, where it isn't said or makes no sense."""
    last = Month.of(add_months(today.replace(day=1), -1))
    year, _dash, month = str(asked.get("month", "")).partition("-")
    if not (year.isdecimal() and month.isdecimal()):
        return last
    if not (2000 <= int(year) <= today.year and 1 <= int(month) <= 12):
        return last
    found = Month(int(year), int(month))
    return found if found.first <= today else last


def _day(text: str | None) -> dt.date | None:
    try:
        found = parse_date(text or "")
    except ValueError:
        return None
    return found if found and EARLIEST <= found.year <= LATEST else None
