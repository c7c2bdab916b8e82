"""A promise that cannot be acted on is told to the county's system administrator, once, and to nobody else."""

from typing import Any

from core.audit.relay import relay
from core.deadlines.actions.sweep import Swept, sweep
from core.notifications.models import Notice
from core.tenancy.context import in_tenant
from tests.cast import KANGBAO, ZHANGBEI
from tests.deadlines.test_sweep import TOMORROW, promises
from tests.house import furnish
from tests.probe.models import ProbeDeadline


def test_the_system_administrator_is_told_once(db: None, settings: Any, tmp_path: Any) -> None:
    settings.VAR_DIR = tmp_path
    house = furnish()
    promises(KANGBAO, 3, poisoned=1)
    for _ in range(2):
        swept = sweep(tenant=KANGBAO, model=ProbeDeadline, now=TOMORROW)
        relay(KANGBAO, at=TOMORROW)
    assert swept == Swept()
    with in_tenant(KANGBAO):
        told = Notice.objects.get(code="deadlines.stuck")
        assert told.recipient_id == house.users["system_administrator"].pk
        assert told.title == "期限自动处置失败：纠纷0"
        assert "a poisoned case" in told.body
    with in_tenant(ZHANGBEI):
        assert not Notice.objects.filter(code="deadlines.stuck").exists()
