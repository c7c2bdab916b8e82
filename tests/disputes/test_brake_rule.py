"""When the mass brake is pulled is the county's own: from a day on, with a source, and a release keeps its hours."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.audit.models import Record
from core.deadlines.actions.sweep import sweep
from core.permissions.verdict import Refused
from core.tenancy.context import in_tenant
from disputes.actions.change_brake_rule import change_brake_rule
from disputes.actions.pull_brake import pull_brake, release_brake
from disputes.braking import is_released, rule_on, rules_listed
from disputes.choices import State
from disputes.furnishing import furnish_county
from disputes.models import BrakeRule, Case, CaseDeadline, SweepBrake
from tests.cast import KANGBAO
from tests.disputes.scene import Scene, words_of
from tests.disputes.stage import NOON, Stage

TODAY = NOON.date()
DAY = dt.timedelta(days=1)
LATE = NOON + 5 * DAY  # every acceptance is overdue
PAPER = "康政法〔2026〕12号"


def change(stage: Stage, who: str = "centre", **given: Any) -> BrakeRule:
    values: dict[str, Any] = {
        "fewest": 5,
        "share": 10,
        "released_hours": 2,
        "valid_from": TODAY,
        "source": PAPER,
    }
    return change_brake_rule(actor=stage.actors[who], at=NOON, **(values | given))


def numbers(rule: BrakeRule) -> tuple[int, int, int]:
    return rule.fewest, rule.share, rule.released_hours


def swept(at: dt.datetime) -> int:
    """How many cases stand above the village after a sweep."""
    sweep(tenant=KANGBAO, model=CaseDeadline, now=at)
    return Case.objects.filter(state=State.HANDED_UP).count()


def test_a_county_begins_with_a_rule_and_is_given_it_once(stage: Stage) -> None:
    rule = BrakeRule.objects.get()
    assert numbers(rule) == (50, 20, 24)
    assert rule.source == "产品默认值，县里可改"
    furnish_county(actor=stage.actors["centre"], at=NOON, on=TODAY)
    assert BrakeRule.objects.get() == rule


def test_both_measures_have_to_be_exceeded() -> None:
    rule = BrakeRule(tenant_id=KANGBAO, fewest=50, share=20)
    assert rule.is_exceeded(51, 254)
    assert not rule.is_exceeded(50, 50), "a small county is not asked"
    assert not rule.is_exceeded(51, 255), "just a fifth"


@pytest.mark.parametrize(("from_on", "up"), [(LATE.date(), 0), (LATE.date() + DAY, 6)])
def test_a_changed_rule_stops_the_sweep_from_its_day_on(stage: Stage, from_on: dt.date, up: int) -> None:
    for _number in range(6):
        stage.registered()
    change(stage, valid_from=from_on)
    assert swept(LATE) == up
    assert SweepBrake.objects.count() == (0 if up else 1)


def test_without_a_change_as_many_go_up_unasked(stage: Stage) -> None:
    for _number in range(6):
        stage.registered()
    assert swept(LATE) == 6


def test_the_share_counts_as_much_as_the_number(stage: Stage) -> None:
    for _number in range(6):
        stage.registered()
    for _number in range(6):
        stage.registered(at=LATE)
    change(stage, share=50)
    assert swept(LATE) == 6, "six of twelve are not more than half"


def test_a_release_lasts_as_long_as_the_rule_of_its_day_says(stage: Stage) -> None:
    change(stage)
    for _number in range(6):
        stage.registered()
    assert swept(LATE) == 0
    centre = stage.actors["centre"]
    brake = release_brake(brake=SweepBrake.objects.get(), decision="已核查", actor=centre, at=LATE)
    change(stage, released_hours=100, valid_from=LATE.date() + DAY)
    assert brake.released_until == LATE + dt.timedelta(hours=2)
    assert is_released(at=LATE + dt.timedelta(minutes=119))
    assert not is_released(at=LATE + dt.timedelta(hours=2))
    assert swept(LATE + dt.timedelta(minutes=11)) == 6
    for _number in range(6):
        stage.registered()
    assert swept(LATE + dt.timedelta(hours=3)) == 6, "the release is over: it stops again"
    assert SweepBrake.objects.filter(released_at=None).count() == 1


def test_the_rules_follow_one_another_without_a_gap(stage: Stage) -> None:
    change(stage, valid_from=TODAY + 7 * DAY)
    assert [rule_on(TODAY + n * DAY).fewest for n in (0, 6, 7, 8)] == [50, 50, 5, 5]
    rule, rules = rules_listed(TODAY)
    assert (rule.fewest, [one.fewest for one in rules]) == (50, [5, 50])
    written = Record.objects.get(code="disputes.brake_rule_changed")
    assert written.before == {"fewest": 50, "share": 20, "released_hours": 24}
    assert written.after["source"] == PAPER


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"fewest": 0}, "件数须为 1 至 9999"),
        ({"share": 100}, "比例须为 1 至 99"),
        ({"released_hours": 169}, "放行时长须为 1 至 168 小时"),
        ({"source": " "}, "请写明依据"),
        ({"valid_from": TODAY - DAY}, "启用日最早为 2026-11-20"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_with_its_reason(
    stage: Stage, given: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        change(stage, **given)
    assert BrakeRule.objects.count() == 1


def test_a_second_change_has_to_come_after_the_first(stage: Stage) -> None:
    change(stage, valid_from=TODAY + 7 * DAY)
    with pytest.raises(Refused, match="启用日最早为 2026-11-28"):
        change(stage, valid_from=TODAY + 7 * DAY)


def test_only_the_county_sets_the_rule(stage: Stage) -> None:
    for who in ("clerk", "mediator", "leader", "far_clerk"):
        with pytest.raises(Refused, match="由县综治中心维护"):
            change(stage, who)


@pytest.mark.parametrize(
    "wrong",
    [
        {"valid_from": TODAY},  # a second one in force
        {"valid_from": TODAY, "valid_to": TODAY},
        {"valid_from": TODAY, "valid_to": TODAY + DAY, "share": 100},
    ],
)
def test_the_database_keeps_the_rules_too(stage: Stage, wrong: dict[str, Any]) -> None:
    values = {"fewest": 5, "share": 10, "released_hours": 2}
    with pytest.raises(IntegrityError), transaction.atomic():
        BrakeRule.objects.create(**(values | wrong))


def test_a_county_that_was_given_no_rule_goes_by_the_seed_until_it_sets_one(stage: Stage) -> None:
    BrakeRule.objects.all().delete()
    assert numbers(rule_on(TODAY)) == (50, 20, 24)
    rule, rules = rules_listed(TODAY)
    assert rules == [rule]
    for _number in range(6):
        stage.registered()
    assert swept(LATE) == 6
    change(stage, valid_from=TODAY + 7 * DAY)
    assert [rule_on(TODAY + n * DAY).fewest for n in (0, 7)] == [50, 5]
    assert [one.fewest for one in rules_listed(TODAY)[1]] == [5, 50]


def test_the_page_says_the_rule_and_its_form_answers_beside_the_fields(scene: Scene) -> None:
    centre, today = scene.browser("centre"), timezone.localdate()
    page = words_of(centre.get("/disputes/brake/").content.decode())
    assert "超过 50 件且超过在办件数的 20%" in page
    assert "产品默认值，县里可改" in page
    address = "/disputes/brake/rule/"
    assert 'value="50"' in centre.get(address).content.decode()
    sent = {
        "fewest": "30",
        "share": "100",
        "released_hours": "12",
        "valid_from": str(today - DAY),
        "source": "试〔2026〕1号",
    }
    answer = centre.post(address, sent)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"share", "valid_from"}
    refused = words_of(answer.content.decode())
    assert "请填写 1 至 99 的整数" in refused
    assert f"启用日最早为 {today}" in refused
    assert "试〔2026〕1号" in answer.content.decode()
    sound = sent | {"share": "15", "valid_from": str(today)}
    assert scene.browser("clerk").post(address, sound).status_code == 403
    assert centre.post(address, sound).status_code == 302
    page = words_of(centre.get("/disputes/brake/").content.decode())
    assert "超过 30 件且超过在办件数的 15%" in page
    assert "试〔2026〕1号" in page
    assert "试〔2026〕1号" not in scene.neighbour.get("/disputes/brake/").content.decode()


def test_while_it_is_released_the_page_says_until_when(scene: Scene) -> None:
    centre = scene.browser("centre")
    with in_tenant(scene.stage.ground.county.tenant_id):
        brake = pull_brake(
            counted=60, open_cases=100, actor=scene.stage.actors["centre"], at=timezone.now() - DAY
        )
    answer = centre.post(f"/disputes/brake/{brake.pk}/release/", {"decision": "已核查"}, follow=True)
    page = words_of(answer.content.decode())
    assert "在此之前不再暂停" in page
    assert "已放行至" in page
    assert "系统会暂停并等您决定" not in page
