"""A year's intake ledger of 20,000 cases: as rows, as a sheet, as paper; the limit of each is reading the same rows bare
and, for sheet and paper, writing the same cells without asking anything of the house."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter
from django.db import connection, connections

from core.permissions.actor import Actor
from core.printing.ledger import Ledger, render_ledger
from core.printing.typesetting import Imprint
from core.tabular.cells import shown
from core.tabular.writing import Watermark, write_workbook
from core.tenancy.context import in_tenant
from disputes.counting import Month
from disputes.exports import LEDGERS
from disputes.ledger_rows import ledger_cases, rows_of
from script.house.measure import bare_statements, counted_queries, peak_memory_mb, seconds
from tests.bench.disputes.ground import NOW, fill

CODE, CASES = 140201, 20_000
KIND = LEDGERS["intake"]
BARE = bare_statements(Path(__file__).parent / "bare.sql")
Row = dict[str, Any]


def bare_rows() -> list[tuple[Any, ...]]:
    given: dict[str, Any] = {"tenant": CODE, "low": str(CODE), "high": f"{CODE}~"}
    with in_tenant(CODE), connection.cursor() as cursor:
        cursor.execute(BARE["parties"], given)
        cursor.fetchall()
        cursor.execute(BARE["cases"], given)
        return cursor.fetchall()


def rows() -> list[dict[str, Any]]:
    with in_tenant(CODE):
        cases = ledger_cases(KIND, [str(CODE)], Month(2025, 11).since, Month(2026, 12).until)
        return list(rows_of(cases))


def run(scale: float) -> Iterator[Row]:
    """Three rows: reading, the sheet, the paper."""
    count = int(CASES * scale)
    fill(CODE, count, 0, also=("parties", "spread"), open_cases=count // 10)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
    bare_rows()
    limit = seconds(bare_rows)
    made: list[dict[str, Any]] = []
    with counted_queries(connection) as queries:
        took = seconds(lambda: made.extend(rows()))
    assert len(made) == count, (len(made), count)
    yield {
        "name": "ledger rows",
        "n": count,
        "seconds": took,
        "limit_seconds": limit,
        "queries": len(queries),
    }
    mark = Watermark("测试", NOW)
    limit = seconds(lambda: plain_sheet(made))
    took = seconds(lambda: write_workbook(KIND.sheet, made, mark, io.BytesIO()))
    yield {
        "name": "ledger sheet",
        "n": count,
        "seconds": took,
        "limit_seconds": limit,
        "memory_mb": peak_memory_mb(),
    }
    cells = [
        [shown(column, column.read(row), unmasked=True) for column in KIND.sheet.columns] for row in made
    ]
    ledger = Ledger(title="受理登记台账", columns=KIND.sheet.columns, unit="测试县", landscape=True)
    imprint = Imprint(printed_at=NOW, printed_by=Actor.system(CODE).name)
    pages: list[bytes] = []
    took = seconds(lambda: pages.append(render_ledger(ledger, cells, imprint)))
    yield {
        "name": "ledger paper",
        "n": count,
        "seconds": took,
        "memory_mb": peak_memory_mb(),
        "megabytes": round(len(pages[0]) / 1e6, 1),
    }


def plain_sheet(made: list[dict[str, Any]]) -> None:
    """The same cells by the sheet's library alone."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        page = book.add_worksheet()
        for line, row in enumerate(made):
            for position, column in enumerate(KIND.sheet.columns):
                page.write_string(line, position, str(column.read(row) or ""))
