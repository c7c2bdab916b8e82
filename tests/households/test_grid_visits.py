"""A leader's monthly visit to a grid: written down by the leader, once, and the month's duty is done."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from core.permissions.verdict import Refused
from core.tenancy.context import in_tenant
from core.tenancy.ids import uuid7
from households.actions.correct_visit import correct_visit
from households.actions.open_month import open_month
from households.actions.record_grid_visit import record_grid_visit
from households.choices import DutyState
from households.models import Duty, GridLead, Visit
from households.visiting import VisitEntry, VisitKeyTaken
from tests.accounts.people import browser_of
from tests.cast import KANGBAO
from tests.households.stage import SINCE, Stage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("years")]


def led(stage: Stage, since: dt.date = SINCE) -> GridLead:
    lead: GridLead = GridLead.objects.create(
        staff=stage.staff["political"], unit=stage.office, path=stage.ground.grid.path, from_on=since
    )
    open_month(actor=stage.system, at=stage.at)
    return lead


def entry(stage: Stage, **values: Any) -> VisitEntry:
    given: dict[str, Any] = {
        "way": "IN_PERSON",
        "met": "网格员、村干部",
        "said": "巡防到位",
        "visited_at": stage.at,
    }
    return VisitEntry(**(given | values))


def kept(stage: Stage, who: str = "political", **values: Any) -> Visit:
    given: dict[str, Any] = {"path": stage.ground.grid.path, "entry": entry(stage), "key": uuid7()} | values
    return record_grid_visit(actor=stage.actors[who], at=stage.at, **given)


def test_the_visit_does_the_months_duty_and_the_same_again_writes_nothing(stage: Stage) -> None:
    led(stage)
    key = uuid7()
    first = kept(stage, key=key)
    duty = Duty.objects.get(lead__isnull=False)
    assert (duty.state, duty.visit_id) == (DutyState.DONE, first.pk)
    assert kept(stage, key=key).pk == first.pk
    assert Visit.objects.count() == 1
    with pytest.raises(VisitKeyTaken):
        kept(stage, key=key, entry=entry(stage, said="另有所见"))


def test_nobody_writes_for_the_leader_and_no_grid_of_others_counts(stage: Stage) -> None:
    led(stage)
    for who, values, words in (
        ("clerk", {}, "本人记录"),
        ("leader", {}, "没有包这个网格"),
        ("political", {"path": stage.ground.other_town.path}, "没有包这个网格"),
        ("political", {"entry": entry(stage, said=" ")}, "所见所谈"),
        ("political", {"entry": entry(stage, met="")}, "见到了谁"),
        ("political", {"entry": entry(stage, visited_at=stage.at + dt.timedelta(hours=1))}, "晚于现在"),
    ):
        with pytest.raises(Refused, match=words):
            kept(stage, who, **values)
    assert not Visit.objects.exists()


def test_a_day_before_the_lead_is_no_visit_and_a_correction_cannot_move_there(stage: Stage) -> None:
    lead = led(stage, since=stage.at.date())
    before = stage.at - dt.timedelta(days=1)
    with pytest.raises(Refused, match="没有包这个网格"):
        kept(stage, entry=entry(stage, visited_at=before))
    visit = kept(stage)
    given: dict[str, Any] = {
        "visit": visit,
        "actor": stage.actors["political"],
        "at": stage.at,
        "reason": "记错了日子",
    }
    with pytest.raises(Refused, match="没有包这个网格"):
        correct_visit(entry=entry(stage, visited_at=before), **given)
    correct_visit(entry=entry(stage, said="巡防到位，路灯坏了两盏"), **given)
    assert Duty.objects.get(lead=lead).state == DutyState.DONE


def test_the_page_offers_the_leaders_own_grids_and_a_correction_of_the_visit(counties: None) -> None:
    with in_tenant(KANGBAO):
        stage = Stage(timezone.now())
        led(stage)
        browser, other = browser_of(stage.staff["political"]), browser_of(stage.staff["leader"])
    address = reverse("record_grid_visit")
    assert "永兴社区 › 第一网格" in browser.get(f"{address}?path={stage.ground.grid.path}").content.decode()
    assert "您没有包片的网格" in other.get(address).content.decode()
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    sent = {"path": stage.ground.grid.path, "met": "网格员", "visited_at": now, "key": str(uuid7())}
    answer = browser.post(address, sent | {"said": ""})
    assert answer.status_code == 422
    assert "请写一句所见所谈" in answer.content.decode()
    assert browser.post(address, sent | {"path": f"{KANGBAO}999", "said": "看了"}).status_code == 422
    assert browser.post(address, sent | {"said": "巡防到位"}).status_code == 302
    with in_tenant(KANGBAO):
        visit = Visit.objects.get()
    assert "巡防到位" in browser.get(reverse("visit", args=[visit.pk])).content.decode()
    assert browser.get(reverse("correct_visit", args=[visit.pk])).status_code == 200
    assert "已完成" in browser.get(reverse("lead_grids")).content.decode()


def test_a_grid_led_for_too_few_days_stands_on_the_page_and_owes_nothing(counties: None) -> None:
    with in_tenant(KANGBAO):
        stage = Stage(timezone.now())
        GridLead.objects.create(
            staff=stage.staff["political"],
            unit=stage.office,
            path=stage.ground.grid.path,
            from_on=timezone.localdate(),
        )
        browser = browser_of(stage.staff["political"])
    text = browser.get(reverse("lead_grids")).content.decode()
    assert "永兴社区 › 第一网格" in text
    assert "本月没有走访任务" in text
    assert "记走访" in text
