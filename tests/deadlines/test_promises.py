"""Promises: made, paused, resumed, extended, closed, counted again. Always for many at once."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core.deadlines.actions.extend_deadlines import extend_deadlines
from core.deadlines.actions.open_deadlines import Opening, open_deadline, open_deadlines
from core.deadlines.actions.pause_deadlines import pause_deadlines, resume_deadlines
from core.deadlines.actions.recompute_deadlines import recompute_deadlines, shifts
from core.deadlines.actions.settle_deadlines import cancel_deadlines, settle_deadlines
from core.deadlines.choices import Lamp, State
from core.deadlines.rules import Rule
from core.permissions.actor import Actor
from core.tenancy.context import in_tenant
from core.workcalendar.actions.load_year import load_year
from core.workcalendar.choices import DayKind, YearStatus
from core.workcalendar.models import LocalDay
from core.workcalendar.rules import HOURS, MONTHS, NATURAL_DAYS, WORKING_DAYS, WORKING_HOURS, Day, Term
from core.workcalendar.selectors import county_calendar
from core.workcalendar.years import YearSheet, estimate, seed
from tests.cast import KANGBAO, ZHANGBEI
from tests.probe.models import ProbeCase, ProbeDeadline
from tests.workcalendar.test_rules import at

FIVE_DAYS = Rule(Term(5, WORKING_DAYS), warn=Term(1, WORKING_DAYS), version="2026-1")
MONDAY = at("2026-11-23 09:00")


@pytest.fixture(autouse=True)
def calendar(db: None) -> None:
    for year in (2025, 2026):
        load_year(sheet=seed(year), on=date(2026, 11, 22))
    load_year(sheet=estimate(2027), on=date(2026, 11, 22))


def promise(rule: Rule = FIVE_DAYS, start: datetime = MONDAY, **more: Any) -> ProbeDeadline:
    case = ProbeCase.objects.create(title="邻里纠纷")
    return open_deadline(ProbeDeadline, kind="ANSWER", started_at=start, rule=rule, case=case, **more)


def again(row: ProbeDeadline) -> ProbeDeadline:
    return ProbeDeadline.objects.get(id=row.id)


def everything() -> Any:
    return ProbeDeadline.objects.all()


def test_a_promise_stores_the_rule_the_calendar_and_the_instants_of_that_day(county: int) -> None:
    row = again(promise())
    assert row.state == State.OPEN
    assert row.term == Term(5, WORKING_DAYS)
    assert row.rule_version == "2026-1"
    assert row.calendar_version == county_calendar().version
    assert row.due_at == at("2026-12-01 00:00")
    assert row.warn_at == row.next_check_at == at("2026-11-30 00:00")
    assert not row.is_estimated


def test_many_promises_are_stored_by_one_statement(county: int) -> None:
    case = ProbeCase.objects.create(title="邻里纠纷")
    openings = [Opening("ANSWER", MONDAY, FIVE_DAYS, subject={"case": case}) for _ in range(50)]
    calendar = county_calendar()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        open_deadlines(ProbeDeadline, openings, calendar=calendar)
    assert len([query for query in queries if "INSERT" in query["sql"]]) == 1
    assert everything().count() == 50


def test_a_promise_that_reaches_into_an_estimated_year_is_marked(county: int) -> None:
    assert promise(start=at("2026-12-30 09:00")).is_estimated
    assert not promise().is_estimated


def test_a_term_too_short_to_warn_in_has_no_warning(county: int) -> None:
    row = promise(Rule(Term(2, HOURS), warn=Term(1, WORKING_DAYS)))
    assert row.warn_at is None
    assert row.next_check_at == row.due_at


def test_a_fixed_instant_is_a_promise_too(county: int) -> None:
    case = ProbeCase.objects.create(title="网格调整")
    row = open_deadline(
        ProbeDeadline,
        kind="ANSWER",
        started_at=MONDAY,
        due_at=at("2027-01-01 00:00"),
        warn=Term(3, NATURAL_DAYS),
        case=case,
    )
    assert again(row).warn_at == at("2026-12-29 00:00")
    assert row.term is None
    with pytest.raises(ValueError, match="either a rule or a fixed instant"):
        open_deadline(ProbeDeadline, kind="ANSWER", started_at=MONDAY, case=case)


def test_a_comment_changes_nothing(county: int) -> None:
    row = promise()
    before = ProbeDeadline.objects.filter(id=row.id).values().get()
    row.case.title = "邻里纠纷(已回访)"
    row.case.save()
    assert ProbeDeadline.objects.filter(id=row.id).values().get() == before


def test_the_lamp_is_computed(county: int) -> None:
    row = promise()
    assert row.lamp(MONDAY) == Lamp.GREEN
    assert row.lamp(at("2026-11-30 08:00")) == Lamp.YELLOW
    assert row.lamp(at("2026-12-01 00:00")) == Lamp.RED
    pause_deadlines(everything(), at=at("2026-11-25 10:00"))
    assert again(row).lamp(at("2027-12-01 00:00")) == Lamp.GREY
    settle_deadlines(everything(), at=at("2026-11-26 10:00"))
    assert again(row).lamp(MONDAY) is None


@pytest.mark.parametrize(
    ("term", "left", "due"),
    [
        (Term(5, WORKING_DAYS), 3, "2026-12-11 00:00"),
        (Term(7, NATURAL_DAYS), 5, "2026-12-15 00:00"),  # the 12th, a Saturday, rolls over to Monday the 14th
        (Term(1, MONTHS), 28, "2027-01-05 00:00"),
        (Term(72, HOURS), 23 * 3600, "2026-12-08 09:00"),
        (Term(35, WORKING_HOURS), 20 * 3600, "2026-12-10 09:00"),
    ],
)
def test_a_pause_keeps_what_is_left_and_gives_it_back(county: int, term: Term, left: int, due: str) -> None:
    row = promise(Rule(term))
    assert pause_deadlines(everything(), at=at("2026-11-25 10:00")) == 1
    paused = again(row)
    assert (paused.state, paused.next_check_at, paused.paused_at) == (
        State.PAUSED,
        None,
        at("2026-11-25 10:00"),
    )
    assert paused.left
    assert paused.left.amount == left
    assert resume_deadlines(everything(), at=at("2026-12-07 10:00")) == 1
    resumed = again(row)
    assert (resumed.state, resumed.paused_at) == (State.OPEN, None)
    assert resumed.due_at == at(due)
    assert resumed.next_check_at == resumed.due_at


def test_what_is_due_already_cannot_be_paused_or_extended(county: int) -> None:
    row = promise()
    late = at("2026-12-01 00:00")
    assert pause_deadlines(everything(), at=late) == 0
    assert extend_deadlines(everything(), by=Term(5, WORKING_DAYS), at=late) == 0
    assert again(row).due_at == late


def test_an_extension_adds_and_warns_anew(county: int) -> None:
    row = promise()
    everything().update(warned_at=at("2026-11-30 00:00"), next_check_at=row.due_at)
    assert extend_deadlines(everything(), by=Term(5, WORKING_DAYS), at=at("2026-11-30 09:00")) == 1
    extended = again(row)
    assert extended.due_at == at("2026-12-08 00:00")
    assert extended.next_check_at == extended.warn_at == at("2026-12-07 00:00")
    assert (extended.extended, extended.warned_at, extended.extensions) == (1, None, [[5, "WORKING_DAYS"]])
    assert extended.term == Term(5, WORKING_DAYS)  # the rule of that day stays


def test_a_fixed_instant_is_extended_from_itself(county: int) -> None:
    case = ProbeCase.objects.create(title="网格调整")
    row = open_deadline(
        ProbeDeadline, kind="ANSWER", started_at=MONDAY, due_at=at("2026-12-01 00:00"), case=case
    )
    extend_deadlines(everything(), by=Term(2, WORKING_DAYS), at=MONDAY)
    assert again(row).due_at == at("2026-12-03 00:00")


def test_pause_and_extension_together_count_as_the_law_does(county: int) -> None:
    row = promise()
    extend_deadlines(everything(), by=Term(5, WORKING_DAYS), at=at("2026-11-24 09:00"))
    pause_deadlines(everything(), at=at("2026-11-25 10:00"))  # two of ten used
    resume_deadlines(everything(), at=at("2026-12-07 10:00"))
    assert again(row).due_at == at("2026-12-18 00:00")
    extend_deadlines(everything(), by=Term(1, WORKING_DAYS), at=at("2026-12-08 10:00"))
    assert again(row).due_at == at("2026-12-19 00:00")
    assert again(row).extended == 2


def test_what_was_decided_stays_decided(county: int) -> None:
    row = promise()
    assert settle_deadlines(everything(), at=MONDAY, outcome="REPLIED") == 1
    assert cancel_deadlines(everything(), at=at("2026-11-24 09:00"), outcome="WITHDRAWN") == 0
    settled = again(row)
    assert (settled.state, settled.outcome, settled.decided_at) == (State.MET, "REPLIED", MONDAY)
    assert pause_deadlines(everything(), at=MONDAY) == resume_deadlines(everything(), at=MONDAY) == 0
    cancelled = promise()
    pause_deadlines(everything(), at=MONDAY)
    assert cancel_deadlines(everything(), at=at("2026-11-24 09:00")) == 1
    assert again(cancelled).state == State.CANCELLED


def test_the_database_keeps_the_states_apart(county: int) -> None:
    row = promise()
    for broken in (
        {"state": State.MET},
        {"next_check_at": None},
        {"decided_at": MONDAY},
        {"state": State.PAUSED, "next_check_at": None},
        {"warn_at": row.due_at},
        {"left_measure": ""},
        {"state": "LOST", "next_check_at": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProbeDeadline.objects.filter(id=row.id).update(**broken)


def official_2027(*rest: date) -> YearSheet:
    return YearSheet(2027, YearStatus.OFFICIAL, "notice", {day: Day(DayKind.REST, "元旦") for day in rest})


def test_publishing_a_year_moves_what_leans_on_it_after_a_preview(county: int) -> None:
    near = promise()
    far = promise(start=at("2026-12-28 09:00"))
    assert far.due_at == at("2027-01-06 00:00")  # 29, 30, 31 December, 4, 5 January
    paused = promise(start=at("2026-12-28 09:00"))
    pause_deadlines(ProbeDeadline.objects.filter(id=paused.id), at=at("2026-12-29 09:00"))
    sheet = official_2027(*(date(2027, 1, day) for day in (1, 4)))
    moving = list(shifts(county_calendar(sheet=sheet)))
    assert [(shift.before, shift.after) for shift in moving] == [(far.due_at, at("2027-01-07 00:00"))]
    assert moving[0].subject == "邻里纠纷"
    assert again(far).due_at == far.due_at  # a preview moves nothing
    load_year(sheet=sheet, on=date(2026, 11, 22))
    actor = Actor.system(county)
    assert recompute_deadlines(calendar=county_calendar(), actor=actor, at=MONDAY) == 1
    moved = again(far)
    assert (moved.due_at, moved.is_estimated) == (at("2027-01-07 00:00"), False)
    assert moved.next_check_at == moved.warn_at == at("2027-01-06 00:00")
    assert moved.calendar_version == again(near).calendar_version == county_calendar().version
    assert again(near).due_at == near.due_at
    assert again(paused).left == paused.left or again(paused).left_amount == 4
    assert recompute_deadlines(calendar=county_calendar(), actor=actor, at=MONDAY) == 0


def test_a_recount_keeps_pauses_and_extensions(county: int) -> None:
    row = promise()
    extend_deadlines(everything(), by=Term(5, WORKING_DAYS), at=at("2026-11-24 09:00"))
    pause_deadlines(everything(), at=at("2026-11-25 10:00"))
    resume_deadlines(everything(), at=at("2026-12-07 10:00"))
    LocalDay.objects.create(date=date(2026, 12, 9), kind=DayKind.REST, name="县庆", added_at=MONDAY)
    recompute_deadlines(calendar=county_calendar(), actor=Actor.system(county), at=MONDAY)
    assert again(row).due_at == at("2026-12-19 00:00")  # 17 December and a day


def test_the_neighbour_sees_and_moves_nothing(counties: None) -> None:
    with in_tenant(KANGBAO):
        row = promise()
    with in_tenant(ZHANGBEI):
        assert everything().count() == 0
        assert pause_deadlines(everything(), at=MONDAY) == 0
        assert settle_deadlines(ProbeDeadline.objects.filter(id=row.id), at=MONDAY) == 0
        assert list(shifts(county_calendar(sheet=official_2027()))) == []
    with in_tenant(KANGBAO):
        assert again(row).state == State.OPEN
