"""What was seen and said at a door: recorded once, by whoever was there or for them; corrected, commented on, checked."""

import datetime as dt
from typing import Any

import pytest

from core.audit.models import Record
from core.audit.relay import relay
from core.notifications.models import Notice
from core.permissions.actor import Actor
from core.permissions.verdict import Conflict, Refused
from core.tenancy.context import in_tenant
from core.tenancy.ids import uuid7
from households.actions.answer_visit import NothingFound, answer_visit
from households.actions.comment_visit import comment_visit
from households.actions.correct_visit import correct_visit
from households.actions.draw_call_backs import draw_call_backs
from households.actions.drop_draft import drop_draft
from households.actions.keep_draft import keep_draft
from households.actions.look_at_call_back_phone import look_at_call_back_phone
from households.actions.note_call_back import note_call_back
from households.actions.record_visit import record_visit
from households.choices import DutyState, Owed, VisitState
from households.log_codes import VISIT_RECORDED, VISITS_BURST
from households.models import CallBack, Door, Duty, DutyMonth, EarlierText, Liaison, Visit
from households.rules.drawing import drawn
from households.visit_selectors import visits_seen_by
from households.visiting import DemandEntry, VisitEntry
from tests.cast import KANGBAO, ZHANGBEI
from tests.households.stage import NOON, TODAY, Stage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("years")]
HOUR_AGO = NOON - dt.timedelta(hours=1)


def entry(**given: Any) -> VisitEntry:
    first: dict[str, Any] = {
        "way": "IN_PERSON",
        "met": "王长顺",
        "said": "水管冻裂，已修。",
        "visited_at": HOUR_AGO,
    }
    return VisitEntry(**(first | given))


def visited(stage: Stage, door: Door, who: str = "cadre", by: str = "", **given: Any) -> Visit:
    more: dict[str, Any] = {"at": stage.at} | {
        name: given.pop(name) for name in ("key", "demands", "at") if name in given
    }
    return record_visit(
        door=door,
        staff=stage.staff[who],
        entry=entry(**given),
        actor=stage.actors[by or who],
        **more,
    )


@pytest.fixture
def door(stage: Stage) -> Door:
    found = stage.door()
    stage.paired(found)
    return found


def duty_of(door: Door, owed: str = Owed.VISIT) -> Duty:
    DutyMonth.objects.get_or_create(month=TODAY.replace(day=1), defaults={"opened_at": NOON})
    return Duty.objects.create(
        month=TODAY.replace(day=1),
        liaison=Liaison.objects.get(door=door, to_on=None),
        path=door.path,
        owed=owed,
        from_on=TODAY.replace(day=1),
        to_on=dt.date(2026, 12, 1),
    )


def test_a_visit_is_kept_with_its_record_and_does_the_duty_of_the_month(stage: Stage, door: Door) -> None:
    duty = duty_of(door)
    visit = visited(stage, door)
    duty.refresh_from_db()
    assert (duty.state, duty.visit_id) == (DutyState.DONE, visit.pk)
    assert Record.objects.filter(code=VISIT_RECORDED.key, subject_id=visit.pk).count() == 1
    assert "水管" not in str(Record.objects.get(code=VISIT_RECORDED.key).after)


def test_a_call_does_not_do_what_asks_for_a_visit(stage: Stage, door: Door) -> None:
    duty = duty_of(door)
    visited(stage, door, way="PHONE")
    duty.refresh_from_db()
    assert duty.state == DutyState.OPEN


def test_nobody_at_home_is_kept_and_fulfils_nothing(stage: Stage, door: Door) -> None:
    duty = duty_of(door)
    visit = visited(stage, door, found_nobody=True, met="", said="")
    duty.refresh_from_db()
    assert visit.found_nobody
    assert duty.state == DutyState.OPEN


def test_the_same_key_twice_is_one_visit(stage: Stage, door: Door) -> None:
    key = uuid7()
    first = visited(stage, door, key=key)
    assert visited(stage, door, key=key) == first
    correct_visit(visit=first, entry=entry(said="改了"), reason="写错", actor=stage.actors["cadre"], at=NOON)
    assert visited(stage, door, key=key).said == "改了", (
        "what was sent first is known again after a correction"
    )
    assert Visit.objects.count() == 1


@pytest.mark.parametrize(
    "changed", [{"said": "另一件事"}, {"demands": [DemandEntry(text="修路")]}, {"by": "colleague"}]
)
def test_a_key_that_belongs_to_another_visit_is_refused(
    stage: Stage, door: Door, changed: dict[str, Any]
) -> None:
    key = uuid7()
    visited(stage, door, key=key)
    with pytest.raises(Conflict):
        visited(stage, door, key=key, **changed)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"visited_at": NOON + dt.timedelta(minutes=1)}, "晚于现在"),
        ({"visited_at": dt.datetime(2026, 9, 30, 15, 59, tzinfo=dt.UTC)}, "本月和上月"),
        ({"said": "  "}, "所见所谈"),
        ({"met": ""}, "见到了谁"),
        ({"said": "长" * 2001}, "最多2000字，现有2001字"),
        ({"met": "长" * 61}, "最多60字"),
        ({"way": "DRONE"}, "走访方式"),
        ({"found_nobody": True}, "没见到人"),
        ({"demands": [DemandEntry(text="")]}, "写明诉求"),
        ({"demands": [DemandEntry(text="吵架", kind="DISPUTE")]}, "另一方"),
        ({"demands": [DemandEntry(text="路灯", other_side="李某")]}, "才填对方"),
        ({"demands": [DemandEntry(text="长" * 501)]}, "最多500字"),
        ({"demands": [DemandEntry(text="路")] * 11}, "最多登记10条"),
    ],
)
def test_what_cannot_be_so_is_refused_and_leaves_nothing(
    stage: Stage, door: Door, given: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        visited(stage, door, **given)
    assert not Visit.objects.exists()


def test_the_first_day_of_the_month_before_can_still_be_written_down(stage: Stage, door: Door) -> None:
    assert visited(stage, door, visited_at=dt.datetime(2026, 9, 30, 16, 0, tzinfo=dt.UTC)).is_kept


def test_a_day_before_the_pair_is_refused(stage: Stage) -> None:
    door = stage.door()
    stage.paired(door, from_on=dt.date(2026, 11, 10))
    with pytest.raises(Refused, match="没有包联"):
        visited(stage, door, visited_at=NOON - dt.timedelta(days=11))


@pytest.mark.parametrize("who", ["cadre", "colleague", "grid_worker", "village_secretary"])
def test_who_was_there_and_who_records_for_them_are_both_kept(stage: Stage, door: Door, who: str) -> None:
    visit = visited(stage, door, by=who)
    assert (visit.staff, visit.typed_by) == (stage.staff["cadre"], stage.staff[who])


@pytest.mark.parametrize("who", ["office_cadre", "far_clerk", "clerk", "centre", "leader", "auditor"])
def test_nobody_else_records(stage: Stage, door: Door, who: str) -> None:
    with pytest.raises(Refused, match="本人记录"):
        visited(stage, door, by=who)


def test_nobody_records_a_visit_as_if_they_were_paired(stage: Stage, door: Door) -> None:
    with pytest.raises(Refused, match="没有包联"):
        visited(stage, door, "colleague")


def test_a_draft_becomes_the_visit_under_its_key(stage: Stage, door: Door) -> None:
    duty, key, cadre = duty_of(door), uuid7(), stage.actors["cadre"]
    for said in ("", "写到一半"):
        keep_draft(
            door=door,
            staff=stage.staff["cadre"],
            entry=entry(said=said, met=""),
            actor=cadre,
            at=NOON,
            key=key,
        )
    duty.refresh_from_db()
    assert (Visit.objects.get().state, duty.state) == (VisitState.DRAFT, DutyState.OPEN)
    assert not visits_seen_by(stage.actors["head"], on=TODAY).exists()
    visited(stage, door, key=key)
    duty.refresh_from_db()
    assert (Visit.objects.get().state, duty.state) == (VisitState.KEPT, DutyState.DONE)


def test_a_draft_is_dropped_and_a_visit_is_not(stage: Stage, door: Door) -> None:
    cadre = stage.actors["cadre"]
    draft = keep_draft(
        door=door, staff=stage.staff["cadre"], entry=entry(), actor=cadre, at=NOON, key=uuid7()
    )
    with pytest.raises(Refused):
        drop_draft(visit=draft, actor=stage.actors["grid_worker"], at=NOON)
    drop_draft(visit=draft, actor=cadre, at=NOON)
    assert not Visit.objects.exists()
    with pytest.raises(Refused, match="不能删除"):
        drop_draft(visit=visited(stage, door), actor=cadre, at=NOON)


def test_a_correction_keeps_the_old_text_and_asks_the_month_again(stage: Stage, door: Door) -> None:
    duty, visit = duty_of(door), visited(stage, door)
    correct_visit(
        visit=visit, entry=entry(way="PHONE"), reason="其实是电话", actor=stage.actors["cadre"], at=NOON
    )
    duty.refresh_from_db()
    visit.refresh_from_db()
    assert (visit.way, duty.state) == ("PHONE", DutyState.OPEN)
    old = EarlierText.objects.get()
    assert (old.way, old.said, old.reason) == ("IN_PERSON", "水管冻裂，已修。", "其实是电话")


@pytest.mark.parametrize(
    ("who", "changed", "reason"),
    [
        ("cadre", {}, "无"),
        ("cadre", {"said": "新"}, " "),
        ("cadre", {"said": "新"}, "长" * 201),
        ("cadre", {"visited_at": NOON + dt.timedelta(days=1)}, "记错"),
        ("colleague", {"said": "新"}, "记错"),
        ("head", {"said": "新"}, "记错"),
        ("far_clerk", {"said": "新"}, "记错"),
    ],
)
def test_a_correction_that_is_none_or_not_theirs_is_refused(
    stage: Stage, door: Door, who: str, changed: dict[str, Any], reason: str
) -> None:
    visit = visited(stage, door)
    with pytest.raises(Refused):
        correct_visit(visit=visit, entry=entry(**changed), reason=reason, actor=stage.actors[who], at=NOON)
    assert not EarlierText.objects.exists()


def test_the_head_comments_and_the_visitor_is_told(stage: Stage, door: Door) -> None:
    visit = visited(stage, door)
    comment_visit(visit=visit, comment="继续关注", actor=stage.actors["head"], at=NOON)
    relay(KANGBAO, at=NOON)
    visit.refresh_from_db()
    assert visit.commented_by == stage.staff["head"]
    assert Notice.objects.filter(recipient_id=stage.staff["cadre"].user_id, title__contains="点评").exists()


@pytest.mark.parametrize("who", ["cadre", "colleague", "grid_worker", "leader", "far_clerk", "auditor"])
def test_nobody_else_comments(stage: Stage, door: Door, who: str) -> None:
    with pytest.raises(Refused):
        comment_visit(visit=visited(stage, door), comment="好", actor=stage.actors[who], at=NOON)


def several(stage: Stage, count: int, *, apart: dt.timedelta, **given: Any) -> list[Visit]:
    doors = [stage.door(f"王{n}", address=f"二排{n}号") for n in range(count)]
    for each in doors:
        stage.paired(each)
    return [
        visited(stage, each, visited_at=NOON - dt.timedelta(hours=8) + apart * n, **given)
        for n, each in enumerate(doors)
    ]


def test_twenty_visits_in_ten_minutes_are_marked_once_for_the_head(stage: Stage) -> None:
    several(stage, 21, apart=dt.timedelta(seconds=31))
    assert Visit.objects.filter(is_burst=True).count() == 21
    assert Record.objects.filter(code=VISITS_BURST.key).count() == 1
    relay(KANGBAO, at=NOON)
    told = Notice.objects.filter(title__contains="短时间")
    assert {notice.recipient_id for notice in told} == {stage.staff["head"].user_id}


def test_nineteen_in_ten_minutes_are_not_marked(stage: Stage) -> None:
    several(stage, 19, apart=dt.timedelta(seconds=31))
    assert not Visit.objects.filter(is_burst=True).exists()


def test_twenty_in_eleven_minutes_are_not_marked(stage: Stage) -> None:
    several(stage, 20, apart=dt.timedelta(seconds=32))
    assert not Visit.objects.filter(is_burst=True).exists()


def test_call_backs_are_drawn_by_the_rule_and_can_be_repeated_from_the_seed(stage: Stage) -> None:
    made = several(stage, 21, apart=dt.timedelta(minutes=5))
    month, head = TODAY.replace(day=1), stage.actors["head"]
    chosen = draw_call_backs(month=month, unit_id=stage.bureau.pk, actor=head, at=NOON)
    assert len(chosen) == 2, "5 % of 21, rounded up"
    row = CallBack.objects.first()
    assert row is not None
    assert drawn({visit.pk for visit in made}, count=2, seed=row.seed) == chosen
    assert draw_call_backs(month=month, unit_id=stage.bureau.pk, actor=head, at=NOON) == []
    assert draw_call_backs(month=dt.date(2026, 10, 1), unit_id=stage.bureau.pk, actor=head, at=NOON) == []


@pytest.mark.parametrize("who", ["cadre", "grid_worker", "leader", "far_clerk", "auditor"])
def test_nobody_else_draws(stage: Stage, door: Door, who: str) -> None:
    visited(stage, door)
    for where in ({"unit_id": stage.bureau.pk}, {"path": stage.ground.town.path}):
        with pytest.raises(Refused):
            draw_call_backs(month=TODAY.replace(day=1), actor=stage.actors[who], at=NOON, **where)


def test_a_call_is_noted_once_and_a_contradiction_tells_the_head(stage: Stage, door: Door) -> None:
    visited(stage, door)
    clerk = stage.actors["clerk"]
    draw_call_backs(month=TODAY.replace(day=1), path=stage.ground.town.path, actor=clerk, at=NOON)
    row = CallBack.objects.get()
    assert look_at_call_back_phone(call_back=row, actor=clerk, at=NOON) == "13800005678"
    with pytest.raises(Refused):
        look_at_call_back_phone(call_back=row, actor=stage.actors["far_clerk"], at=NOON)
    note_call_back(call_back=row, result="NOT_REACHED", actor=clerk, at=NOON)
    with pytest.raises(Refused, match="怎么说"):
        note_call_back(call_back=row, result="CONTRADICTED", actor=clerk, at=NOON)
    note_call_back(call_back=row, result="CONTRADICTED", note="没人来过", actor=clerk, at=NOON)
    with pytest.raises(Refused, match="已经登记"):
        note_call_back(call_back=row, result="CONFIRMED", actor=clerk, at=NOON)
    with pytest.raises(Refused, match="已经完成"):
        look_at_call_back_phone(call_back=row, actor=clerk, at=NOON)
    relay(KANGBAO, at=NOON)
    assert Notice.objects.filter(recipient_id=stage.staff["head"].user_id, title__contains="不属实").exists()


def test_the_door_answers_once_by_its_code(stage: Stage, door: Door) -> None:
    visit = visited(stage, door)
    typed = door.service_code.lower().replace("-", " ")
    answered = answer_visit(code=typed, visit_id=visit.pk, says="CONTRADICTED", actor=stage.system, at=NOON)
    assert answered.answer == "CONTRADICTED"
    answer_visit(code=typed, visit_id=visit.pk, says="CONTRADICTED", actor=stage.system, at=NOON)
    with pytest.raises(Refused, match="已经答复"):
        answer_visit(code=typed, visit_id=visit.pk, says="CONFIRMED", actor=stage.system, at=NOON)
    relay(KANGBAO, at=NOON)
    assert (
        Notice.objects.filter(recipient_id=stage.staff["head"].user_id, title__contains="不属实").count() == 1
    )
    assert not Notice.objects.filter(
        recipient_id=stage.staff["cadre"].user_id, title__contains="不属实"
    ).exists()


def test_a_wrong_code_finds_nothing(stage: Stage, door: Door) -> None:
    visit, other = visited(stage, door), stage.door("孙家")
    for code in ("", "K7M2", "K7M2-9QRT-WX4D", other.service_code):
        with pytest.raises(NothingFound):
            answer_visit(code=code, visit_id=visit.pk, says="CONFIRMED", actor=stage.system, at=NOON)
    with pytest.raises(NothingFound):
        answer_visit(code=door.service_code, visit_id=uuid7(), says="CONFIRMED", actor=stage.system, at=NOON)
    with pytest.raises(Refused, match="属实或不属实"):
        answer_visit(
            code=door.service_code, visit_id=visit.pk, says="NOT_REACHED", actor=stage.system, at=NOON
        )


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("cadre", True),
        ("head", True),
        ("grid_worker", True),
        ("clerk", True),
        ("centre", True),
        ("colleague", False),
        ("office_cadre", False),
        ("far_clerk", False),
        ("leader", False),
        ("auditor", False),
    ],
)
def test_who_sees_a_visit(stage: Stage, door: Door, who: str, sees: bool) -> None:
    visited(stage, door)
    assert visits_seen_by(stage.actors[who], on=TODAY).exists() is sees


def test_another_county_sees_nothing_and_answers_nothing(counties: None) -> None:
    with in_tenant(KANGBAO):
        stage = Stage()
        door = stage.door()
        stage.paired(door)
        visit = visited(stage, door)
    with in_tenant(ZHANGBEI):
        assert not Visit.objects.exists()
        with pytest.raises(NothingFound):
            answer_visit(
                code=door.service_code,
                visit_id=visit.pk,
                says="CONFIRMED",
                actor=Actor.system(ZHANGBEI),
                at=NOON,
            )
