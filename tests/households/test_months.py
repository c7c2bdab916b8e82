"""A month is opened once for every pair and leader that stands in it, follows them, is spoken of, and is closed."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.audit.models import Record
from core.deadlines.choices import State
from core.tenancy.context import in_tenant
from core.tenancy.models import Tenant
from households.actions.align_duties import align_duties
from households.actions.open_month import open_month
from households.choices import DoorEnd, DutyState, Owed, Presence, Promise
from households.models import Door, DoorDeadline, Duty, DutyMonth, GridLead, LiaisonRule
from households.rules.months import Part, next_first, owes, part_of
from households.tasks import open_months
from tests.cast import KANGBAO
from tests.disputes.test_at_once import at_once, in_county
from tests.households.month import NOVEMBER, at, given_to, opened, parts_of, state_of, tick, visit
from tests.households.stage import SINCE, Stage

pytestmark = pytest.mark.django_db
DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))


# the part of a month


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DAYS, DAYS, st.none() | DAYS, DAYS, st.none() | DAYS, st.integers(1, 15))
def test_a_part_is_the_days_on_which_pair_and_door_stand(
    day: dt.date,
    from_on: dt.date,
    to_on: dt.date | None,
    opened_on: dt.date,
    closed_on: dt.date | None,
    part_days: int,
) -> None:
    month = day.replace(day=1)
    days = [month + dt.timedelta(days=n) for n in range((next_first(month) - month).days)]
    standing = [
        one
        for one in days
        if from_on <= one
        and (to_on is None or one < to_on)
        and opened_on <= one
        and (closed_on is None or one < closed_on)
    ]
    part = part_of(month, from_on=from_on, to_on=to_on, opened_on=opened_on, closed_on=closed_on)
    assert part == (Part(standing[0], standing[-1] + dt.timedelta(days=1)) if standing else None)
    assert (0 if part is None else part.days) == len(standing)
    assert owes(part, part_days=part_days) == (len(standing) >= part_days)


def test_the_statement_takes_the_same_parts_as_the_rule(stage: Stage) -> None:
    """Every first day of a pair from October to December against the pure rule."""
    expected = {}
    for n in range(0, 70, 3):
        first = dt.date(2026, 10, 1) + dt.timedelta(days=n)
        door = stage.door(f"户{n}", at=at("2026-12-31 12:00"), on=dt.date(2026, 10, 1))
        stage.at = at("2026-12-31 12:00")
        stage.paired(door, from_on=first)
        if n % 2:
            closed = first + dt.timedelta(days=n)
            Door.objects.filter(pk=door.pk).update(closed_on=closed, closed_why=DoorEnd.MOVED_OUT)
            door.closed_on = closed
        part = part_of(
            NOVEMBER, from_on=first, to_on=None, opened_on=door.opened_on, closed_on=door.closed_on
        )
        if part is not None and owes(part, part_days=10):
            expected[door.pk] = (part.from_on, part.to_on)
    opened()
    rows = Duty.objects.values_list("liaison__door", "from_on", "to_on")
    assert {door: (first, last) for door, first, last in rows} == expected
    assert 5 < len(expected) < 20


def test_february_ends_with_its_last_day(stage: Stage) -> None:
    door = stage.door()
    stage.paired(door)
    open_month(actor=stage.system, at=at("2026-02-01 00:01"))
    (duty,) = Duty.objects.all()
    assert (duty.from_on, duty.to_on) == (dt.date(2026, 2, 1), dt.date(2026, 3, 1))
    due = dict(DoorDeadline.objects.values_list("kind", "due_at"))
    assert due == {
        Promise.MONTH_START: at("2026-02-01 08:00"),
        Promise.MONTH_FIRST: at("2026-02-19 08:00"),
        Promise.MONTH_SECOND: at("2026-02-26 08:00"),
        Promise.MONTH_END: at("2026-03-01 00:00"),
    }


# opening


def test_a_month_opens_a_duty_for_each_pair_and_each_leader_once(stage: Stage) -> None:
    door, away, shop = stage.door(), stage.door("李旺"), stage.shop()
    stage.door("赵没人管")
    Door.objects.filter(pk=away.pk).update(presence=Presence.AWAY, away_from=SINCE)
    for one in (door, away, shop):
        stage.paired(one)
    grid = stage.ground.grid
    GridLead.objects.create(staff=stage.staff["leader"], unit=stage.bureau, path=grid.path, from_on=SINCE)
    first, again = opened(), opened("2026-11-01 09:00")
    assert (first.duties, first.is_new, again.duties, again.is_new) == (4, True, 0, False)
    assert state_of(door) == state_of(shop) == [(DutyState.OPEN, Owed.VISIT)]
    assert state_of(away) == [(DutyState.OPEN, Owed.CONTACT)]
    lead = Duty.objects.get(lead__isnull=False)
    assert (lead.path, lead.owed, lead.from_on, lead.to_on) == (
        grid.path,
        Owed.VISIT,
        NOVEMBER,
        dt.date(2026, 12, 1),
    )
    assert DoorDeadline.objects.count() == 4
    (record,) = Record.objects.filter(code="households.month_opened")
    assert record.sentence == "系统开启2026-11走访任务4件"


def test_a_month_that_stands_without_its_promises_gets_them(stage: Stage) -> None:
    stage.paired(stage.door())
    DutyMonth.objects.create(month=NOVEMBER, opened_at=at("2026-11-01 00:05"))
    again = opened("2026-11-03 10:01")
    assert (again.is_new, again.duties, DoorDeadline.objects.count()) == (False, 1, 4)


def test_a_pair_that_begins_on_the_last_day_owes_nothing_this_month(stage: Stage) -> None:
    door = stage.door()
    stage.at = at("2026-11-30 12:00")
    opened()
    stage.paired(door, from_on=dt.date(2026, 11, 30))
    assert state_of(door) == []
    open_month(actor=stage.system, at=at("2026-12-01 00:01"))
    assert state_of(door, dt.date(2026, 12, 1)) == [(DutyState.OPEN, Owed.VISIT)]


def test_the_county_says_from_how_many_days_a_part_counts(stage: Stage) -> None:
    LiaisonRule.objects.update(part_days=3)
    door = stage.door()
    opened()
    stage.at = at("2026-11-28 12:00")
    stage.paired(door, from_on=dt.date(2026, 11, 28))
    assert parts_of(door) == [(28, 30)]


def test_midnight_belongs_to_the_new_month(stage: Stage) -> None:
    stage.paired(stage.door())
    old = open_month(actor=stage.system, at=at("2026-11-30 23:59:59"))
    new = open_month(actor=stage.system, at=at("2026-12-01 00:00:00"))
    assert (str(old.month), str(new.month)) == ("2026-11", "2026-12")


def test_a_visit_of_the_first_minutes_counts_once_the_month_is_opened(stage: Stage) -> None:
    door = stage.door()
    stage.paired(door)
    visit(stage, door, "2026-11-01 00:00:30")
    opened()
    align_duties(actor=stage.system, at=at("2026-11-01 00:01"))
    assert state_of(door) == [(DutyState.DONE, Owed.VISIT)]


@pytest.mark.django_db(transaction=True)
def test_several_at_once_open_a_month_once_and_close_it_once() -> None:
    Tenant.objects.create(code=KANGBAO, name="康保县", full_name="河北省张家口市康保县")
    with in_tenant(KANGBAO):
        stage = Stage()
        doors = [stage.door(f"户{n}") for n in range(20)]
        for door in doors:
            stage.paired(door)
    at_once(*[in_county(opened)] * 4)
    open_months(now=at("2026-11-01 01:01").isoformat())
    with in_tenant(KANGBAO):
        assert (Duty.objects.count(), DoorDeadline.objects.count(), DutyMonth.objects.count()) == (20, 4, 1)

    def called(number: int) -> Callable[[], Any]:
        return in_county(lambda: visit(stage, doors[number], "2026-11-30 23:59"))

    at_once(*[lambda: tick("2026-12-01 00:01")] * 4, *[called(number) for number in range(4)])
    tick("2026-12-01 00:03")
    with in_tenant(KANGBAO):
        counted = {state: Duty.objects.filter(state=state).count() for state in DutyState}
        assert counted[DutyState.OPEN] == 0
        assert counted[DutyState.DONE] + counted[DutyState.MISSED] == 20
        assert DutyMonth.objects.get().ended_at is not None
        assert not DoorDeadline.objects.filter(state=State.OPEN).exists()
        assert Record.objects.filter(code="households.month_ended").count() == 1
        assert Record.objects.filter(code="households.unit_missed").count() == 1


def test_one_who_is_killed_in_between_has_done_nothing(stage: Stage) -> None:
    stage.paired(stage.door())
    opened()

    class Killed(BaseException):
        pass

    def kill(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if "households_dutymonth" in str(sql) and str(sql).startswith("UPDATE"):
            raise Killed
        return execute(sql, params, many, context)

    tick("2026-11-30 12:00")
    with pytest.raises(Killed), connection.execute_wrapper(kill):
        tick("2026-12-01 00:01")
    assert Duty.objects.get().state == DutyState.OPEN
    assert not Record.objects.filter(code="households.unit_missed").exists()
    tick("2026-12-01 00:02")
    assert Duty.objects.get().state == DutyState.MISSED
    assert Record.objects.filter(code="households.unit_missed").count() == 1


# following


def test_a_door_that_changes_hands_is_owed_by_both_for_their_part(stage: Stage) -> None:
    door = stage.door()
    stage.paired(door)
    opened()
    given_to(stage, door, "office_cadre", dt.date(2026, 11, 15), "2026-11-15 09:00")
    assert parts_of(door) == [(1, 14), (15, 30)]
    assert state_of(door) == [(DutyState.OPEN, Owed.VISIT)] * 2


def test_a_part_that_became_too_short_is_exempt_with_the_reason_in_words(stage: Stage) -> None:
    door = stage.door()
    stage.paired(door)
    opened()
    given_to(stage, door, "office_cadre", dt.date(2026, 11, 6), "2026-11-06 09:00")
    first, second = Duty.objects.order_by("from_on")
    assert (first.state, first.explained, first.explained_at) == (
        DutyState.EXEMPT,
        "本月包联仅5天，不足10天，不计当月",
        None,
    )
    assert (second.state, second.from_on.day) == (DutyState.OPEN, 6)


def test_what_was_done_before_the_pair_ended_stays_done(stage: Stage) -> None:
    door = stage.door()
    stage.paired(door)
    opened()
    visit(stage, door, "2026-11-03 10:00")
    given_to(stage, door, "office_cadre", dt.date(2026, 11, 6), "2026-11-06 09:00")
    assert state_of(door) == [(DutyState.DONE, Owed.VISIT), (DutyState.OPEN, Owed.VISIT)]
    assert parts_of(door) == [(1, 5), (6, 30)]


def test_a_closed_door_owes_for_its_days_or_nothing_and_an_opened_one_again(stage: Stage) -> None:
    door = stage.door()
    stage.paired(door)
    opened()
    Door.objects.update(closed_on=dt.date(2026, 11, 4), closed_why=DoorEnd.MOVED_OUT)
    align_duties(doors=[door.pk], actor=stage.system, at=at("2026-11-04 09:00"))
    assert Duty.objects.get().explained == "本月在册仅3天，不足10天，不计当月"
    Door.objects.update(closed_on=None, closed_why="")
    align_duties(doors=[door.pk], actor=stage.system, at=at("2026-11-05 09:00"))
    duty = Duty.objects.get()
    assert (duty.state, duty.explained, duty.to_on) == (DutyState.OPEN, "", dt.date(2026, 12, 1))


def test_what_is_owed_follows_the_away_mark_while_it_is_open(stage: Stage) -> None:
    door, visited = stage.door(), stage.door("李旺")
    for one in (door, visited):
        stage.paired(one)
    opened()
    visit(stage, visited, "2026-11-02 10:00")
    visit(stage, door, "2026-11-03 10:00", way="PHONE")
    assert state_of(door) == [(DutyState.OPEN, Owed.VISIT)], "a call is no visit where somebody is at home"
    Door.objects.update(presence=Presence.AWAY, away_from=dt.date(2026, 11, 3))
    align_duties(actor=stage.system, at=at("2026-11-04 10:00"))
    assert state_of(door) == [(DutyState.DONE, Owed.CONTACT)], "the call of yesterday is what was owed"
    assert state_of(visited) == [(DutyState.DONE, Owed.VISIT)]


def test_aligning_again_changes_and_records_nothing(stage: Stage) -> None:
    door = stage.door()
    stage.paired(door)
    opened()
    given_to(stage, door, "office_cadre", dt.date(2026, 11, 6), "2026-11-06 09:00")
    before = Record.objects.count()
    done = align_duties(actor=stage.system, at=at("2026-11-06 10:00"))
    assert (bool(done), Record.objects.count()) == (False, before)


def test_another_county_has_months_of_its_own(stage: Stage, counties: None) -> None:
    stage.paired(stage.door())
    opened()
    assert Duty.objects.count() == 1
