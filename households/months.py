"""The statements by which a month's duties come to be and follow their pairs; called by verbs, set-based.

What a pair owes is one `Duty` a month for the part of the month in which it stands (`rules.months`): a visit, or a
contact where the household is marked away. Leaders owe one visit a month to each grid that they lead. A part shorter
than the county's `part_days` owes nothing and gets no row; a duty whose part becomes that short is exempt, with the
reason in words and without `explained_at`, by which the platform knows its own exemptions and takes them back when the
pair goes on after all. What somebody exempted stays so.

Done and exempt by hand keep what was owed; only the days of their part follow. A month that is closed keeps everything.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import connection

from core.tenancy.context import require_open, required_tenant
from core.tenancy.ids import SQL_UUID7, id_clock
from core.tenancy.joining import joined_whole
from core.workcalendar.rules import end_of, start_of
from households.choices import Promise
from households.fulfilling import fulfil_from_visits
from households.models import Duty, LiaisonRule
from households.rules.months import next_first
from households.ruling import rule_on

HOUR: Final = dt.timedelta(hours=8)  # of the morning: nobody is reminded at night
ONE_DAY: Final = dt.timedelta(days=1)

# Parts of the month as they follow from pairs and doors now. least() and greatest() pass over what is NULL.
_PARTS: Final = """
    SELECT p.id AS liaison_id, NULL::uuid AS lead_id, o.path,
        CASE o.presence WHEN 'AWAY' THEN 'CONTACT' ELSE 'VISIT' END AS owed,
        greatest(p.from_on, o.opened_on, %(month)s) AS from_on,
        least(p.to_on, o.closed_on, %(next)s) AS to_on
    FROM households_liaison p
    JOIN households_door o ON o.tenant_id = p.tenant_id AND o.id = p.door_id
    WHERE p.tenant_id = %(tenant)s AND p.from_on < %(next)s AND (p.to_on IS NULL OR p.to_on > %(month)s) {pairs}
    UNION ALL
    SELECT NULL, g.id, g.path, 'VISIT', greatest(g.from_on, %(month)s), least(g.to_on, %(next)s)
    FROM households_gridlead g
    WHERE g.tenant_id = %(tenant)s AND g.from_on < %(next)s AND (g.to_on IS NULL OR g.to_on > %(month)s) {leads}
"""
_OPEN: Final = f"""
INSERT INTO households_duty
    (tenant_id, id, month, liaison_id, lead_id, path, owed, from_on, to_on, state, explained)
SELECT %(tenant)s, {SQL_UUID7}, %(month)s, liaison_id, lead_id, path, owed, from_on, to_on, 'OPEN', ''
FROM ({{parts}}) AS part
WHERE to_on - from_on >= %(part_days)s
ON CONFLICT DO NOTHING
"""  # noqa: S608  # nothing of the caller's stands in it
# Worked out once: of rows too new for statistics the planner expects next to none, and would work it out for each duty.
_FOLLOW: Final = """
WITH part AS (
    SELECT d.id, o.path, CASE o.presence WHEN 'AWAY' THEN 'CONTACT' ELSE 'VISIT' END AS owed,
        greatest(p.from_on, o.opened_on, %(month)s) AS from_on,
        least(p.to_on, o.closed_on, %(next)s) AS to_on,
        coalesce(o.closed_on < %(next)s, false) AS is_closed
    FROM households_duty d
    JOIN households_liaison p ON p.tenant_id = d.tenant_id AND p.id = d.liaison_id
    JOIN households_door o ON o.tenant_id = p.tenant_id AND o.id = p.door_id
    WHERE d.tenant_id = %(tenant)s AND d.month = %(month)s {pairs}
    UNION ALL
    SELECT d.id, g.path, 'VISIT', greatest(g.from_on, %(month)s), least(g.to_on, %(next)s), false
    FROM households_duty d
    JOIN households_gridlead g ON g.tenant_id = d.tenant_id AND g.id = d.lead_id
    WHERE d.tenant_id = %(tenant)s AND d.month = %(month)s {leads}
), judged AS MATERIALIZED (
    SELECT *, greatest(to_on - from_on, 0) AS days, to_on - from_on >= %(part_days)s AS owes,
        CASE WHEN to_on <= from_on THEN %(over)s
            ELSE format(CASE WHEN is_closed THEN %(closed)s ELSE %(short)s END, to_on - from_on, %(part_days)s)
        END AS reason
    FROM part
)
UPDATE households_duty d SET
    from_on = CASE WHEN days > 0 THEN j.from_on ELSE d.from_on END,
    to_on = CASE WHEN days > 0 THEN j.to_on ELSE d.to_on END,
    path = CASE WHEN {ours} THEN j.path ELSE d.path END,
    owed = CASE WHEN {ours} THEN j.owed ELSE d.owed END,
    state = CASE WHEN NOT {ours} THEN d.state WHEN owes THEN 'OPEN' ELSE 'EXEMPT' END,
    explained = CASE WHEN NOT {ours} THEN d.explained WHEN owes THEN '' ELSE reason END
FROM judged j
WHERE d.tenant_id = %(tenant)s AND d.id = j.id AND (
    (days > 0 AND (d.from_on, d.to_on) <> (j.from_on, j.to_on))
    OR ({ours} AND (
        (d.path, d.owed) <> (j.path, j.owed)
        OR owes = (d.state = 'EXEMPT')
        OR (NOT owes AND d.explained <> reason)
    ))
)
"""
# Open, or exempt by the platform itself.
_OURS: Final = "(d.state = 'OPEN' OR (d.state = 'EXEMPT' AND d.explained_at IS NULL))"
_REASONS: Final = {
    "short": "本月包联仅%s天，不足%s天，不计当月",
    "closed": "本月在册仅%s天，不足%s天，不计当月",
    "over": "包联在本月没有一天，不计当月",
}


@dataclass(frozen=True, slots=True)
class Aligned:
    """What followed: duties that came to be, that changed, and that a visit recorded before had fulfilled."""

    opened: int = 0
    changed: int = 0
    fulfilled: int = 0

    def __add__(self, other: "Aligned") -> "Aligned":
        return Aligned(
            self.opened + other.opened, self.changed + other.changed, self.fulfilled + other.fulfilled
        )

    def __bool__(self) -> bool:
        return bool(self.opened or self.changed or self.fulfilled)


def months_held_open() -> list[dt.date]:
    """The months that are not closed, the earliest first; nobody closes them before the transaction ends."""
    require_open(connection, Duty._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT month FROM households_dutymonth WHERE tenant_id = %s AND ended_at IS NULL"
            " ORDER BY month FOR SHARE",
            [required_tenant()],
        )
        return [month for (month,) in cursor.fetchall()]


def insert_duties(month: dt.date, *, at: dt.datetime, doors: Collection[UUID] | None = None) -> int:
    """One statement: a duty for each pair and lead that stands in the month long enough and has none yet.

    Args:
        doors: only the pairs of these doors, and no leads; None for all.

    Returns:
        How many came to be.
    """
    limits = {"pairs": "", "leads": ""} if doors is None else _OF_DOORS
    sql = _OPEN.format(parts=_PARTS.format(**limits))
    return _run(sql, _values(month, doors) | {"id_clock": id_clock(at)}, doors)


def follow_pairs(month: dt.date, *, doors: Collection[UUID] | None = None) -> int:
    """One statement: the duties of an open month take the part, the place and the owed of their pairs as they are now.

    Returns:
        How many changed.
    """
    limits = {"pairs": "", "leads": ""} if doors is None else _OF_DOORS
    return _run(_FOLLOW.format(ours=_OURS, **limits), _values(month, doors) | _REASONS, doors)


def align(*, at: dt.datetime, doors: Collection[UUID] | None = None) -> Aligned:
    """Bring the open months up to the pairs, the doors and the visits as they are now.

    Args:
        doors: only these doors; None for all, and the leaders too.
    """
    done = Aligned()
    months = months_held_open()
    for month in months:
        done += Aligned(insert_duties(month, at=at, doors=doors), follow_pairs(month, doors=doors))
    return done + Aligned(fulfilled=fulfil_from_visits(doors=doors, at=at)) if months else done


def promised_at(month: dt.date, rule: LiaisonRule) -> Mapping[str, dt.datetime]:
    """When the month is spoken of: its first morning, the mornings on which the last days begin, and its end."""
    last = next_first(month) - ONE_DAY
    morning: dict[str, dt.date] = {
        Promise.MONTH_START: month,
        Promise.MONTH_FIRST: next_first(month) - ONE_DAY * rule.first_days,
        Promise.MONTH_SECOND: next_first(month) - ONE_DAY * rule.second_days,
    }
    return {kind: start_of(day) + HOUR for kind, day in morning.items()} | {Promise.MONTH_END: end_of(last)}


_OF_DOORS: Final = {"pairs": "AND p.door_id = ANY(%(doors)s)", "leads": "AND false"}


def _values(month: dt.date, doors: Collection[UUID] | None) -> dict[str, Any]:
    return {
        "tenant": required_tenant(),
        "month": month,
        "next": next_first(month),
        "part_days": rule_on(month).part_days,
        "doors": list(doors or ()),
    }


def _run(sql: str, values: Mapping[str, Any], doors: Collection[UUID] | None) -> int:
    require_open(connection, Duty._meta.db_table)
    with joined_whole(doors), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)
