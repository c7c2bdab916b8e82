"""An import whose worker is killed leaves nothing, and is imported once by whoever comes next. Real processes."""

import time
from functools import partial

import pytest

from tests.drills.sweep_house import SweepHouse

pytestmark = pytest.mark.drill

ROWS = 150
PREPARE = f"""
from uuid import UUID
from django.utils import timezone
from core.permissions.actor import ActingPost, Actor
from core.tabular.actions.confirm_import import confirm_import
from core.tabular.actions.upload_import import upload_import
from core.tabular.models import ImportJob
from core.tabular.registry import find_kind
from core.tabular.running import check_now
from core.tenancy.context import in_tenant
post = ActingPost(UUID(int=3), "R", "岗", "130723", None, frozenset({{"probe.import"}}))
actor = Actor(130723, UUID(int=1), UUID(int=2), "赵敏", (post,))
kind = find_kind("probe.slow_people")
text = "姓名,手机\\n" + "".join(f"王{{n}},138{{n:08d}}\\n" for n in range({ROWS}))
with in_tenant(130723):
    job = upload_import(kind=kind, filename="a.csv", content=text.encode(), actor=actor, at=timezone.now())
    check_now(tenant=130723, job_id=job.pk)
    job = ImportJob.objects.get(pk=job.pk)
    assert confirm_import(job=job, kind=kind, actor=actor, at=timezone.now()), job.standing
"""
ASK = (
    "from core.tabular.tasks import import_upload; from core.tabular.models import ImportJob; "
    "from core.tenancy.context import in_tenant\n"
    "with in_tenant(130723): pk = str(ImportJob.objects.get().pk)\n"
    "import_upload.delay(tenant=130723, job_id=pk)"
)


def people(house: SweepHouse) -> int:
    return house.number("SELECT count(*) FROM crypto_probe_probeperson")


def state(house: SweepHouse) -> str:
    return str(house.execute("SELECT state FROM tabular_importjob")[0][0])


def is_writing(house: SweepHouse) -> bool:
    """Somebody holds the job's row: the run has begun and has not ended."""
    free = "SELECT count(*) FROM (SELECT FROM tabular_importjob FOR UPDATE SKIP LOCKED) AS job"
    return house.number(free) == 0


def is_done(house: SweepHouse) -> bool:
    return state(house) == "DONE"


def test_a_killed_import_leaves_nothing_and_is_done_once_by_the_next(house: SweepHouse) -> None:
    house.manage("shell", "-c", PREPARE)
    assert state(house) == "CONFIRMED"
    for _ in range(2):
        worker = house.worker(FENGGE_PROBE_PAUSE="0.1")
        house.manage("shell", "-c", ASK)
        house.wait_for("the import to be in the middle", partial(is_writing, house))
        time.sleep(1)  # some rows further
        house.kill(worker)
        assert people(house) == 0
        assert state(house) == "CONFIRMED"
        house.flush_valkey()
    for _ in range(2):
        house.worker()
        house.manage("shell", "-c", ASK)
    house.wait_for("the import to be done", partial(is_done, house))
    house.stop_all()
    assert people(house) == ROWS
    assert house.number("SELECT count(*) FROM audit_record WHERE code = 'tabular.sheet_imported'") == 1
