"""What was recorded about a closed month after it was closed: its later corrections. They change none of its figures.

Nothing is stored for them: a missed duty that has a fitting visit now was visited and recorded late; a duty that is done
by a visit which no longer fits was corrected afterwards.
"""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from core.tenancy.context import require_open, required_tenant
from households.coverage import Scope
from households.fulfilling import FITTING
from households.models import Duty

_LATE = """
SELECT DISTINCT ON (f.id) f.id, (f.visited_at AT TIME ZONE 'Asia/Shanghai')::date, f.recorded_at, true
FROM ({fitting}) AS f
ORDER BY f.id, (f.way <> 'IN_PERSON'), f.visited_at
"""
_GONE = """
SELECT d.id, d.done_on, v.corrected_at, false
FROM households_duty d
JOIN households_visit v ON v.tenant_id = d.tenant_id AND v.id = d.visit_id
LEFT JOIN households_liaison p ON p.tenant_id = d.tenant_id AND p.id = d.liaison_id
LEFT JOIN households_gridlead g ON g.tenant_id = d.tenant_id AND g.id = d.lead_id
WHERE d.tenant_id = %(tenant)s AND d.month = %(month)s AND d.state = 'DONE' {where}
    AND (v.state <> 'KEPT' OR v.found_nobody OR (v.way <> 'IN_PERSON' AND d.owed = 'VISIT')
        OR (v.visited_at AT TIME ZONE 'Asia/Shanghai')::date <> d.done_on)
"""


@dataclass(frozen=True, slots=True)
class Late:
    """`is_visited`: missed, and visited as was recorded later; else done, and taken back later."""

    duty_id: UUID
    on: dt.date
    recorded_at: dt.datetime | None
    is_visited: bool


def later_corrections(month: dt.date, scope: Scope) -> list[Late]:
    """What a closed month would count otherwise today, in two queries."""
    require_open(connection, Duty._meta.db_table)
    where, values = scope.condition()
    values |= {"tenant": required_tenant(), "month": month}
    mine = f"d.tenant_id = %(tenant)s AND d.month = %(month)s AND d.state = 'MISSED'{where}"
    of_pairs, _union, of_leads = FITTING.partition("UNION ALL")
    fitting = of_pairs.format(which=mine) + "UNION ALL" + of_leads.format(which=mine.replace(" p.", " g."))
    taken = where.replace("p.unit_id", "coalesce(p.unit_id, g.unit_id)").replace(
        "p.staff_id", "coalesce(p.staff_id, g.staff_id)"
    )
    with connection.cursor() as cursor:
        cursor.execute(_LATE.format(fitting=fitting), values)
        found = [Late(*row) for row in cursor.fetchall()]
        cursor.execute(_GONE.format(where=taken), values)
        return found + [Late(*row) for row in cursor.fetchall()]
