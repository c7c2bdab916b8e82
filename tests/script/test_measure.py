"""What benches measure with."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection, transaction

from script.house import measure
from script.house.bench_one import finished
from script.house.places import ROOT


@pytest.mark.django_db
def test_what_only_opens_and_closes_transactions_is_not_counted() -> None:
    with measure.counted_queries(connection) as queries, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL app.tenant = '130723'")
        cursor.execute("SELECT 1")
        cursor.execute("SELECT 2")
    assert queries.statements == ["SELECT 1", "SELECT 2"]


@pytest.mark.parametrize(("share", "expected"), [(0.5, 50), (0.95, 95), (1.0, 100), (0.001, 1)])
def test_a_percentile_is_one_of_the_values(share: float, expected: float) -> None:
    assert measure.percentile(range(1, 101), share) == expected


def test_bare_statements_are_read_by_name(tmp_path: Path) -> None:
    file = tmp_path / "bare.sql"
    file.write_text(
        "-- what it is\n-- name: list\nSELECT 1\nFROM x;\n\n-- name: insert\nINSERT 1;\n", "utf-8"
    )
    assert measure.bare_statements(file) == {"list": "SELECT 1\nFROM x;", "insert": "INSERT 1;"}


def test_a_row_carries_its_name_first_and_the_ratio_to_its_limit() -> None:
    row = finished("sweep", {"n": 20000, "seconds": 3.0, "limit_seconds": 2.0})
    assert list(row.items()) == [
        ("name", "sweep"),
        ("n", 20000),
        ("seconds", 3.0),
        ("limit_seconds", 2.0),
        ("ratio", 1.5),
    ]


def test_every_bench_has_its_bare_sql_beside_it() -> None:
    for bench in (ROOT / "tests" / "bench").glob("*/bench.py"):
        assert bench.with_name("bare.sql").read_text("utf-8").strip(), bench
