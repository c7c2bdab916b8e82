from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection

from core.audit.actions.record import Entry, record_many
from core.audit.keyset import cursor_of, parse_cursor
from core.audit.selectors import Filters, search_records
from core.tenancy.context import in_tenant
from tests.audit.acts import NOW, RENAMED, clerk
from tests.cast import KANGBAO, ZHANGBEI


def test_a_cursor_comes_back_as_it_went() -> None:
    cursor = (datetime(2026, 11, 22, 9, 30, 0, 7, tzinfo=UTC), UUID(int=7))
    assert parse_cursor(cursor_of(*cursor)) == cursor


@pytest.mark.parametrize(
    "text", ["", ",", "x", "2026-11-22T09:30:00,x", "2026-13-01T00:00:00Z,x", "2026-11-22,"]
)
def test_what_is_no_cursor_is_none(text: str) -> None:
    assert parse_cursor(text) is None


def test_rows_of_one_instant_are_paged_by_their_ids(county: int) -> None:
    ids = record_many(RENAMED, actor=clerk(), at=NOW, rows=[Entry() for _ in range(7)])
    seen: list[UUID] = []
    cursor = None
    while rows := list(search_records(Filters(), before=cursor)[:3]):
        seen += [row.id for row in rows]
        cursor = (rows[-1].at, rows[-1].id)
    assert seen == sorted(ids, reverse=True)


def test_a_cursor_of_ours_shows_the_neighbour_nothing(counties: None) -> None:
    with in_tenant(KANGBAO):
        record_many(RENAMED, actor=clerk(), at=NOW, rows=[Entry(), Entry()])
    with in_tenant(ZHANGBEI):
        assert not search_records(Filters(), before=(NOW, UUID(int=2**128 - 1))).exists()


def test_a_page_is_found_by_the_index(county: int) -> None:
    record_many(RENAMED, actor=clerk(), at=NOW, rows=[Entry() for _ in range(500)])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
    plan = search_records(Filters(), before=(NOW, UUID(int=7))).explain()
    assert "audit_record_by_time" in plan
    assert "ROW(at, id) <" in plan.split("Index Cond")[1]
