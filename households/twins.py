"""Entries of the county's register that may be one person: the same ID number, or the same name, sex and birth.

One statement whatever the county holds: which numbers and names stand there twice, who bears them, and of these pairs
those of the ground of which nobody has said anything yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.utils.translation import gettext as _

from accounts.places import place_names
from core.crypto.masks import mask_name
from core.paths.ranges import subtree
from core.permissions.actor import Actor
from core.tenancy.context import required_tenant
from households.models import Member
from households.policies import REGISTER

PER_PAGE: Final = 20
BY_NUMBER, BY_NAME = "NUMBER", "NAME"

_PAIRS: Final = """
WITH numbers AS MATERIALIZED (
    SELECT id_number_index AS number FROM households_member
    WHERE tenant_id = %(tenant)s
    GROUP BY id_number_index HAVING count(*) > 1 AND id_number_index <> ''
), named AS MATERIALIZED (
    SELECT name, born_on, sex FROM households_member
    WHERE tenant_id = %(tenant)s AND to_on IS NULL AND born_on IS NOT NULL
    GROUP BY name, born_on, sex HAVING count(*) > 1
), present AS MATERIALIZED (
    SELECT m.id, m.door_id, m.name, m.sex, m.born_on, m.id_number_index AS number
    FROM households_member m JOIN numbers ON numbers.number = m.id_number_index
    WHERE m.tenant_id = %(tenant)s AND m.to_on IS NULL
    UNION
    SELECT m.id, m.door_id, m.name, m.sex, m.born_on, m.id_number_index
    FROM households_member m
    JOIN named ON named.name = m.name AND named.born_on = m.born_on AND named.sex = m.sex
    WHERE m.tenant_id = %(tenant)s AND m.to_on IS NULL
), pairs AS (
    SELECT a.id AS first, b.id AS second, 'NUMBER' AS likeness
    FROM present a
    JOIN present b ON b.number = a.number AND a.id < b.id AND a.door_id <> b.door_id
    WHERE a.number <> ''
    UNION ALL
    SELECT a.id, b.id, 'NAME'
    FROM present a
    JOIN present b ON b.name = a.name AND b.born_on = a.born_on AND b.sex = a.sex
        AND a.id < b.id AND a.door_id <> b.door_id
    WHERE a.number = '' OR b.number = ''
)
SELECT pairs.first, pairs.second, pairs.likeness
FROM pairs
JOIN households_member m ON m.tenant_id = %(tenant)s AND m.id = pairs.first
JOIN households_member n ON n.tenant_id = %(tenant)s AND n.id = pairs.second
JOIN households_door d ON d.tenant_id = %(tenant)s AND d.id = m.door_id AND d.closed_on IS NULL
JOIN households_door e ON e.tenant_id = %(tenant)s AND e.id = n.door_id AND e.closed_on IS NULL
WHERE EXISTS (
        SELECT 1 FROM unnest(%(lows)s::text[], %(highs)s::text[]) AS ground (low, high)
        WHERE d.path >= ground.low COLLATE "C" AND d.path < ground.high COLLATE "C"
            OR e.path >= ground.low COLLATE "C" AND e.path < ground.high COLLATE "C"
    )
    AND NOT EXISTS (
        SELECT 1 FROM households_twinverdict t
        WHERE t.tenant_id = %(tenant)s AND t.first_id = pairs.first AND t.second_id = pairs.second
    )
ORDER BY pairs.likeness DESC, pairs.first, pairs.second
LIMIT %(limit)s OFFSET %(offset)s
"""


@dataclass(frozen=True, slots=True)
class Side:
    """One entry: its household in full where the actor keeps it, masked where not."""

    member: Member
    place: str
    is_kept: bool
    head: str


@dataclass(frozen=True, slots=True)
class Twins:
    """Two entries proposed as one person, and why."""

    sides: tuple[Side, Side]
    why: str
    is_sure: bool


def proposed(actor: Actor, *, page: int) -> tuple[list[Twins], bool]:
    """A page of pairs of which at least one entry stands on the ground that the actor keeps.

    Returns:
        The pairs, the surest first, and whether there are more.
    """
    paths = actor.paths_for(REGISTER)
    bounds = [subtree(path) for path in paths]
    given: dict[str, Any] = {
        "tenant": required_tenant(),
        "lows": [low for low, _high in bounds],
        "highs": [high for _low, high in bounds],
        "limit": PER_PAGE + 1,
        "offset": (page - 1) * PER_PAGE,
    }
    with connection.cursor() as cursor:
        # Grouping a million names in the ordinary four megabytes spills to disk; for this statement's transaction only.
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute(_PAIRS, given)
        found = cursor.fetchall()
    return _as_twins(found[:PER_PAGE], paths), len(found) > PER_PAGE


def _as_twins(found: Sequence[tuple[Any, Any, str]], paths: Sequence[str]) -> list[Twins]:
    ids = {one for first, second, _likeness in found for one in (first, second)}
    people = Member.objects.select_related("door").in_bulk(list(ids))
    places = place_names({one.door.path for one in people.values()})
    reasons = {BY_NUMBER: _("身份证号相同"), BY_NAME: _("姓名、性别和出生日期相同")}
    return [
        Twins(
            (_side(people[first], places, paths), _side(people[second], places, paths)),
            reasons[likeness],
            likeness == BY_NUMBER,
        )
        for first, second, likeness in found
    ]


def _side(member: Member, places: dict[str, str], paths: Sequence[str]) -> Side:
    is_kept = any(member.door.path.startswith(path) for path in paths)
    head = member.door.name if is_kept else mask_name(member.door.name)
    return Side(member, places.get(member.door.path, ""), is_kept, head)
