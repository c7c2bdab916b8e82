"""The months that a demo county has been through: what was owed, who was visited, what was asked for and answered.

Written by the database itself, a statement a month and table: three years of 42,361 pairs are three million rows. Chance is
the hash of pair, month and seed, so the same county lives the same life.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.db import connection
from django.db.models import Min

from core.tenancy.context import required_tenant
from core.tenancy.joining import joined_whole
from core.workcalendar.rules import SHANGHAI, day_of
from households.demo_words import AT_THE_SHOP, CALLED, EXPLAINED, FOLKS, VISITED
from households.models import DutyMonth, Liaison
from households.ruling import rule_on

KEPT: Final = 974  # of a thousand duties of a month that is over
BASE: Final = """
WITH base AS (
    SELECT l.id AS liaison_id, l.door_id, l.staff_id, l.path, d.kind, d.presence = 'AWAY' AS away,
        greatest(l.from_on, %(month)s::date) AS from_on,
        least(coalesce(l.to_on, %(next)s::date), %(next)s::date) AS to_on,
        h.hash, h.hash %% 1000 AS luck,
        ('x' || substr(h.hex, 1, 7))::bit(28)::int AS chance
    FROM households_liaison l
    JOIN households_door d ON d.tenant_id = l.tenant_id AND d.id = l.door_id
    CROSS JOIN LATERAL (
        SELECT abs(('x' || substr(x.hex, 8, 7))::bit(28)::int) AS hash, x.hex
        FROM (SELECT md5(l.id::text || %(month)s || %(seed)s) AS hex) x
    ) h
    WHERE l.tenant_id = %(tenant)s AND l.from_on < %(next)s::date AND coalesce(l.to_on, %(next)s::date) > %(month)s::date
), told AS (
    SELECT base.*,
        from_on + 1 + (chance %% greatest(1, to_on - from_on - 1)) AS day,
        luck < %(kept)s AS lucky,
        (lpad(to_hex((extract(epoch FROM from_on + 1 + (chance %% greatest(1, to_on - from_on - 1)))::bigint * 1000)), 12, '0')
            || '7' || substr(md5('v' || liaison_id::text || %(month)s), 1, 3)
            || '8' || substr(md5('w' || liaison_id::text || %(month)s), 1, 15))::uuid AS visit_id
    FROM base WHERE to_on - from_on >= %(part_days)s
)
"""
VISITS: Final = (
    BASE
    + """
INSERT INTO households_visit (tenant_id, id, door_id, path, staff_id, typed_by_id, state, way, met, found_nobody,
    visited_at, said, recorded_at, is_burst, comment, answer, answer_note)
SELECT %(tenant)s, visit_id, door_id, path, staff_id, staff_id, 'KEPT',
    CASE WHEN NOT away THEN 'IN_PERSON' WHEN luck %% 5 = 0 THEN 'VIDEO' WHEN luck %% 7 = 0 THEN 'MESSAGE' ELSE 'PHONE' END,
    (%(folks)s::text[])[1 + luck %% %(folks_count)s], false,
    (day + time '08:30' + make_interval(mins => chance %% 540)) AT TIME ZONE 'Asia/Shanghai',
    CASE WHEN kind = 'ENTITY' THEN (%(shop)s::text[])[1 + hash %% %(shop_count)s]
        WHEN away THEN (%(called)s::text[])[1 + hash %% %(called_count)s]
        ELSE (%(visited)s::text[])[1 + hash %% %(visited_count)s] END,
    (day + time '08:40' + make_interval(mins => chance %% 540)) AT TIME ZONE 'Asia/Shanghai',
    false, '', '', ''
FROM told WHERE lucky AND day < %(today)s::date
"""
)
DUTIES: Final = (
    BASE
    + """
INSERT INTO households_duty (tenant_id, id, month, liaison_id, path, owed, from_on, to_on, state, visit_id, done_on,
    explained, explained_at)
SELECT %(tenant)s,
    (lpad(to_hex((extract(epoch FROM %(month)s::date)::bigint * 1000)), 12, '0')
        || '7' || substr(md5('d' || liaison_id::text || %(month)s), 1, 3)
        || '8' || substr(md5('e' || liaison_id::text || %(month)s), 1, 15))::uuid,
    %(month)s::date, liaison_id, path, CASE WHEN away THEN 'CONTACT' ELSE 'VISIT' END, from_on, to_on,
    CASE WHEN lucky AND day < %(today)s::date THEN 'DONE' WHEN NOT %(is_over)s THEN 'OPEN' ELSE 'MISSED' END,
    CASE WHEN lucky AND day < %(today)s::date THEN visit_id END,
    CASE WHEN lucky AND day < %(today)s::date THEN day END,
    CASE WHEN NOT lucky AND %(is_over)s AND luck %% 3 > 0 THEN (%(explained)s::text[])[1 + hash %% %(explained_count)s]
        ELSE '' END,
    CASE WHEN NOT lucky AND %(is_over)s AND luck %% 3 > 0 THEN (%(next)s::date + 2)::timestamptz END
FROM told
"""
)


def live_through(*, code: int, seed: int, since: dt.date, now: dt.datetime) -> str:
    """Write the visits and duties of each month since then; the present one as far as it has gone.

    Returns:
        What was written, in a line.
    """
    today = day_of(now)
    months = _months(since, today)
    written = [_live(code, seed, month, following, today) for month, following in months]
    visits, duties = (sum(counted) for counted in zip(*written, strict=True))
    return f"{len(months)} months, {duties} duties, {visits} visits"


def next_before() -> dt.date | None:
    """The latest month before those that stand in which pairs were there already; None where no month is missing."""
    first = DutyMonth.objects.order_by("month").values_list("month", flat=True).first()
    began = Liaison.objects.aggregate(began=Min("from_on"))["began"]
    if first is None or began is None or first <= began:
        return None
    return (first - dt.timedelta(days=1)).replace(day=1)


def look_back(*, code: int, seed: int, now: dt.datetime) -> dt.date | None:
    """Write the latest month that is missing.

    Returns:
        Which it was; None where none is.
    """
    month = next_before()
    if month is not None:
        _live(code, seed, month, _following(month), day_of(now))
    return month


def _live(code: int, seed: int, month: dt.date, following: dt.date, today: dt.date) -> tuple[int, int]:
    """One month: how many visits, how many duties."""
    given = _given(code, seed, month, following, today)
    with joined_whole(), connection.cursor() as cursor:
        cursor.execute(VISITS, given)
        visits = cursor.rowcount
        cursor.execute(DUTIES, given)
        duties = cursor.rowcount
    DutyMonth.objects.create(
        month=month,
        opened_at=_instant(month),
        ended_at=_instant(following) if following <= today else None,
    )
    return visits, duties


def _given(code: int, seed: int, month: dt.date, following: dt.date, today: dt.date) -> dict[str, Any]:
    lists: dict[str, Sequence[str]] = {
        "folks": FOLKS,
        "shop": AT_THE_SHOP,
        "called": CALLED,
        "visited": VISITED,
        "explained": EXPLAINED,
    }
    given: dict[str, Any] = {
        "tenant": required_tenant(),
        "month": month.isoformat(),
        "next": following.isoformat(),
        "today": today.isoformat(),
        "is_over": following <= today,
        "seed": f"{code}{seed}",
        "kept": KEPT,
        "part_days": rule_on(month).part_days,
    }
    for name, words in lists.items():
        given[name] = list(words)
        given[f"{name}_count"] = len(words)
    return given


def _months(since: dt.date, today: dt.date) -> list[tuple[dt.date, dt.date]]:
    """First days of each month with the first day of the next."""
    found = []
    month = since
    while month <= today:
        found.append((month, _following(month)))
        month = _following(month)
    return found


def _following(month: dt.date) -> dt.date:
    return dt.date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _instant(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(0, 5), SHANGHAI)
