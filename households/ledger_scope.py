"""Which rows of a ledger are asked for."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from core.workcalendar.rules import SHANGHAI, add_months


@dataclass(frozen=True, slots=True)
class Scope:
    """Which rows: below a path, of a month (its first day), of some units where given; `today` is when it is read."""

    path: str
    month: dt.date
    today: dt.date
    units: frozenset[UUID] | None = None

    @property
    def next_month(self) -> dt.date:
        return add_months(self.month, 1)

    @property
    def day(self) -> dt.date:
        """The day as of which the register stands."""
        return min(self.next_month - dt.timedelta(days=1), self.today)

    @property
    def since(self) -> dt.datetime:
        return dt.datetime.combine(self.month, dt.time(), SHANGHAI)

    @property
    def until(self) -> dt.datetime:
        return dt.datetime.combine(self.next_month, dt.time(), SHANGHAI)
