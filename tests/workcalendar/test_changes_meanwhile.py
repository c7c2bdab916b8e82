"""What else happens while a change of the calendar waits: another one, a year, a no; a worker that fails, dies, is two."""

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connections, transaction
from django.utils import timezone

from core.audit.models import Record
from core.permissions.verdict import Refused
from core.tenancy.context import in_tenant
from core.workcalendar.actions.add_local_day import DayTaken, add_local_day
from core.workcalendar.actions.ask_change import ask_change
from core.workcalendar.actions.confirm_change import OneAtATime, confirm_change
from core.workcalendar.actions.count_change import count_change
from core.workcalendar.actions.drop_change import drop_change
from core.workcalendar.actions.load_year import load_year
from core.workcalendar.actions.make_change import make_change
from core.workcalendar.actions.remove_local_day import DayGone, remove_local_day
from core.workcalendar.actions.remove_office_hours import HoursGone, remove_office_hours
from core.workcalendar.actions.set_office_hours import set_office_hours
from core.workcalendar.choices import ChangeKind, ChangeState, DayKind
from core.workcalendar.locks import hold_counting
from core.workcalendar.models import LocalDay, OfficeHoursFrom
from core.workcalendar.running import count_now, make_now
from core.workcalendar.selectors import unfinished_changes
from core.workcalendar.tasks import resume
from core.workcalendar.years import read_official
from governance.waiting import waiting_for
from tests.cast import KANGBAO
from tests.workcalendar.changing import (
    SHORT,
    TYPED_HOURS,
    asked,
    before_far,
    confirm,
    count,
    day_form,
    far,
    make,
    page,
    pk_of,
    ready,
    row_of,
)
from tests.workcalendar.people import NOW, ask, due, officer, promise
from tests.workcalendar.test_acts import longer_holiday
from tests.workcalendar.test_rules import at

pytestmark = pytest.mark.usefixtures("years")


def test_what_was_asked_for_is_not_asked_for_twice(county: int) -> None:
    first = asked("/calendar/days/", day_form())
    assert asked("/calendar/days/", day_form()) == first, "while it is counted"
    count(first)
    assert asked("/calendar/days/", day_form()) == first, "and afterwards"
    assert asked("/calendar/days/", day_form(kind="WORK")) != first
    hours = asked("/calendar/hours/", TYPED_HOURS | {"from_on": str(far())})
    other = TYPED_HOURS | {"from_on": str(far()), "closes_again": "17:00"}
    assert asked("/calendar/hours/", other) != hours


def test_a_second_change_is_counted_beside_the_first_and_is_out_of_date_after_it(county: int) -> None:
    row = promise(before_far())
    first, second = asked("/calendar/days/", day_form()), asked("/calendar/adopt/")
    hours = asked("/calendar/hours/", TYPED_HOURS | {"from_on": str(far())})
    for address in (first, second, hours):
        count(address)
        assert "已经过时" not in page(address)
    confirm(hours)
    assert confirm(first) == ["另一项日历变更正在更新，请等它完成"]
    assert row_of(first).state == ChangeState.READY
    make(hours)
    before = due(row)
    for address in (first, second):
        assert "已经过时" in page(address)
        assert confirm(address) == ["日历已经变化，请重新测算"]
    assert not LocalDay.objects.exists()
    again = asked(f"{first}recount/")
    assert again != first
    assert "已放弃" in page(first)
    count(again)
    assert "已经过时" not in page(again)
    confirm(again)
    make(again)
    assert due(row) > before
    assert LocalDay.objects.exists()
    assert OfficeHoursFrom.objects.exists()


def test_the_row_says_that_two_are_not_made_at_once(county: int) -> None:
    first, second = ready(), ready(ChangeKind.ADOPT)
    confirm_change(change=first, actor=officer(), at=timezone.now())
    with pytest.raises(OneAtATime):
        confirm_change(change=second, actor=officer(), at=timezone.now())
    make_now(tenant=KANGBAO, change_id=first.pk)
    second.refresh_from_db()
    with pytest.raises(Refused, match="重新测算"):
        confirm_change(change=second, actor=officer(), at=timezone.now())


def test_a_year_loaded_after_the_yes_moves_nothing_that_nobody_looked_at(county: int) -> None:
    row = promise(at("2026-12-28 09:00"))
    change = ready(ChangeKind.ADOPT)
    confirm_change(change=change, actor=officer(), at=timezone.now())
    load_year(sheet=read_official(longer_holiday()), on=date(2026, 11, 22))
    make_now(tenant=KANGBAO, change_id=change.pk)
    address = f"/calendar/changes/{change.pk}/"
    assert "日历已经变化，没有更新" in page(address)
    assert due(row) == "2027-01-05 24:00"
    assert [(one.state, one.needs_me) for one in waiting_for(officer(), at=NOW)] == [("未能更新", True)]
    again = asked(f"{address}recount/")
    count(again)
    assert "2027-01-07 24:00" in page(again)
    assert [one.state for one in waiting_for(officer(), at=NOW)] == ["待确认"]


def test_hours_that_were_set_otherwise_meanwhile_are_another_thing_to_take_back(county: int) -> None:
    hours = set_office_hours(from_on=far(), hours=SHORT, actor=officer(), at=NOW).row
    address = asked(f"/calendar/hours/{hours.pk}/remove/")
    count(address)
    remove_office_hours(row=hours, actor=officer(), at=NOW)
    set_office_hours(from_on=far(), hours=SHORT[:1], actor=officer(), at=NOW)
    assert confirm(address) == ["日历已经变化，请重新测算"]


def test_what_is_gone_is_not_taken_back(county: int) -> None:
    day = add_local_day(date=far(), kind=DayKind.REST, name="县庆", actor=officer(), at=NOW).day
    removal = ready(ChangeKind.REMOVE_DAY, date=far(), day_kind=DayKind.REST, name="县庆")
    remove_local_day(day=day, actor=officer(), at=NOW)
    assert ask(f"/calendar/changes/{removal.pk}/recount/", actor=officer(), post={}).said == [
        f"{far()} 已不是本县自定的休班日"
    ]
    with pytest.raises(DayGone):
        ask_change(kind=ChangeKind.REMOVE_DAY, date=far(), actor=officer(), at=NOW)
    with pytest.raises(HoursGone):
        ask_change(kind=ChangeKind.REMOVE_HOURS, date=far(), hours=SHORT, actor=officer(), at=NOW)


def test_a_change_is_dropped_also_while_it_is_counted_but_not_once_it_is_made(county: int) -> None:
    promise(before_far())
    address = asked("/calendar/days/", day_form())
    assert hold_counting(pk_of(address))
    drop_change(change=row_of(address), actor=officer(), at=NOW)
    count(address)
    assert "已放弃" in page(address)
    change = ready()
    confirm_change(change=change, actor=officer(), at=timezone.now())
    dropped = ask(f"/calendar/changes/{change.pk}/drop/", actor=officer(), post={})
    assert dropped.said == ["这项变更已经在更新或已办结，不能放弃"]
    make_now(tenant=KANGBAO, change_id=change.pk)
    assert LocalDay.objects.count() == 1
    with pytest.raises(DayTaken):
        ask_change(kind=ChangeKind.ADD_DAY, date=far(), day_kind=DayKind.WORK, actor=officer(), at=NOW)


# the worker


def test_a_failure_says_so_and_moves_nothing(county: int) -> None:
    """The day has gone by between the yes and the worker."""
    row = promise(before_far())
    before, change = due(row), ready()
    confirm_change(change=change, actor=officer(), at=timezone.now())
    make_now(tenant=KANGBAO, change_id=change.pk, at=before_far() + timedelta(days=9))
    change.refresh_from_db()
    assert (change.state, due(row)) == (ChangeState.FAILED, before)
    assert f"{far()} 已经过去" in page(f"/calendar/changes/{change.pk}/")
    assert not LocalDay.objects.exists()


def test_a_broken_count_says_so(county: int) -> None:
    promise(before_far())
    change = ask_change(kind=ChangeKind.ADD_DAY, date=far(), name="县庆", actor=officer(), at=NOW)
    count_now(tenant=KANGBAO, change_id=change.pk)  # a day of no kind
    change.refresh_from_db()
    assert (change.state, change.failure) == (
        ChangeState.FAILED,
        "系统出错，没有任何改变，请稍后再试",
    )


def test_what_should_be_over_by_now_is_found(county: int) -> None:
    address = asked("/calendar/adopt/")
    later = timezone.now() + timedelta(minutes=3)
    assert [change.pk for change in unfinished_changes(later)] == [pk_of(address)]
    assert not unfinished_changes(timezone.now() - timedelta(minutes=3)).exists()
    count(address)
    assert not unfinished_changes(later).exists(), "it waits for a person now"
    confirm(address)
    assert [change.state for change in unfinished_changes(later)] == [ChangeState.CONFIRMED]


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_worker_left_is_begun_again_and_counts_once(
    counties: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_ago = timezone.now() - timedelta(minutes=5)
    with in_tenant(KANGBAO):
        row = promise(before_far())
        before = due(row)
        change = ask_change(
            kind=ChangeKind.ADD_DAY,
            date=far(),
            day_kind=DayKind.REST,
            name="县庆",
            actor=officer(),
            at=long_ago,
        )
    sent: list[tuple[str, Any]] = []
    for task in ("count", "make"):
        name = f"core.workcalendar.tasks.{task}.delay"
        monkeypatch.setattr(name, lambda task=task, **given: sent.append((task, given)))
    given = {"tenant": KANGBAO, "change_id": str(change.pk)}

    with in_tenant(KANGBAO):  # the worker dies: its transaction is never committed
        assert count_change(change_id=change.pk, at=NOW)
        transaction.set_rollback(True)
    resume()
    assert sent == [("count", given)]
    count_now(tenant=KANGBAO, change_id=change.pk)
    with in_tenant(KANGBAO):
        change.refresh_from_db()
        assert confirm_change(change=change, actor=officer(), at=long_ago)
    with in_tenant(KANGBAO):
        assert make_change(change_id=change.pk, at=NOW)
        transaction.set_rollback(True)
    with in_tenant(KANGBAO):
        assert (due(row), LocalDay.objects.count()) == (before, 0)
    resume()
    assert sent[1:] == [("make", given)]
    make_now(tenant=KANGBAO, change_id=change.pk)
    resume()
    assert len(sent) == 2
    with in_tenant(KANGBAO):
        assert due(row) > before
        assert Record.objects.filter(code="workcalendar.local_day_added").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_count_once_and_make_once(counties: None) -> None:
    with in_tenant(KANGBAO):
        promise(before_far())
        change = ask_change(
            kind=ChangeKind.ADD_DAY,
            date=far(),
            day_kind=DayKind.REST,
            name="县庆",
            actor=officer(),
            at=NOW,
        )

    def count_here() -> bool:
        with in_tenant(KANGBAO):
            return count_change(change_id=change.pk, at=NOW)

    def make_here() -> bool:
        with in_tenant(KANGBAO):
            return make_change(change_id=change.pk, at=NOW) is not None

    with in_tenant(KANGBAO):  # the first has counted and has not committed yet
        assert count_change(change_id=change.pk, at=NOW)
        assert elsewhere(count_here) is False
    assert elsewhere(count_here) is False, "and afterwards it is counted"
    with in_tenant(KANGBAO):
        change.refresh_from_db()
        assert confirm_change(change=change, actor=officer(), at=NOW)
    with in_tenant(KANGBAO):
        assert make_change(change_id=change.pk, at=NOW)
        assert elsewhere(make_here) is False
    assert elsewhere(make_here) is False
    with in_tenant(KANGBAO):
        assert Record.objects.filter(code="workcalendar.local_day_added").count() == 1


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_a_count_that_is_running(counties: None) -> None:
    with in_tenant(KANGBAO):
        change = ask_change(kind=ChangeKind.ADOPT, actor=officer(), at=NOW)

    def drop_here() -> bool:
        with in_tenant(KANGBAO):
            drop_change(change=change, actor=officer(), at=NOW)
        return True

    with in_tenant(KANGBAO):
        assert hold_counting(change.pk)
        assert elsewhere(drop_here)


def elsewhere(work: Any) -> bool:
    """What some work returns on a thread with a connection of its own, while this one goes on."""
    answers: list[bool] = []

    def run() -> None:
        try:
            answers.append(work())
        finally:
            connections.close_all()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(timeout=30)
    assert answers, "it failed, or waits"
    return answers[0]
