"""The mass brake: a sweep about to hand up too many at once stops, is shown on the desk, and goes on with a reason."""

import datetime as dt

import pytest
from django.utils import timezone

from core.permissions.verdict import Refused
from core.tenancy.context import in_tenant
from disputes.actions.pull_brake import pull_brake, release_brake
from disputes.braking import is_released, standing_brake, would_go_up
from disputes.choices import Level
from disputes.models import CaseDeadline
from tests.disputes.scene import Scene, words_of
from tests.disputes.stage import NOON, Stage


def test_what_would_go_up_is_what_is_over_and_can_go_further(stage: Stage) -> None:
    case = stage.registered()
    later = NOON + dt.timedelta(days=10)
    assert [row.case for row in would_go_up(at=later)] == [case]
    assert list(would_go_up(at=NOON)) == []
    case.level = Level.TOWNSHIP
    case.save(update_fields=["level"])
    assert list(would_go_up(at=later)) == [], "a promise of a level it has left leads nowhere"


def test_the_brake_is_released_with_a_reason_by_the_county_alone(stage: Stage) -> None:
    brake = pull_brake(counted=60, open_cases=100, actor=stage.actors["centre"], at=NOON)
    with pytest.raises(Refused, match="请写明处理意见"):
        release_brake(brake=brake, decision=" ", actor=stage.actors["centre"], at=NOON)
    with pytest.raises(Refused, match="由县综治中心"):
        release_brake(brake=brake, decision="可以", actor=stage.actors["clerk"], at=NOON)
    release_brake(brake=brake, decision="长假后集中到期，已核查", actor=stage.actors["centre"], at=NOON)
    assert standing_brake() is None
    assert is_released(at=NOON + dt.timedelta(hours=23))


def test_the_desk_says_so_and_the_page_lets_it_go_on(scene: Scene) -> None:
    case = scene.make("registered")
    now = timezone.now()
    with in_tenant(scene.stage.ground.county.tenant_id):
        CaseDeadline.objects.update(due_at=now - dt.timedelta(days=1), warn_at=None)
        brake = pull_brake(counted=60, open_cases=100, actor=scene.stage.actors["centre"], at=now)
    centre = scene.browser("centre")
    assert "到期自动上交已暂停：60 件" in words_of(centre.get("/").content.decode())
    page = words_of(centre.get("/disputes/brake/").content.decode())
    assert case.title in page
    address = f"/disputes/brake/{brake.pk}/release/"
    assert centre.post(address, {"decision": ""}).status_code == 422
    assert scene.browser("clerk").post(address, {"decision": "可以"}).status_code == 403
    assert scene.neighbour.post(address, {"decision": "可以"}).status_code == 404
    assert "已暂停" not in scene.neighbour.get("/").content.decode()
    assert "已暂停" not in scene.browser("clerk").get("/").content.decode()
    assert centre.post(address, {"decision": "长假后集中到期，已核查"}).status_code == 302
    assert "已暂停" not in centre.get("/").content.decode()
    assert "长假后集中到期，已核查" in centre.get("/disputes/brake/").content.decode()
