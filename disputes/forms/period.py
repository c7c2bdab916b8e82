"""A period and a place, as the ledgers, the monthly table and the figures are asked for; all of it in the address."""

import datetime as dt
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from core.forms.address import Address
from core.permissions.actor import Actor
from core.workcalendar.rules import SHANGHAI, add_months
from disputes.counting import Month
from grids.choosing import area_asked
from grids.models import Area

LONGEST_DAYS = 800


@dataclass(frozen=True, slots=True)
class Period:
    """[since, until) with the place it is asked for."""

    first: dt.date
    last: dt.date
    place: Area | None

    @property
    def since(self) -> dt.datetime:
        return dt.datetime.combine(self.first, dt.time(), SHANGHAI)

    @property
    def until(self) -> dt.datetime:
        return dt.datetime.combine(self.last + dt.timedelta(days=1), dt.time(), SHANGHAI)

    def year_before(self) -> "Period":
        """The same days a year earlier."""
        return replace(self, first=add_months(self.first, -12), last=add_months(self.last, -12))

    @property
    def words(self) -> str:
        return _("%(first)s 至 %(last)s") % {"first": self.first, "last": self.last}


def asked_period(asked: Address, actor: Actor, *, ability: str, today: dt.date) -> Period:
    """What the address asks for: this year so far, and the widest of the actor's areas, unless it says otherwise."""
    first = asked.day("since") or dt.date(today.year, 1, 1)
    last = asked.day("until") or today
    if first > last:
        first, last = last, first
        asked.miss(_("起始日期晚于截止日期"), _("已对调"))
    if (last - first).days > LONGEST_DAYS:
        first = last - dt.timedelta(days=LONGEST_DAYS)
        asked.miss(
            _("一次最多查看%(n)s天") % {"n": LONGEST_DAYS}, _("已从%(first)s起显示") % {"first": first}
        )
    place = area_asked(asked, actor, ability=ability)
    if place is None:
        asked.miss(_("没有可查看的区域"), _("没有可列示的记录"))
    return Period(first, last, place)


def month_asked(asked: Address, *, today: dt.date) -> Month:
    """`?month=2026-10`; the month that is over last, where it isn't said or makes no sense."""
    return Month.of(asked.month("month", today=today, usual=add_months(today.replace(day=1), -1)))
