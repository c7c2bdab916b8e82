"""What was asked for at a door: promised a day, given to somebody, answered; a dispute becomes a case, once."""

import datetime as dt
from typing import Any

import pytest

from accounts.choices import Role
from core.audit.models import Record
from core.audit.relay import relay
from core.deadlines.actions.sweep import sweep
from core.deadlines.choices import State
from core.notifications.models import Notice
from core.permissions.verdict import Refused
from core.tenancy.context import in_tenant
from disputes.furnishing import furnish_county
from disputes.models import Case, CaseKind, Party
from disputes.reactions import a_dispute_heard_at_the_door_becomes_a_case
from households.actions.answer_demand import answer_demand
from households.actions.assign_demand import assign_demand
from households.actions.record_visit import record_visit
from households.actions.withdraw_demand import withdraw_demand
from households.choices import DemandKind, DemandState
from households.log_codes import DEMAND_OVERDUE, DEMAND_RAISED
from households.models import Demand, DoorDeadline, LiaisonRule
from households.visit_selectors import demands_seen_by, owed_by
from households.visiting import DemandEntry, VisitEntry
from tests.accounts.people import acting, post_of
from tests.cast import KANGBAO, ZHANGBEI
from tests.households.stage import NOON, SINCE, TODAY, Stage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("years")]
DUE = dt.datetime(2026, 12, 11, 16, 0, tzinfo=dt.UTC)  # fifteen working days after Friday, November 20


def raised(stage: Stage, *, text: str = "路灯不亮", door: Any = None, **given: Any) -> Demand:
    if door is None:
        door = stage.door()
        stage.paired(door)
    record_visit(
        door=door,
        staff=stage.staff["cadre"],
        entry=VisitEntry(way="IN_PERSON", met="李桂芝", said="见诉求", visited_at=NOON),
        demands=[DemandEntry(text=text, **given)],
        actor=stage.actors["cadre"],
        at=NOON,
    )
    return Demand.objects.get()


def told(stage: Stage, title: str) -> set[str]:
    relay(KANGBAO, at=NOON)
    people = {member.user_id: who for who, member in stage.staff.items()}
    found = Notice.objects.filter(title__startswith=title).values_list("recipient_id", flat=True)
    return {people[user] for user in found}


def sweep_at(at: dt.datetime) -> None:
    sweep(tenant=KANGBAO, model=DoorDeadline, now=at)


def test_a_demand_is_promised_by_the_countys_rule(stage: Stage) -> None:
    demand = raised(stage)
    promise = DoorDeadline.objects.get(demand=demand)
    assert promise.due_at == DUE
    assert promise.warn_at is not None
    LiaisonRule.objects.update(demand_value=3)
    Demand.objects.exclude(pk=demand.pk)
    assert DoorDeadline.objects.get(demand=demand).due_at == DUE, "a promise made stands"


def test_records_and_notices_do_not_carry_the_residents_words(stage: Stage) -> None:
    raised(stage, text="低保停发了")
    relay(KANGBAO, at=NOON)
    record = Record.objects.get(code=DEMAND_RAISED.key)
    assert "低保" not in f"{record.subject_label}{record.after}"
    assert not Notice.objects.filter(title__contains="低保").exists()


def test_nobody_named_tells_the_centre_of_the_township(stage: Stage) -> None:
    raised(stage)
    assert told(stage, "群众诉求待答复") == {"clerk"}


def test_the_person_named_at_the_door_answers(stage: Stage) -> None:
    demand = raised(stage, staff_id=stage.staff["cadre"].pk)
    assert demand.unit == stage.bureau
    assert told(stage, "群众诉求待答复") == {"cadre"}
    answer_demand(demand=demand, answer="已修好", actor=stage.actors["cadre"], at=NOON)
    demand.refresh_from_db()
    assert (demand.state, demand.answered_by) == (DemandState.ANSWERED, stage.staff["cadre"])
    assert DoorDeadline.objects.get(demand=demand).state == State.MET


def test_the_centre_assigns_and_the_department_answers_and_the_visitor_is_told(stage: Stage) -> None:
    demand = raised(stage)
    assign_demand(demand=demand, unit_id=stage.bureau.pk, actor=stage.actors["clerk"], at=NOON)
    assert "head" in told(stage, "群众诉求待答复")
    head = stage.actors["head"]
    assert owed_by(head).filter(pk=demand.pk).exists()
    answer_demand(demand=demand, answer="已办", actor=head, at=NOON)
    assert told(stage, "诉求已答复") == {"cadre"}
    with pytest.raises(Refused, match="已办结"):
        answer_demand(demand=demand, answer="再办", actor=head, at=NOON)


@pytest.mark.parametrize("who", ["cadre", "colleague", "far_clerk", "leader", "auditor", "office_cadre"])
def test_nobody_else_assigns_or_answers(stage: Stage, who: str) -> None:
    demand = raised(stage)
    with pytest.raises(Refused):
        assign_demand(demand=demand, unit_id=stage.bureau.pk, actor=stage.actors[who], at=NOON)
    with pytest.raises(Refused):
        answer_demand(demand=demand, answer="好", actor=stage.actors[who], at=NOON)


def test_what_cannot_be_assigned_or_said_is_refused(stage: Stage) -> None:
    demand, clerk = raised(stage), stage.actors["clerk"]
    for given in (
        {},
        {"unit_id": stage.office.pk, "staff_id": stage.staff["cadre"].pk},
        {"unit_id": demand.pk},
    ):
        with pytest.raises(Refused):
            assign_demand(demand=demand, actor=clerk, at=NOON, **given)
    for words in (" ", "长" * 1001):
        with pytest.raises(Refused):
            answer_demand(demand=demand, answer=words, actor=clerk, at=NOON)
    with pytest.raises(Refused):
        withdraw_demand(demand=demand, reason="", actor=clerk, at=NOON)


def test_a_demand_is_withdrawn_by_who_heard_it(stage: Stage) -> None:
    demand = raised(stage)
    with pytest.raises(Refused):
        withdraw_demand(demand=demand, reason="不要了", actor=stage.actors["colleague"], at=NOON)
    withdraw_demand(demand=demand, reason="已自行解决", actor=stage.actors["cadre"], at=NOON)
    assert DoorDeadline.objects.get(demand=demand).state == State.CANCELLED


def test_what_is_late_is_marked_told_and_told_again_each_week(stage: Stage) -> None:
    demand = raised(stage, staff_id=stage.staff["colleague"].pk)
    promise = DoorDeadline.objects.get(demand=demand)
    assert promise.warn_at is not None
    sweep_at(promise.warn_at)
    assert told(stage, "诉求临近到期") == {"colleague"}
    sweep_at(DUE)
    sweep_at(DUE + dt.timedelta(days=6))
    demand.refresh_from_db()
    assert demand.was_late
    assert told(stage, "诉求超期") == {"colleague", "head", "clerk"}
    assert Record.objects.filter(code=DEMAND_OVERDUE.key).count() == 1
    sweep_at(DUE + dt.timedelta(days=7))
    assert Record.objects.filter(code=DEMAND_OVERDUE.key).count() == 2
    answer_demand(
        demand=demand, answer="已办", actor=stage.actors["colleague"], at=DUE + dt.timedelta(days=8)
    )
    sweep_at(DUE + dt.timedelta(days=30))
    assert Record.objects.filter(code=DEMAND_OVERDUE.key).count() == 2


def dispute(stage: Stage) -> Demand:
    furnish_county(actor=stage.system, at=NOON, on=SINCE)
    return raised(stage, text="两家为院墙吵了一架", kind=DemandKind.DISPUTE, other_side="赵满仓")


def test_a_dispute_becomes_exactly_one_case_even_if_relayed_twice(stage: Stage) -> None:
    demand = dispute(stage)
    relay(KANGBAO, at=NOON)
    record = Record.objects.get(code=DEMAND_RAISED.key)
    a_dispute_heard_at_the_door_becomes_a_case(record)
    Demand.objects.filter(pk=demand.pk).update(
        state=DemandState.OPEN, answer="", answered_at=None
    )  # as if the answer had been lost
    a_dispute_heard_at_the_door_becomes_a_case(record)
    case = Case.objects.get()
    demand.refresh_from_db()
    assert case.pk == demand.pk
    assert case.code in demand.answer
    assert demand.state == DemandState.ANSWERED
    assert DoorDeadline.objects.get(demand=demand).state == State.MET
    sides = Party.objects.filter(case=case).order_by("position").values_list("side", "name")
    assert list(sides) == [("APPLICANT", "李桂芝"), ("RESPONDENT", "赵满仓")]
    assert case.summary == "两家为院墙吵了一架"
    assert "李桂芝" not in case.title


def test_a_dispute_that_was_withdrawn_before_becomes_none(stage: Stage) -> None:
    demand = dispute(stage)
    withdraw_demand(demand=demand, reason="和好了", actor=stage.actors["cadre"], at=NOON)
    relay(KANGBAO, at=NOON)
    assert not Case.objects.exists()


def test_a_county_without_kinds_of_dispute_keeps_it_as_a_demand(stage: Stage) -> None:
    demand = dispute(stage)
    CaseKind.objects.update(is_active=False)
    relay(KANGBAO, at=NOON)
    demand.refresh_from_db()
    assert not Case.objects.exists()
    assert demand.is_open


def test_a_demand_that_is_none_becomes_no_case(stage: Stage) -> None:
    furnish_county(actor=stage.system, at=NOON, on=SINCE)
    raised(stage)
    relay(KANGBAO, at=NOON)
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("cadre", True),
        ("clerk", True),
        ("grid_worker", True),
        ("head", False),
        ("far_clerk", False),
        ("leader", False),
    ],
)
def test_who_sees_a_demand(stage: Stage, who: str, sees: bool) -> None:
    raised(stage)
    assert demands_seen_by(stage.actors[who], on=TODAY).exists() is sees


def test_another_county_sees_none(counties: None) -> None:
    with in_tenant(KANGBAO):
        raised(Stage())
    with in_tenant(ZHANGBEI):
        assert not Demand.objects.exists()


def test_a_handler_of_another_department_answers_nothing(stage: Stage) -> None:
    demand = raised(stage)
    assign_demand(demand=demand, unit_id=stage.bureau.pk, actor=stage.actors["clerk"], at=NOON)
    other = stage.staff["office_cadre"]
    post_of(other, Role.DEPARTMENT_HANDLER, None, stage.office, seat_number=1)
    with pytest.raises(Refused):
        answer_demand(demand=demand, answer="好", actor=acting(other), at=NOON)
