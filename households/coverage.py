"""How a month is kept: by place, by unit, by cadre; counted in one statement from the duties, never stored.

Two coverages, both with their numbers beside them:

* by pair (`Line`): each duty of a pair counts once. 入户走访率 is the visits made of the visits owed, 电话联系率 the contacts
  made of the contacts owed (households marked away, and only those); exempt duties are owed by nobody. A household away
  that was met in person has been contacted.
* by door (`doors`, `doors_met`): a household counts once a month and place, whoever was paired with it. It is met where
  any of its pairs of the month did what was owed: a visit under the old pair still counts for the household, though the
  new pair owes its own. A door whose duties are all exempt is not counted; one that moved to another grid within the
  month counts in both.

A closed month counts from what its duties kept: the place (`Duty.path`), the unit (`Liaison.unit`) and the state of
then. What was recorded later stands in `later.py`.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Final
from uuid import UUID

from django.db import connection

from core.paths.ranges import ROOT_WIDTH, STEP_WIDTH, subtree
from core.rules.rates import rate_text
from core.tenancy.context import require_open, required_tenant
from households.models import Duty

_SUMS: Final = """
    count(*) AS pairs,
    count(*) FILTER (WHERE d.state <> 'EXEMPT' AND d.owed = 'VISIT') AS visits,
    count(*) FILTER (WHERE d.state = 'DONE' AND d.owed = 'VISIT') AS visited,
    count(*) FILTER (WHERE d.state <> 'EXEMPT' AND d.owed = 'CONTACT') AS contacts,
    count(*) FILTER (WHERE d.state = 'DONE' AND d.owed = 'CONTACT') AS contacted,
    count(*) FILTER (WHERE d.state = 'OPEN') AS open,
    count(*) FILTER (WHERE d.state = 'MISSED') AS missed,
    count(*) FILTER (WHERE d.state = 'MISSED' AND d.explained <> '') AS explained,
    count(*) FILTER (WHERE d.state = 'EXEMPT') AS exempt
"""
_OF_DOORS: Final = """
SELECT key, sum(pairs)::int, sum(visits)::int, sum(visited)::int, sum(contacts)::int, sum(contacted)::int,
    sum(open)::int, sum(missed)::int, sum(explained)::int, sum(exempt)::int,
    count(*) FILTER (WHERE pairs > exempt)::int, count(*) FILTER (WHERE visited + contacted > 0)::int
FROM (
    SELECT {key} AS key, p.door_id, {sums}
    FROM households_duty d
    JOIN households_liaison p ON p.tenant_id = d.tenant_id AND p.id = d.liaison_id
    WHERE d.tenant_id = %(tenant)s AND d.month = %(month)s {where}
    GROUP BY 1, 2
) AS door
GROUP BY key
ORDER BY key
"""
_OF_LEADERS: Final = """
SELECT {key} AS key, {sums}, 0, 0
FROM households_duty d
JOIN households_gridlead p ON p.tenant_id = d.tenant_id AND p.id = d.lead_id
WHERE d.tenant_id = %(tenant)s AND d.month = %(month)s {where}
GROUP BY 1
ORDER BY 1
"""
_KEYS: Final = {"place": "left(d.path, %(width)s)", "unit": "p.unit_id", "staff": "p.staff_id"}


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one place, unit or cadre."""

    key: Any
    pairs: int = 0
    visits: int = 0
    visited: int = 0
    contacts: int = 0
    contacted: int = 0
    open: int = 0
    missed: int = 0
    explained: int = 0
    exempt: int = 0
    doors: int = 0
    doors_met: int = 0

    @property
    def visit_rate(self) -> str:
        """入户走访率."""
        return rate_text(self.visited, self.visits)

    @property
    def contact_rate(self) -> str:
        """电话联系率."""
        return rate_text(self.contacted, self.contacts)

    @property
    def door_rate(self) -> str:
        """Of the doors that were owed something, those that were met."""
        return rate_text(self.doors_met, self.doors)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose duties are counted: of a place and what lies below it, of some units, of one cadre; together where several
    are given."""

    path: str = ""
    units: frozenset[UUID] = field(default=frozenset())
    staff_id: UUID | None = None

    def condition(self, prefix: str = "p.") -> tuple[str, dict[str, Any]]:
        """The condition as SQL on a duty `d` and its pair or lead `p`, with its values."""
        parts: list[str] = []
        values: dict[str, Any] = {}
        if len(self.path) > ROOT_WIDTH:
            parts.append("d.path >= %(low)s AND d.path < %(high)s")
            values["low"], values["high"] = subtree(self.path)
        if self.units:
            parts.append(f"{prefix}unit_id = ANY(%(units)s)")
            values["units"] = list(self.units)
        if self.staff_id is not None:
            parts.append(f"{prefix}staff_id = %(staff)s")
            values["staff"] = self.staff_id
        return "".join(f" AND {part}" for part in parts), values


def lines_by(by: str, month: dt.date, scope: Scope, *, leaders: bool = False) -> list[Line]:
    """The figures of a month, one line for each place one level below the scope's, each unit or each cadre; one query.

    Args:
        by: "place", "unit" or "staff".
        leaders: the leaders' visits to their grids instead of the pairs'.
    """
    require_open(connection, Duty._meta.db_table)
    where, values = scope.condition()
    values |= {
        "tenant": required_tenant(),
        "month": month,
        "width": max(len(scope.path), ROOT_WIDTH) + STEP_WIDTH,
    }
    template = _OF_LEADERS if leaders else _OF_DOORS
    with connection.cursor() as cursor:
        cursor.execute(template.format(key=_KEYS[by], sums=_SUMS, where=where), values)
        return [Line(*row) for row in cursor.fetchall()]


def summed(lines: Iterable[Line]) -> Line:
    """All of them together."""
    names: Sequence[str] = [one.name for one in fields(Line)][1:]
    kept = list(lines)
    return Line("", **{name: sum(getattr(line, name) for line in kept) for name in names})
