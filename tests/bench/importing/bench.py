"""40,259 households from a workbook, dry run and import, on a county that has none; the limit is reading the same file
and laying the rows that came of it (doors, people, words) into the same tables by COPY."""

import datetime as dt
import io
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import python_calamine
from django.db import connection, connections

from accounts.choices import Role
from core.permissions.abilities import abilities_of
from core.permissions.actor import ActingPost, Actor
from core.tabular.actions.confirm_import import confirm_import
from core.tabular.actions.run_import import run_import
from core.tabular.actions.upload_import import upload_import
from core.tabular.models import ImportJob
from core.tabular.registry import find_kind
from core.tabular.running import check_now
from core.tenancy.context import in_tenant
from core.tenancy.ids import uuid7
from core.tenancy.models import Tenant
from grids.models import Area
from households.models import Door, DoorToken, Member
from script.house.measure import bare_statements, counted_queries, peak_memory_mb, seconds
from tests.households.planting import HEADINGS, KEYS, Place, ledger, workbook

CODE, BARE_CODE, HOUSEHOLDS = 140901, 140902, 40_259
NOW = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)
TABLES = (Door, Member, DoorToken)
LEFT_OUT = {"name", "relation", "cadre"}
FIELDS = [(key, heading) for key, heading in zip(KEYS, HEADINGS, strict=True) if key not in LEFT_OUT]
BARE = bare_statements(Path(__file__).parent / "bare.sql")
Row = dict[str, Any]


def found(code: int) -> list[Place]:
    """A county of 15 townships, 20 villages in each and four grids in each of these."""
    Tenant.objects.get_or_create(code=code, defaults={"name": str(code), "full_name": str(code)})
    with in_tenant(code):
        places, areas = [], [Area(path=str(code), level=1, name=str(code), code=f"{code}000000")]
        for town in range(1, 16):
            areas.append(Area(path=f"{code}{town:03d}", level=2, name=f"{town}镇", parent=areas[0]))
            above = areas[-1]
            for village in range(1, 21):
                areas.append(
                    Area(path=f"{above.path}{village:03d}", level=3, name=f"{village}村", parent=above)
                )
                here = areas[-1]
                for grid, name in enumerate(("第一网格", "第二网格", "第三网格", "第四网格"), 1):
                    areas.append(
                        Area(
                            path=f"{here.path}{grid:03d}", level=4, name=name, parent=here, kind="RESIDENTIAL"
                        )
                    )
                    places.append((above.name, here.name, name))
        for area in areas:
            area.valid_from = dt.date(2020, 1, 1)
        for level in range(1, 5):
            Area.objects.bulk_create([area for area in areas if area.level == level])
    return places


def centre() -> Actor:
    post = ActingPost(
        uuid7(), Role.COUNTY_CENTRE, "县综治中心", str(CODE), None, abilities_of(Role.COUNTY_CENTRE)
    )
    return Actor(CODE, uuid7(), uuid7(), "测试员", (post,))


def run(scale: float) -> Iterator[Row]:
    """Three rows: the dry run, the import with it, the same rows once more in another file."""
    places, count = found(CODE), int(HOUSEHOLDS * scale)
    rows = [row for row in ledger(count * 2, places) if row["relation"] == "户主"]
    files = [
        workbook(rows, keys=[key for key, _ in FIELDS], headings=[name for _, name in FIELDS], saved=saved)
        for saved in ("", "again")
    ]
    del rows
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
    for name, content in zip(("import", "import again"), files, strict=True):
        job = uploaded(content)
        check = seconds(partial(check_now, tenant=CODE, job_id=job.pk))
        with counted_queries(connection) as queries:
            took = seconds(partial(carry_out, job))
        with in_tenant(CODE):
            assert Door.objects.count() == count
        measured: Row = {
            "name": name, "n": count, "seconds": took, "queries": len(queries), "memory_mb": peak_memory_mb()
        }  # fmt: skip
        if name == "import":
            yield {"name": "import check", "n": count, "seconds": check}
            measured["limit_seconds"] = bare(content)
        yield measured


def uploaded(content: bytes) -> ImportJob:
    kind = find_kind("households.doors")
    assert kind is not None
    with in_tenant(CODE):
        return upload_import(kind=kind, filename="户表.xlsx", content=content, actor=centre(), at=NOW)


def carry_out(job: ImportJob) -> None:
    kind = find_kind("households.doors")
    assert kind is not None
    with in_tenant(CODE):
        job = ImportJob.objects.get(pk=job.pk)
        assert confirm_import(job=job, kind=kind, actor=centre(), at=NOW), job.standing
    with in_tenant(CODE):
        run_import(job_id=job.pk, at=NOW)


def bare(content: bytes) -> float:
    """Seconds for reading the file, and for COPY of the same rows into another county."""
    found(BARE_CODE)
    laid = {model: copied(model) for model in TABLES}

    def work() -> None:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            book.get_sheet_by_index(0).to_python()
        with connections["owner"].cursor() as cursor:
            for model, text in laid.items():
                cursor.copy_expert(stated("laid", model), io.StringIO(text))

    return seconds(work)


def stated(name: str, model: Any) -> str:
    """A statement of bare.sql for the table of a model."""
    columns = [str(field.column) for field in model._meta.concrete_fields if not field.generated]
    others = {"tenant_id": f"{BARE_CODE}", "path": f"replace(path, '{CODE}', '{BARE_CODE}')"}
    return BARE[name].format(
        table=model._meta.db_table,
        columns=", ".join(columns),
        of_another=", ".join(others.get(column, column) for column in columns),
        county=CODE,
    )


def copied(model: Any) -> str:
    """The rows as COPY writes them, said to be the other county's."""
    out = io.StringIO()
    with connections["owner"].cursor() as cursor:
        cursor.copy_expert(stated("taken", model), out)
    return out.getvalue()
