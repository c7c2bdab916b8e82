"""Very many rows at once, in a session that has seen the tables nearly empty, are checked by their keys."""

import datetime as dt
from uuid import UUID

import pytest
from django.db import connection

from core.crypto.masks import mask_phone
from core.crypto.sealing import Sealed
from core.tenancy.inserting import insert_each
from households.models import Door, DoorToken

DAY = dt.date(2026, 11, 2)
# Of so few the planner takes every index that begins with the county for as good as the key.
FEW = 400
MANY = 3_000
# What the session itself has read by index; a check by the wrong one reads the whole county for each row.
READ = """
SELECT coalesce(sum(pg_stat_get_xact_tuples_fetched(indexrelid)), 0)
FROM pg_index WHERE indrelid = 'households_door'::regclass
"""


def doors(first: int, count: int) -> list[UUID]:
    numbers = range(first, first + count)
    return insert_each(
        Door,
        each={"name": [f"户{n}" for n in numbers], "service_code": [f"M{n}" for n in numbers]},
        shared={
            "path": "130723001001001",
            "address": "二排3号",
            "opened_on": DAY,
            "phone": Sealed.fresh("", mask_phone),
        },
    )


def checked(first: int, count: int) -> int:
    """Write doors with a word each; how many rows the checks of keys read."""
    found = doors(first, count)
    insert_each(DoorToken, each={"token": [f"词{n}" for n in range(count)], "door_id": found})
    with connection.cursor() as cursor:
        cursor.execute(READ)
        (before,) = cursor.fetchone()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(READ)
        (after,) = cursor.fetchone()
    return int(after - before)


@pytest.mark.django_db
def test_after_a_few_rows_very_many_are_checked_by_their_keys(county: int) -> None:
    checked(0, FEW)
    assert checked(FEW, MANY) <= MANY * 3
