"""A county's ledger comes in through a real worker: every planted error at its cell; killed in the middle nothing stays;
repeated nothing doubles. Real processes, at the size of 康保."""

from functools import partial
from pathlib import Path

import pytest

from tests.drills.sweep_house import SweepHouse
from tests.households.planting import ledger, plant, workbook

pytestmark = pytest.mark.drill

ROWS, ERRORS = 40_259, 500
PLACES = [("康保镇", "永兴社区", "第一网格"), ("康保镇", "永兴社区", "第二网格")]
FAR = ("张纪镇", "张纪村", "第一网格")
GROUND = """
from core.tenancy.context import in_tenant
from tests.grids.ground import Ground
with in_tenant(130723): Ground()
"""
UPLOAD = """
from pathlib import Path
from uuid import UUID
from django.utils import timezone
from core.permissions.actor import ActingPost, Actor
from core.tabular.actions.check_import import errors_of
from core.tabular.actions.confirm_import import confirm_import
from core.tabular.actions.upload_import import upload_import
from core.tabular.models import ImportJob
from core.tabular.registry import find_kind
from core.tabular.running import check_now
from core.tenancy.context import in_tenant
can = frozenset({{"households.register", "tabular.import"}})
post = ActingPost(UUID(int=3), "R", "岗", "130723001", None, can)
actor = Actor(130723, UUID(int=1), UUID(int=2), "赵敏", (post,))
kind = find_kind("households.people")
with in_tenant(130723):
    job = upload_import(
        kind=kind, filename="a.xlsx", content=Path("{file}").read_bytes(), actor=actor, at=timezone.now()
    )
check_now(tenant=130723, job_id=job.pk)
with in_tenant(130723):
    job = ImportJob.objects.get(pk=job.pk)
    Path("{file}.errors").write_text("".join(f"{{one.number}} {{one.key}}\\n" for one in errors_of(job)))
    if job.can_confirm:
        assert confirm_import(job=job, kind=kind, actor=actor, at=timezone.now()), job.standing
"""
ASK = (
    "from core.tabular.tasks import import_upload; from core.tabular.models import ImportJob; "
    "from core.tenancy.context import in_tenant\n"
    "with in_tenant(130723): pk = str(ImportJob.objects.get(state='CONFIRMED').pk)\n"
    "import_upload.delay(tenant=130723, job_id=pk)"
)
WRITES = (  # the words come last of a household; what a session runs only itself may read, its locks everybody
    "SELECT count(*) FROM pg_locks JOIN pg_class ON pg_class.oid = pg_locks.relation "
    "WHERE relname = 'households_doortoken' AND mode = 'RowExclusiveLock' AND granted"
)


def upload(house: SweepHouse, file: Path) -> list[str]:
    """Check the file, and confirm it where nothing is wrong; returns what is."""
    house.manage("shell", "-c", UPLOAD.format(file=file))
    return sorted(Path(f"{file}.errors").read_text().splitlines())


def register(house: SweepHouse) -> tuple[int, int, int]:
    doors, people, words = (
        house.number(f"SELECT count(*) FROM households_{table}") for table in ("door", "member", "doortoken")
    )
    return doors, people, words


def is_writing(house: SweepHouse) -> bool:
    return house.number(WRITES) > 0


def is_done(house: SweepHouse, count: int) -> bool:
    return house.number("SELECT count(*) FROM tabular_importjob WHERE state = 'DONE'") == count


def test_a_ledger_with_errors_then_killed_then_repeated(house: SweepHouse, tmp_path: Path) -> None:
    house.manage("shell", "-c", GROUND)
    rows = ledger(ROWS, PLACES)
    file = tmp_path / "wrong.xlsx"
    planted = plant(rows, ERRORS, far=FAR)
    file.write_bytes(workbook(rows))
    assert upload(house, file) == sorted(f"{number} {key}" for number, key in planted)
    assert register(house) == (0, 0, 0)

    file = tmp_path / "right.xlsx"
    file.write_bytes(workbook(ledger(ROWS, PLACES)))
    assert upload(house, file) == []
    worker = house.worker()
    house.manage("shell", "-c", ASK)
    house.wait_for("the import to write", partial(is_writing, house))
    house.kill(worker)
    assert register(house) == (0, 0, 0)
    assert not is_done(house, 1)
    house.flush_valkey()

    house.worker()
    house.manage("shell", "-c", ASK)
    house.wait_for("the import to be done", partial(is_done, house, 1))
    first = register(house)
    assert first[:2] == (-(-ROWS // 2), ROWS)
    file.write_bytes(workbook(ledger(ROWS, PLACES), saved="again"))
    assert upload(house, file) == []
    house.manage("shell", "-c", ASK)
    house.wait_for("the same rows to be taken again", partial(is_done, house, 2))
    house.stop_all()
    assert register(house) == first
    house.manage("verify_audit")
