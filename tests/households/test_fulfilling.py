"""Which duty a visit fulfils, which it doesn't, and what happens when it no longer does."""

import datetime as dt
from typing import Any

import pytest

from core.permissions.actor import Actor
from households.actions.exempt_duties import exempt_duties
from households.actions.pair_doors import pair_doors
from households.choices import DutyState, Owed, Presence
from households.coverage import Scope, lines_by
from households.fulfilling import fulfil, unfulfil
from households.later import later_corrections
from households.models import Door, Duty, GridLead
from tests.cast import KANGBAO
from tests.households.month import NOVEMBER, at, opened, state_of, tick, visit
from tests.households.stage import SINCE, Stage

pytestmark = pytest.mark.django_db
DONE, OPEN, MISSED, EXEMPT = DutyState.DONE, DutyState.OPEN, DutyState.MISSED, DutyState.EXEMPT


@pytest.fixture
def door(stage: Stage) -> Door:
    """At home, paired with the cadre, November opened."""
    one = stage.door()
    stage.paired(one)
    opened()
    return one


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, DONE),
        ({"way": "PHONE"}, OPEN),
        ({"way": "VIDEO"}, OPEN),
        ({"way": "MESSAGE"}, OPEN),
        ({"found_nobody": True}, OPEN),
        ({"state": "DRAFT"}, OPEN),
        ({"who": "colleague"}, OPEN),
        ({"when": "2026-10-31 23:59"}, OPEN),
        ({"when": "2026-11-01 00:00"}, DONE),
        ({"when": "2026-11-30 23:59"}, DONE),
        ({"when": "2026-12-01 00:00"}, OPEN),
    ],
)
def test_a_household_at_home_asks_for_a_visit_by_its_cadre_in_the_month(
    stage: Stage, door: Door, values: dict[str, Any], state: str
) -> None:
    visit(stage, door, **({"when": "2026-11-10 10:00"} | values))
    assert state_of(door) == [(state, Owed.VISIT)]


@pytest.mark.parametrize("way", ["IN_PERSON", "PHONE", "VIDEO", "MESSAGE"])
def test_a_household_away_is_content_with_any_contact(stage: Stage, way: str) -> None:
    door = stage.door()
    Door.objects.update(presence=Presence.AWAY, away_from=SINCE)
    stage.paired(door)
    opened()
    visit(stage, door, "2026-11-10 10:00", way=way)
    assert state_of(door) == [(DONE, Owed.CONTACT)]


def test_whoever_typed_it_the_visitor_counts(stage: Stage, door: Door) -> None:
    row = visit(stage, door, "2026-11-10 10:00", typed_by=stage.staff["grid_worker"])
    duty = Duty.objects.get()
    assert (duty.visit_id, duty.done_on) == (row.pk, dt.date(2026, 11, 10))


def test_a_visit_of_a_day_to_come_fulfils_nothing(stage: Stage, door: Door) -> None:
    visit(stage, door, "2026-11-20 10:00", recorded_at=at("2026-11-10 10:00"))
    assert state_of(door) == [(OPEN, Owed.VISIT)]


def test_the_old_pair_may_not_do_it_after_it_ended_but_what_it_did_counts_for_the_household(
    stage: Stage, door: Door
) -> None:
    visit(stage, door, "2026-11-10 10:00")
    pair_doors(
        pairs={door.pk: stage.staff["office_cadre"].pk},
        from_on=dt.date(2026, 11, 15),
        actor=stage.system,
        at=at("2026-11-15 09:00"),
    )
    visit(stage, door, "2026-11-16 10:00")
    assert state_of(door) == [(DONE, Owed.VISIT), (OPEN, Owed.VISIT)]
    (line,) = lines_by("place", NOVEMBER, Scope(stage.ground.county.path))
    assert (line.visits, line.visited, line.doors, line.doors_met) == (2, 1, 1, 1)
    assert (line.visit_rate, line.door_rate) == ("50.0%", "100.0%")


def test_a_visit_taken_back_is_owed_again_unless_another_one_does_it(stage: Stage, door: Door) -> None:
    first = visit(stage, door, "2026-11-05 10:00")
    second = visit(stage, door, "2026-11-12 10:00")
    assert unfulfil(visit=first, at=at("2026-11-13 10:00")) == [Duty.objects.get().pk]
    assert Duty.objects.get().visit_id == second.pk
    first.found_nobody = True
    first.save(update_fields=["found_nobody"])
    unfulfil(visit=second, at=at("2026-11-13 10:00"))
    assert state_of(door) == [(OPEN, Owed.VISIT)]
    assert fulfil(visit=first, at=at("2026-11-13 10:00")) == []
    assert fulfil(visit=second, at=at("2026-11-13 10:00")) == [Duty.objects.get().pk]


def test_recorded_twice_it_counts_once(stage: Stage, door: Door) -> None:
    row = visit(stage, door, "2026-11-05 10:00")
    assert fulfil(visit=row, at=row.recorded_at) == []
    assert Duty.objects.get().visit_id == row.pk


def test_one_who_was_exempt_and_visited_all_the_same_is_done_and_exempt_again_afterwards(
    stage: Stage, door: Door
) -> None:
    exempt_duties(
        ids=[Duty.objects.get().pk], reason="全户住院", actor=stage.system, at=at("2026-11-02 10:00")
    )
    row = visit(stage, door, "2026-11-05 10:00")
    assert state_of(door) == [(DONE, Owed.VISIT)]
    unfulfil(visit=row, at=at("2026-11-06 10:00"))
    duty = Duty.objects.get()
    row.refresh_from_db()
    assert (duty.state, duty.explained) == (EXEMPT, "全户住院")


def test_a_closed_month_is_not_changed_and_what_comes_late_is_listed(stage: Stage, door: Door) -> None:
    other = stage.door("李旺")
    stage.paired(other)
    opened("2026-11-01 01:01")
    kept = visit(stage, other, "2026-11-09 10:00")
    tick("2026-12-01 00:00")
    visit(stage, door, "2026-11-28 10:00", recorded_at=at("2026-12-02 10:00"))
    assert state_of(door) == [(MISSED, Owed.VISIT)]
    everywhere = Scope(str(KANGBAO))
    (late,) = later_corrections(NOVEMBER, everywhere)
    assert (late.is_visited, late.on, late.recorded_at) == (
        True,
        dt.date(2026, 11, 28),
        at("2026-12-02 10:00"),
    )
    assert unfulfil(visit=kept, at=at("2026-12-03 10:00")) == []
    kept.found_nobody, kept.corrected_at = True, at("2026-12-03 10:00")
    kept.save(update_fields=["found_nobody", "corrected_at"])
    assert state_of(other) == [(DONE, Owed.VISIT)]
    assert {one.is_visited for one in later_corrections(NOVEMBER, everywhere)} == {True, False}
    assert later_corrections(NOVEMBER, Scope(stage.ground.other_town.path)) == []
    assert len(later_corrections(NOVEMBER, Scope(units=frozenset({stage.bureau.pk})))) == 2
    assert len(later_corrections(NOVEMBER, Scope(staff_id=stage.staff["cadre"].pk))) == 2


@pytest.mark.parametrize(
    ("where", "values", "state"),
    [
        ("grid", {}, DONE),
        ("second_grid", {}, OPEN),
        ("grid", {"way": "PHONE"}, OPEN),
        ("grid", {"who": "cadre"}, OPEN),
        ("grid", {"when": "2026-10-31 10:00"}, OPEN),
    ],
)
def test_a_leader_goes_to_the_grid_in_person(
    stage: Stage, where: str, values: dict[str, Any], state: str
) -> None:
    GridLead.objects.create(
        staff=stage.staff["leader"], unit=stage.bureau, path=stage.ground.grid.path, from_on=SINCE
    )
    opened()
    given = {"when": "2026-11-10 10:00", "who": "leader", "path": getattr(stage.ground, where).path}
    visit(stage, None, **(given | values))
    assert Duty.objects.get().state == state


def test_a_visit_to_a_grid_counts_for_the_village_that_is_led(stage: Stage) -> None:
    GridLead.objects.create(
        staff=stage.staff["leader"], unit=stage.bureau, path=stage.ground.village.path, from_on=SINCE
    )
    opened()
    row = visit(stage, None, "2026-11-10 10:00", who="leader")
    assert Duty.objects.get().state == DONE
    unfulfil(visit=row, at=at("2026-11-11 10:00"))
    duty = Duty.objects.get()
    assert (duty.state, duty.visit_id) == (OPEN, None)


def test_the_neighbours_cadre_fulfils_nothing_here(stage: Stage, door: Door) -> None:
    visit(stage, door, "2026-11-10 10:00", who="far_clerk")
    assert state_of(door) == [(OPEN, Owed.VISIT)]
    assert Actor.system(KANGBAO).is_system
