"""A month is spoken of on its mornings, ends with a list to each head of a unit, and stays as it was."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from core.audit.models import Record
from core.deadlines.models import Deadline
from core.permissions.actor import Actor
from households.actions.align_duties import align_duties
from households.actions.open_month import open_month
from households.choices import DutyState, Presence, Promise
from households.models import Door, DoorDeadline, Duty, DutyMonth, GridLead, Liaison
from households.notices import who_heads_the_unit, who_still_owes
from tests.accounts.people import user_of
from tests.cast import KANGBAO, ZHANGBEI
from tests.households.month import NOVEMBER, at, given_to, opened, tick, visit
from tests.households.stage import SINCE, Stage

pytestmark = pytest.mark.django_db


def told(stage: Stage, code: str, whom: Callable[[Record], Any]) -> list[tuple[str, str]]:
    """Who is told of the records of a code, by their name in the cast, with the title."""
    names = {user_of(staff).pk: who for who, staff in stage.staff.items()}
    records = Record.objects.filter(code=f"households.{code}").order_by("at", "id")
    return sorted((names[one.recipient_id], str(one.title)) for record in records for one in whom(record))


def test_whoever_still_owes_is_told_once_each_time_with_how_much_is_left(stage: Stage) -> None:
    doors = [stage.door(f"户{n}") for n in range(3)]
    for door in doors:
        stage.paired(door)
    other = stage.door("别家")
    stage.paired(other, "colleague")
    GridLead.objects.create(
        staff=stage.staff["leader"], unit=stage.bureau, path=stage.ground.grid.path, from_on=SINCE
    )
    opened()
    tick("2026-11-01 07:59")
    assert told(stage, "duty_reminded", who_still_owes) == []
    tick("2026-11-01 08:00")
    tick("2026-11-01 08:01")
    assert told(stage, "duty_reminded", who_still_owes) == [
        ("cadre", "2026-11待走访：3户"),
        ("colleague", "2026-11待走访：1户"),
        ("leader", "2026-11待走访：1个网格"),
    ]
    visit(stage, other, "2026-11-05 10:00", who="colleague")
    visit(stage, None, "2026-11-05 11:00", who="leader")
    Record.objects.all()
    tick("2026-11-21 08:00")
    assert told(stage, "duty_reminded", who_still_owes)[:2] == [
        ("cadre", "2026-11待走访：3户"),
        ("cadre", "2026-11待走访：3户"),
    ]
    assert len(told(stage, "duty_reminded", who_still_owes)) == 4


def test_a_month_opened_late_is_spoken_of_once(stage: Stage) -> None:
    stage.paired(stage.door())
    opened("2026-11-29 10:00")
    tick("2026-11-29 10:01")
    assert told(stage, "duty_reminded", who_still_owes) == [("cadre", "2026-11待走访：1户")]


def test_a_month_of_the_past_is_closed_without_a_reminder(stage: Stage) -> None:
    stage.paired(stage.door())
    open_month(actor=stage.system, at=at("2026-11-20 10:00"), month=dt.date(2026, 3, 1))
    tick("2026-11-20 10:01")
    assert told(stage, "duty_reminded", who_still_owes) == []
    assert DutyMonth.objects.get().ended_at == at("2026-11-20 10:01")


def test_at_the_end_what_is_open_is_missed_and_each_head_gets_the_list(stage: Stage) -> None:
    doors = [stage.door(f"户{n}") for n in range(3)]
    for door in doors:
        stage.paired(door)
    stage.paired(stage.door("别家"), "colleague")
    opened()
    visit(stage, doors[0], "2026-11-05 10:00")
    tick("2026-11-30 23:59:59")
    assert not Duty.objects.filter(state=DutyState.MISSED).exists()
    tick("2026-12-01 00:00")
    tick("2026-12-01 00:01")
    assert Duty.objects.filter(state=DutyState.MISSED).count() == 3
    assert told(stage, "unit_missed", who_heads_the_unit) == [("head", "2026-11未完成走访3件")]
    (record,) = Record.objects.filter(code="households.unit_missed")
    assert record.sentence == "康保县司法局2026-11未完成走访3件：包cadre2件、包collea1件"
    assert DutyMonth.objects.get().ended_at == at("2026-12-01 00:00")
    assert opened("2026-12-01 00:02").month.month == dt.date(2026, 12, 1)
    assert open_month(actor=stage.system, at=at("2026-12-02 00:00"), month=NOVEMBER).duties == 0


def test_a_closed_month_keeps_what_it_had(stage: Stage) -> None:
    door = stage.door()
    stage.paired(door)
    opened()
    tick("2026-12-01 00:00")
    kept = Duty.objects.values().get()
    given_to(stage, door, "office_cadre", dt.date(2026, 11, 6), "2026-12-02 09:00")
    Door.objects.update(presence=Presence.AWAY, away_from=SINCE)
    align_duties(actor=stage.system, at=at("2026-12-02 10:00"))
    assert Duty.objects.values().get() == kept
    assert Liaison.objects.count() == 2


def test_make_up_days_and_holidays_move_nothing(stage: Stage, years: None) -> None:
    """The month is the calendar's own: 1 October is a holiday, 10 October a working Saturday; both are as any day."""
    stage.paired(stage.door())
    open_month(actor=stage.system, at=at("2026-10-01 00:01"))
    due: dict[str, dt.datetime] = dict(DoorDeadline.objects.values_list("kind", "due_at"))
    assert due[Promise.MONTH_START] == at("2026-10-01 08:00")
    assert due[Promise.MONTH_END] == at("2026-11-01 00:00")
    assert issubclass(DoorDeadline, Deadline)


def test_the_neighbour_has_no_month_by_ours(stage: Stage) -> None:
    stage.paired(stage.door())
    opened()
    assert Actor.system(ZHANGBEI).tenant != KANGBAO
    assert Duty.objects.filter(tenant_id=ZHANGBEI).count() == 0
