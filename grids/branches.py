"""The tree as it is drawn: branches with what lies below each, counted over one path range a branch.

By hand rather than by the ORM: it is asked for at every step into the tree, and both counts come from one walk.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from core.paths.ranges import PAST_THE_END
from core.permissions.actor import Actor
from core.tenancy.context import required_tenant
from grids.choices import Level
from grids.models import Area

_COUNTED = """
SELECT c.id, c.path, c.level, c.name, c.code, n.below - 1, n.grids
  FROM grids_area c
 CROSS JOIN LATERAL (
       SELECT count(*) AS below, count(*) FILTER (WHERE a.level = %(grid)s) AS grids FROM grids_area a
        WHERE a.tenant_id = %(tenant)s AND a.path >= c.path AND a.path < c.path || %(end)s AND a.valid_to IS NULL) n
 WHERE c.tenant_id = %(tenant)s AND c.valid_to IS NULL AND {which}
 ORDER BY c.path
"""
_CHILDREN = _COUNTED.format(which="c.parent_id = %(parent)s")
_TOPS = _COUNTED.format(which="c.path = ANY(%(paths)s)")


@dataclass(frozen=True, slots=True)
class Branch:
    """An area in the tree. `below_count` counts all areas in force below it, `grid_count` the grids of its subtree."""

    pk: UUID
    path: str
    level: int
    name: str
    code: str
    below_count: int
    grid_count: int


def children_of(area: Area | Branch) -> list[Branch]:
    """Children in force, in tree order."""
    return _branches(_CHILDREN, parent=area.pk)


def tops_of(actor: Actor) -> list[Branch]:
    """Where the actor's tree begins: the areas of the outermost posts."""
    return _branches(_TOPS, paths=list(actor.paths_for("grids.view")))


def _branches(statement: str, **values: Any) -> list[Branch]:
    fixed: dict[str, Any] = {"tenant": required_tenant(), "grid": int(Level.GRID), "end": PAST_THE_END}
    with connection.cursor() as cursor:
        cursor.execute(statement, {**fixed, **values})
        return [Branch(*row) for row in cursor.fetchall()]
