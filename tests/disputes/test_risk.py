"""Risk sweeps: the dispute is graded, by people of three levels; those concerned are heard; an end date is kept."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.choices import Role
from core.deadlines.actions.sweep import sweep as sweep_deadlines
from core.permissions.verdict import Refused
from core.tenancy.ids import uuid7
from core.workcalendar.rules import SHANGHAI
from disputes.actions.answer_contest import answer_contest
from disputes.actions.close_sweep import close_sweep
from disputes.actions.confirm_risk import confirm_risk
from disputes.actions.contest_grade import contest_grade, tell_concerned
from disputes.actions.end_grade import end_grade, end_settled_grades
from disputes.actions.grade_risk import grade_risk
from disputes.actions.open_sweep import open_sweep
from disputes.actions.report_zero import report_zero
from disputes.actions.transfer_case import transfer_case
from disputes.choices import GradeEnd, Promise, Risk, SweepLevel, TransferTo
from disputes.exports import LEDGERS
from disputes.ledger_rows import ledger_cases, rows_of
from disputes.models import Case, GradeDeadline, Party, RiskGrade, RiskSweep
from disputes.risk_progress import cases_to_sweep, narrowed, plan_counts, progress_of, waiting_to_confirm
from tests.accounts.people import acting, holder
from tests.disputes.stage import NOON, Stage

DAY = dt.date(2026, 11, 20)
END = dt.date(2026, 12, 31)


def opened(stage: Stage, **values: Any) -> RiskSweep:
    given = {
        "path": stage.ground.county.path,
        "ground": "人民调解法第二十五条",
        "opens_on": DAY,
        "ends_on": END,
        "actor": stage.actors["centre"],
        "at": NOON,
    }
    return open_sweep(**(given | values))


def graded(
    stage: Stage, case: Case, risk: str = Risk.HIGH, by: str = "grid_worker", **values: Any
) -> RiskGrade:
    given: dict[str, Any] = {
        "reason": "双方多次争吵，一方扬言报复",
        "helper": stage.staff["village_mediator"],
        "safety_plan": "老人暂住女儿家，派出所每日巡访",
        "ends_on": END,
        "actor": stage.actors[by],
        "at": NOON,
    }
    return grade_risk(case=case, risk=risk, **(given | values))


def confirmed(stage: Stage, grade: RiskGrade) -> RiskGrade:
    for who in ("village_mediator", "clerk"):
        (grade,) = confirm_risk(grades=[grade], actor=stage.actors[who], at=NOON)
    return grade


def tick(stage: Stage, at: dt.datetime) -> None:
    sweep_deadlines(tenant=stage.ground.county.tenant_id, model=GradeDeadline, now=at)


def test_group_village_and_township_look_one_after_the_other(stage: Stage) -> None:
    sweep, case = opened(stage), stage.mediating()
    grade = graded(stage, case)
    assert (grade.level, grade.sweep_id, Case.objects.get().risk) == (SweepLevel.GROUP, sweep.pk, Risk.LOW)
    (grade,) = confirm_risk(grades=[grade], actor=stage.actors["village_mediator"], at=NOON)
    assert (grade.level, Case.objects.get().risk) == (SweepLevel.VILLAGE, Risk.LOW)
    (grade,) = confirm_risk(grades=[grade], actor=stage.actors["clerk"], at=NOON)
    grade.refresh_from_db()
    assert grade.level == SweepLevel.TOWNSHIP
    assert (grade.village_by, grade.township_by) == (stage.staff["village_mediator"], stage.staff["clerk"])
    assert Case.objects.get().risk == Risk.HIGH


def test_nobody_looks_twice(stage: Stage) -> None:
    opened(stage)
    grade = graded(stage, stage.mediating(), by="village_mediator")
    assert grade.level == SweepLevel.VILLAGE
    with pytest.raises(Refused, match="须由不同的人办理"):
        confirm_risk(grades=[grade], actor=stage.actors["village_mediator"], at=NOON)
    with pytest.raises(Refused, match="由乡镇级确认"):
        confirm_risk(grades=[grade], actor=stage.actors["village_secretary"], at=NOON)
    with pytest.raises(IntegrityError, match="other_eyes"), transaction.atomic():
        RiskGrade.objects.update(township_by=stage.staff["village_mediator"])


def test_the_township_next_door_confirms_nothing(stage: Stage) -> None:
    opened(stage)
    grade = graded(stage, stage.mediating(), by="village_mediator")
    with pytest.raises(Refused, match="由乡镇级确认"):
        confirm_risk(grades=[grade], actor=stage.actors["far_clerk"], at=NOON)
    assert list(waiting_to_confirm(stage.actors["far_clerk"])) == []
    assert list(waiting_to_confirm(stage.actors["clerk"])) == [grade]
    assert list(waiting_to_confirm(stage.actors["village_mediator"])) == []


def test_high_risk_needs_a_helper_and_a_safety_plan(stage: Stage) -> None:
    opened(stage)
    case = stage.mediating()
    with pytest.raises(Refused, match="须明确帮助人"):
        graded(stage, case, helper=None)
    with pytest.raises(Refused, match="安全方案"):
        graded(stage, case, safety_plan="  ")
    with pytest.raises(Refused, match="评定理由"):
        graded(stage, case, reason=" ")
    grade = graded(stage, case)
    with pytest.raises(IntegrityError, match="helper_and_plan"), transaction.atomic():
        RiskGrade.objects.filter(pk=grade.pk).update(safety_plan="")


@pytest.mark.parametrize(
    ("reason", "named"),
    [
        ("该人多次上访、投诉，是刺头", "“上访”“投诉”“刺头”"),
        ("多次向信访部门反映", "“信访”"),
        ("有名的上访专业户", "“上访专业户”"),
        ("系不稳 定 人员", "“不稳定人员”"),
        ("已向信访部门反映，仍举报不止", "“举报”"),
    ],
)
def test_a_grade_judges_no_person_and_nobody_for_having_complained(
    stage: Stage, reason: str, named: str
) -> None:
    opened(stage)
    case = stage.mediating()
    with pytest.raises(Refused, match=f"不能写{named}：.*请改写发生了什么、可能发生什么"):
        graded(stage, case, reason=reason)
    grade = graded(stage, case)
    RiskGrade.objects.filter(pk=grade.pk).update(reason=reason)
    with pytest.raises(Refused, match="请评定人重新评定"):
        confirm_risk(grades=[grade], actor=stage.actors["village_mediator"], at=NOON)


@pytest.mark.parametrize(
    "reason", ["一方已向信访部门反映，双方仍有争吵", "信访局转来，昨日又推搡", "酒后扬言砸门，妻子不敢回家"]
)
def test_the_course_of_a_dispute_may_be_told(stage: Stage, reason: str) -> None:
    opened(stage)
    assert graded(stage, stage.mediating(), reason=reason).reason == reason


def test_a_grade_has_an_end_within_the_countys_longest_time(stage: Stage) -> None:
    opened(stage)
    case = stage.mediating()
    with pytest.raises(Refused, match="须晚于今天"):
        graded(stage, case, ends_on=DAY)
    with pytest.raises(Refused, match="不得晚于2027-02-18"):
        graded(stage, case, ends_on=dt.date(2027, 2, 19))


def test_nothing_is_graded_before_a_sweep_was_opened_nor_by_strangers_to_the_place(stage: Stage) -> None:
    case = stage.mediating()
    with pytest.raises(Refused, match="尚未发起"):
        graded(stage, case)
    opened(stage)
    with pytest.raises(Refused, match="在当地工作"):
        graded(stage, case, by="far_mediator")
    with pytest.raises(Refused, match="在当地工作"):
        graded(stage, case, by="leader")


def test_a_restricted_dispute_is_graded_by_who_handles_it_alone(stage: Stage) -> None:
    sweep, case = opened(stage), stage.mediating()
    Case.objects.update(is_restricted=True)
    with pytest.raises(Refused, match="在当地工作"):
        graded(stage, case, by="village_secretary")
    assert not cases_to_sweep(stage.actors["village_secretary"], sweep).exists()
    assert cases_to_sweep(stage.actors["village_mediator"], sweep).get() == case
    assert graded(stage, case, by="village_mediator").pk


def test_a_grade_given_anew_ends_the_one_before(stage: Stage) -> None:
    opened(stage)
    case = stage.mediating()
    first = confirmed(stage, graded(stage, case))
    second = graded(stage, case, Risk.LOW, helper=None, safety_plan="")
    first.refresh_from_db()
    assert (first.ending, second.ended_at) == (GradeEnd.REGRADED, None)
    assert Case.objects.get().risk == Risk.HIGH, "one person alone lowers nothing"
    end_grade(grade=second, note="误评", actor=stage.actors["grid_worker"], at=NOON)
    assert Case.objects.get().risk == Risk.HIGH
    assert GradeDeadline.objects.filter(state="OPEN").count() == 0


def test_nothing_is_done_to_a_grade_that_has_ended(stage: Stage) -> None:
    opened(stage)
    grade = confirmed(stage, graded(stage, stage.mediating()))
    with pytest.raises(Refused, match="由确认该等级的乡镇级解除"):
        end_grade(grade=grade, note="和好", actor=stage.actors["village_mediator"], at=NOON)
    end_grade(grade=grade, note="双方和好", actor=stage.actors["clerk"], at=NOON)
    assert Case.objects.get().risk == Risk.LOW
    clerk = stage.actors["clerk"]
    for act in (
        lambda: end_grade(grade=grade, note="再次", actor=clerk, at=NOON),
        lambda: confirm_risk(grades=[grade], actor=clerk, at=NOON),
        lambda: tell_concerned(grade=grade, on=DAY, actor=clerk, at=NOON),
        lambda: contest_grade(grade=grade, party=None, contest="偏高", actor=clerk, at=NOON),
    ):
        with pytest.raises(Refused, match="该等级已结束"):
            act()


def test_the_same_request_twice_is_one_grade(stage: Stage) -> None:
    opened(stage)
    case, key = stage.mediating(), uuid7()
    assert graded(stage, case, key=key).pk == graded(stage, case, key=key).pk == key
    assert RiskGrade.objects.count() == 1


def test_those_concerned_are_told_object_and_get_an_answer_with_its_reason(stage: Stage) -> None:
    opened(stage)
    case = stage.mediating()
    grade = graded(stage, case)
    party = Party.objects.get(name="李桂芝")
    tell_concerned(grade=grade, on=DAY, actor=stage.actors["grid_worker"], at=NOON)
    contest_grade(
        grade=grade, party=party, contest="没有扬言报复", actor=stage.actors["grid_worker"], at=NOON
    )
    assert set(GradeDeadline.objects.filter(state="OPEN").values_list("kind", flat=True)) == {
        Promise.RISK_REVIEW,
        Promise.RISK_CONTEST,
    }
    with pytest.raises(Refused, match="异议尚未答复"):
        confirm_risk(grades=[grade], actor=stage.actors["village_mediator"], at=NOON)
    with pytest.raises(Refused, match="由综治中心答复"):
        answer_contest(
            grade=grade, answer="不成立", is_upheld=False, actor=stage.actors["village_mediator"], at=NOON
        )
    with pytest.raises(Refused, match="写明答复和理由"):
        answer_contest(grade=grade, answer=" ", is_upheld=False, actor=stage.actors["clerk"], at=NOON)
    answer_contest(grade=grade, answer="经核实无此言论", is_upheld=True, actor=stage.actors["clerk"], at=NOON)
    grade.refresh_from_db()
    assert (grade.ending, grade.shown_on, grade.is_upheld) == (GradeEnd.UPHELD, DAY, True)
    assert not GradeDeadline.objects.filter(state="OPEN").exists()


def test_a_grade_that_stays_can_be_confirmed_after_the_answer(stage: Stage) -> None:
    opened(stage)
    grade = graded(stage, stage.mediating())
    contest_grade(grade=grade, party=None, contest="偏高", actor=stage.actors["grid_worker"], at=NOON)
    answer_contest(grade=grade, answer="有录音为证", is_upheld=False, actor=stage.actors["clerk"], at=NOON)
    (after,) = confirm_risk(grades=[grade], actor=stage.actors["village_mediator"], at=NOON)
    assert after.level == SweepLevel.VILLAGE


def test_a_low_grade_ends_by_itself_and_a_high_one_asks_to_be_given_anew(stage: Stage) -> None:
    opened(stage)
    low = graded(stage, stage.mediating(), Risk.LOW, helper=None, safety_plan="")
    high = confirmed(stage, graded(stage, stage.mediating()))
    after = dt.datetime(2027, 1, 1, 0, 1, tzinfo=SHANGHAI)
    tick(stage, after)
    low.refresh_from_db()
    high.refresh_from_db()
    assert (low.ending, high.ending) == (GradeEnd.EXPIRED, "")
    promise = GradeDeadline.objects.get(grade=high)
    assert (promise.state, promise.next_check_at) == ("OPEN", after + dt.timedelta(days=7))
    shown = narrowed(
        cases_to_sweep(stage.actors["clerk"], high.sweep),
        high.sweep,
        "run_out",
        stage.actors["clerk"],
        on=after.date(),
    )
    assert [case.pk for case in shown] == [high.case_id]


def test_the_grade_ends_with_its_dispute(stage: Stage) -> None:
    opened(stage)
    case = stage.mediating()
    grade = graded(stage, case)
    Case.objects.filter(pk=case.pk).update(state="CLOSED", closed_at=NOON, outcome="SETTLED")
    end_settled_grades(case_ids=[case.pk], actor=stage.actors["clerk"], at=NOON)
    grade.refresh_from_db()
    assert grade.ending == GradeEnd.SETTLED


def test_progress_counts_disputes_by_village_and_a_zero_report_is_somebodys_word(stage: Stage) -> None:
    sweep = opened(stage)
    graded(stage, stage.mediating())
    stage.mediating()
    paths = [stage.ground.county.path]
    rows = {row.name: row for row in progress_of(sweep, paths, at=NOON).rows}
    assert (rows["永兴社区"].open_cases, rows["永兴社区"].graded, rows["永兴社区"].left) == (2, 1, 1)
    assert not rows["怡安社区"].is_done, "no dispute is not the same as nobody looked"
    secretary = acting(holder(Role.VILLAGE_SECRETARY, stage.ground.second_village.path, "怡安人"))
    report_zero(sweep=sweep, place=stage.ground.second_village, actor=secretary, at=NOON)
    with pytest.raises(Refused, match="还有1件纠纷待评定"):
        report_zero(sweep=sweep, place=stage.ground.village, actor=stage.actors["village_secretary"], at=NOON)
    with pytest.raises(Refused, match="由本村报送"):
        report_zero(sweep=sweep, place=stage.ground.far_village, actor=secretary, at=NOON)
    late = dt.datetime(2027, 1, 1, 9, tzinfo=SHANGHAI)
    rows = {row.name: row for row in progress_of(sweep, paths, at=late).rows}
    assert rows["怡安社区"].is_done
    assert not rows["怡安社区"].is_late
    assert rows["永兴社区"].is_late


def test_the_rate_is_of_disputes_with_a_safety_plan_never_of_people(stage: Stage) -> None:
    opened(stage)
    paths = [stage.ground.county.path]
    assert plan_counts(paths) == (0, 0)
    graded(stage, stage.mediating())
    unplanned = stage.mediating()
    Case.objects.filter(pk=unplanned.pk).update(risk=Risk.HIGH)
    assert plan_counts(paths) == (2, 1)
    assert plan_counts([stage.ground.other_town.path]) == (0, 0)


def test_a_closed_sweep_keeps_its_figures_and_says_what_was_not_done(stage: Stage) -> None:
    sweep = opened(stage, path=stage.ground.town.path, actor=stage.actors["clerk"])
    confirmed(stage, graded(stage, stage.mediating()))
    with pytest.raises(Refused, match="还有1个村没有完成：怡安社区"):
        close_sweep(sweep=sweep, note="", actor=stage.actors["clerk"], at=NOON)
    sweep = close_sweep(sweep=sweep, note="该社区无人值守", actor=stage.actors["clerk"], at=NOON)
    before = progress_of(sweep, [sweep.path], at=NOON)
    stage.mediating()
    again = progress_of(RiskSweep.objects.get(), [sweep.path], at=NOON)
    assert again == before
    assert (again.total("open_cases"), again.high, again.planned) == (1, 1, 1)
    assert again.plan_rate == "100.0%"


def test_what_a_township_began_goes_on_in_the_countys_sweep(stage: Stage) -> None:
    small = opened(stage, path=stage.ground.town.path, actor=stage.actors["clerk"])
    grade = graded(stage, stage.mediating())
    with pytest.raises(Refused, match="已经发起"):
        opened(stage, path=stage.ground.town.path, actor=stage.actors["clerk"])
    wide = opened(stage)
    grade.refresh_from_db()
    small.refresh_from_db()
    assert (grade.sweep_id, small.closed_at) == (wide.pk, NOON)
    with pytest.raises(Refused, match="已经发起"):
        opened(stage, path=stage.ground.other_town.path, actor=stage.actors["far_clerk"])


def test_a_sweep_is_opened_by_a_centre_with_its_legal_ground(stage: Stage) -> None:
    with pytest.raises(Refused, match="写明排查的依据"):
        opened(stage, ground=" ")
    with pytest.raises(Refused, match="由县或乡镇综治中心发起"):
        opened(stage, actor=stage.actors["village_mediator"], path=stage.ground.village.path)
    with pytest.raises(Refused, match="由县或乡镇综治中心发起"):
        opened(stage, actor=stage.actors["clerk"])
    with pytest.raises(Refused, match="不超过92天"):
        opened(stage, ends_on=dt.date(2027, 4, 1))


def test_the_sweep_ledger_shows_the_confirmed_grade(stage: Stage) -> None:
    opened(stage)
    confirmed(stage, graded(stage, stage.mediating(), Risk.MEDIUM, safety_plan=""))
    since = NOON - dt.timedelta(days=1)
    cases = ledger_cases(LEDGERS["sweep"], [stage.ground.town.path], since, NOON + dt.timedelta(days=1))
    assert [row["risk"] for row in rows_of(cases)] == ["中"]


def test_a_transferred_dispute_can_still_be_graded_until_it_is_closed(stage: Stage) -> None:
    opened(stage)
    case = transfer_case(
        case=stage.mediating(), to=TransferTo.POLICE, body="康保镇派出所", reason="可能激化",
        actor=stage.actors["village_mediator"], at=NOON,
    )  # fmt: skip
    assert graded(stage, case).pk


def test_there_is_no_column_that_grades_or_filters_by_a_person_or_a_complaint() -> None:
    words = {field.name for model in (RiskGrade, RiskSweep) for field in model._meta.get_fields()}
    assert not {
        name for name in words if any(w in name for w in ("petition", "resident", "complain", "source"))
    }
    links = {
        field.related_model
        for field in RiskGrade._meta.get_fields()
        if field.is_relation and field.many_to_one and field.name not in ("contested_by",)
    }
    assert Party not in links
