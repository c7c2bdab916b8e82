"""One question to everybody of an area, with its ground and its last day; what was promised to be deleted is gone then."""

import datetime as dt
from typing import Any

import pytest
from django.http import Http404
from django.test import Client

from core.deadlines.actions.sweep import sweep
from core.permissions.verdict import Refused
from core.tenancy.context import in_tenant
from households.access import campaign_for
from households.actions.answer_campaign import Told, answer_campaign
from households.actions.end_campaign import end_campaign
from households.actions.note_answer_followed import note_answer_followed
from households.actions.open_campaign import open_campaign
from households.actions.report_zero import report_zero
from households.campaigns import progress_of, to_follow
from households.choices import Asks, Deletes, QuestionKind
from households.models import Campaign, CampaignAnswer, DoorDeadline, GridZero
from tests.accounts.people import browser_of
from tests.cast import KANGBAO
from tests.households.stage import NOON, TODAY, Stage

pytestmark = pytest.mark.django_db
ENDS = TODAY + dt.timedelta(days=20)


def asked(stage: Stage, **values: Any) -> Campaign:
    given: dict[str, Any] = {
        "title": "冬季取暖安全",
        "question": "取暖炉是否安装了报警器？",
        "kind": QuestionKind.YES_NO,
        "options": [],
        "asks": Asks.DOOR,
        "path": stage.ground.town.path,
        "ground": "安全生产法第七十五条",
        "purpose": "逐户检查取暖安全",
        "opens_on": TODAY,
        "ends_on": ENDS,
        "deletes": Deletes.ALL,
        "actor": stage.actors["centre"],
        "at": NOON,
    }
    return open_campaign(**(given | values))


def told(
    stage: Stage, campaign: Campaign, door: Any, value: str = "是", who: str = "grid_worker", **more: Any
) -> int:
    return answer_campaign(
        campaign=campaign, doors={door.pk: Told(value=value, **more)}, actor=stage.actors[who], at=NOON
    )


def test_every_household_is_asked_and_the_last_word_counts(stage: Stage) -> None:
    campaign = asked(stage)
    first, second = stage.door(), stage.door("李长山", address="永兴社区二排4号")
    stage.shop()
    told(stage, campaign, first)
    told(stage, campaign, first, "否")
    (row,) = progress_of(campaign, [stage.ground.grid])
    assert (row.asked, row.answered, row.missing, dict(row.values)) == (2, 1, 1, {"否": 1})
    told(stage, campaign, second)
    assert progress_of(campaign, [stage.ground.town])[0].rate == "100.0%"


@pytest.mark.parametrize(
    "wrong",
    [
        {"ground": " "},
        {"ends_on": TODAY - dt.timedelta(days=1)},
        {"ends_on": TODAY + dt.timedelta(days=400)},
        {"kind": QuestionKind.CHOICE, "options": ["好"]},
        {"kind": QuestionKind.CHOICE, "options": ["好", "好"]},
        {"options": ["多余"]},
        {"path": "130723ZZZ"},
    ],
)
def test_a_campaign_without_ground_end_or_sound_options_is_refused(stage: Stage, wrong: Any) -> None:
    with pytest.raises(Refused):
        asked(stage, **wrong)
    assert not Campaign.objects.exists()


def test_only_the_county_asks_and_only_the_ground_answers(stage: Stage) -> None:
    with pytest.raises(Refused):
        asked(stage, actor=stage.actors["clerk"])
    campaign = asked(stage)
    door = stage.door()
    with pytest.raises(Refused):
        told(stage, campaign, door, who="far_clerk")
    with pytest.raises(Refused):
        told(stage, campaign, door, "也许")
    with pytest.raises(Refused):
        told(stage, campaign, stage.shop())
    with pytest.raises(Http404):
        campaign_for(stage.actors["far_clerk"], campaign.pk)
    assert not CampaignAnswer.objects.exists()


def test_a_grid_reports_zero_once_and_an_answer_takes_it_back(stage: Stage) -> None:
    campaign = asked(stage, asks=Asks.GRID, kind=QuestionKind.NUMBER, question="独居老人几户？")
    grid, worker = stage.ground.grid.path, stage.actors["grid_worker"]
    for _again in range(2):
        report_zero(campaign=campaign, path=grid, actor=worker, at=NOON)
    assert GridZero.objects.count() == 1
    answer_campaign(campaign=campaign, grid=grid, told=Told("3"), actor=worker, at=NOON)
    assert not GridZero.objects.exists()
    with pytest.raises(Refused):
        report_zero(campaign=campaign, path=grid, actor=worker, at=NOON)
    with pytest.raises(Refused):
        answer_campaign(campaign=campaign, grid=grid, told=Told("三户"), actor=worker, at=NOON)


def test_what_is_to_be_followed_is_promised_and_kept(stage: Stage) -> None:
    campaign, door = asked(stage), stage.door()
    told(stage, campaign, door, "否", note="下周来装", follow_until=TODAY + dt.timedelta(days=7))
    answer = CampaignAnswer.objects.get()
    worker = stage.actors["grid_worker"]
    assert list(to_follow(campaign, worker)) == [answer]
    note_answer_followed(answer=answer, text="已装", actor=worker, at=NOON)
    assert not to_follow(campaign, worker).exists()
    assert DoorDeadline.objects.get(answer=answer).state == "MET"
    with pytest.raises(Refused):
        note_answer_followed(answer=answer, text="又装", actor=worker, at=NOON)


@pytest.mark.parametrize("deletes", [Deletes.ALL, Deletes.NOTES])
def test_on_its_last_day_the_sweep_keeps_the_numbers_and_deletes_the_rest(stage: Stage, deletes: str) -> None:
    campaign, door = asked(stage, deletes=deletes), stage.door()
    told(stage, campaign, door, "否", note="独居", follow_until=TODAY + dt.timedelta(days=3))
    over = NOON + dt.timedelta(days=21)
    for _twice in range(2):
        sweep(tenant=KANGBAO, model=DoorDeadline, now=over)
    campaign.refresh_from_db()
    assert campaign.ended_at is not None
    left = CampaignAnswer.objects.first()
    assert (left is None) == (deletes == Deletes.ALL)
    assert left is None or not left.note
    (row,) = progress_of(campaign, [stage.ground.grid])
    assert (row.asked, row.answered, dict(row.values)) == (1, 1, {"否": 1})
    with pytest.raises(Refused):
        told(stage, campaign, door)
    with pytest.raises(Refused):
        end_campaign(campaign=campaign, actor=stage.actors["centre"], at=over)


def test_the_pages_ask_answer_and_show_how_far_it_is(counties: None) -> None:
    with in_tenant(KANGBAO):
        stage = Stage()
        campaign, door = asked(stage, opens_on=TODAY, ends_on=TODAY + dt.timedelta(days=170)), stage.door()
        browsers: dict[str, Client] = {
            who: browser_of(stage.staff[who]) for who in ("centre", "grid_worker", "far_clerk")
        }
    page = browsers["grid_worker"].get(f"/households/campaigns/{campaign.pk}/doors/")
    assert "王长顺" in page.content.decode()
    sent = browsers["grid_worker"].post(
        f"/households/campaigns/{campaign.pk}/doors/", {f"door-{door.pk}": "是"}
    )
    assert sent.status_code == 302
    empty = browsers["grid_worker"].post(f"/households/campaigns/{campaign.pk}/doors/", {})
    assert empty.status_code == 422
    assert browsers["far_clerk"].get(f"/households/campaigns/{campaign.pk}/").status_code == 404
    shown = browsers["centre"].get(f"/households/campaigns/{campaign.pk}/").content.decode()
    assert "100.0%" in shown
    listed = browsers["centre"].get("/households/campaigns/").content.decode()
    assert "冬季取暖安全" in listed
