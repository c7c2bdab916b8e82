"""Many at once, each on a connection of their own: one step each time, with its record, and nobody waits for ever."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from threading import Barrier, Event, Thread
from typing import Any

import pytest
from django.db import connections

from accounts.choices import Role
from core.deadlines.actions.sweep import Swept, sweep
from core.permissions.verdict import Conflict, Refused
from core.tenancy.context import in_tenant
from core.tenancy.ids import uuid7
from core.tenancy.models import Tenant
from disputes.actions.accept_case import accept_case
from disputes.actions.change_brake_rule import change_brake_rule
from disputes.actions.hand_up_case import hand_up_case
from disputes.actions.settle_on_spot import settle_on_spot
from disputes.actions.write_note import write_note
from disputes.choices import HandlerRole, Level, State, Verb
from disputes.models import BrakeRule, Case, CaseDeadline, Handler, Step, SweepBrake
from tests.accounts.people import acting, person, post_of
from tests.cast import KANGBAO
from tests.disputes.invariants import look_at
from tests.disputes.stage import NOON, Stage

pytestmark = pytest.mark.django_db(transaction=True)
CLERKS = 20
LATE = NOON + dt.timedelta(days=5)


@pytest.fixture
def stage() -> Stage:
    """Committed, for everybody to see."""
    Tenant.objects.create(code=KANGBAO, name="康保县", full_name="河北省张家口市康保县")
    with in_tenant(KANGBAO):
        return Stage()


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each one got: an answer or a refusal. Anything else is a fault, a deadlock too."""
    gate = Barrier(len(acts))
    answers: list[Any] = [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            gate.wait(30)
            answers[place] = act()
        except BaseException as problem:  # handed to the test, which looks at it
            answers[place] = problem
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
        assert not thread.is_alive(), "somebody waits for ever"
    faults = [one for one in answers if isinstance(one, BaseException) and not isinstance(one, Refused)]
    assert not faults, faults
    return answers


def in_county(act: Callable[[], Any]) -> Callable[[], Any]:
    def inside() -> Any:
        with in_tenant(KANGBAO):
            return act()

    return inside


def clerks(stage: Stage) -> list[Any]:
    """Twenty more at the counter of the township, each in a seat of their own."""
    found = []
    with in_tenant(KANGBAO):
        for number in range(CLERKS):
            staff = person(f"第{number}人")
            post_of(staff, Role.TOWNSHIP_CLERK, stage.ground.town.path, seat_number=number + 2)
            found.append((staff, acting(staff)))
    return found


def test_twenty_clerks_accept_one_case_and_one_of_them_has_it(stage: Stage) -> None:
    people = clerks(stage)
    with in_tenant(KANGBAO):
        case = stage.registered()

    def accept(staff: Any, actor: Any) -> Callable[[], Any]:
        return in_county(
            lambda: accept_case(case=case, mediator=staff, actor=actor, at=NOON, key=uuid7(), seen=1)
        )

    answers = at_once(*(accept(staff, actor) for staff, actor in people))
    assert sum(isinstance(one, Case) for one in answers) == 1
    refused = [one for one in answers if isinstance(one, Refused)]
    assert len(refused) == CLERKS - 1
    assert all(isinstance(one, Conflict) and "刚刚办理了“受理”" in str(one) for one in refused)
    with in_tenant(KANGBAO):
        assert look_at(case).number == "（2026）永兴人调字第1号"
        lead = Handler.objects.get(case=case, role=HandlerRole.LEAD)
        assert Step.objects.get(case=case, verb=Verb.ACCEPT).staff_id == lead.staff_id
        other = stage.accepted()
        assert other.number == "（2026）永兴人调字第2号"  # those who were refused took no number along


def test_twenty_clerks_write_at_once_and_every_word_is_kept(stage: Stage) -> None:
    people = clerks(stage)
    with in_tenant(KANGBAO):
        case = stage.accepted()

    def write(staff: Any, actor: Any) -> Callable[[], Any]:
        return in_county(lambda: write_note(case=case, note=staff.name, actor=actor, at=NOON, key=uuid7()))

    answers = at_once(*(write(staff, actor) for staff, actor in people))
    assert all(isinstance(one, Case) for one in answers)
    with in_tenant(KANGBAO):
        assert look_at(case).revision == 2 + CLERKS
        notes = set(Step.objects.filter(case=case, verb=Verb.NOTE).values_list("note", flat=True))
        assert notes == {staff.name for staff, _actor in people}


def test_twenty_clerks_do_twenty_things_and_the_table_holds(stage: Stage) -> None:
    people = clerks(stage)
    with in_tenant(KANGBAO):
        case = stage.registered()

    def act(number: int, staff: Any, actor: Any) -> Callable[[], Any]:
        given = {"case": case, "actor": actor, "at": NOON, "key": uuid7()}
        return in_county(
            (
                lambda: accept_case(mediator=staff, **given),
                lambda: hand_up_case(reason="分歧较大", **given),
                lambda: settle_on_spot(content="和解", **given),
                lambda: write_note(note="已走访", **given),
            )[number % 4]
        )

    at_once(*(act(number, staff, actor) for number, (staff, actor) in enumerate(people)))
    with in_tenant(KANGBAO):
        look_at(case)


def test_one_request_sent_twenty_times_at_once_makes_one_case(stage: Stage) -> None:
    key = uuid7()
    answers = at_once(*[in_county(lambda: stage.registered(key=key)) for _ in range(CLERKS)])
    assert {one.pk for one in answers} == {key}
    assert len({one.code for one in answers}) == 1
    with in_tenant(KANGBAO):
        assert (Case.objects.count(), Step.objects.count()) == (1, 1)


def test_one_step_sent_twenty_times_at_once_is_one_step(stage: Stage) -> None:
    key = uuid7()
    with in_tenant(KANGBAO):
        case = stage.accepted()
    mediator = stage.actors["village_mediator"]

    def write() -> Any:
        return write_note(case=case, note="已走访", actor=mediator, at=NOON, key=key, seen=2)

    answers = at_once(*[in_county(write) for _ in range(CLERKS)])
    assert {one.revision for one in answers} == {3}
    with in_tenant(KANGBAO):
        look_at(case)


def run_sweep() -> Swept:
    return sweep(tenant=KANGBAO, model=CaseDeadline, now=LATE, batch=7)


def swept_until_done() -> Swept:
    """As the minutes go by: what somebody held is looked at again in a minute."""
    total = Swept()
    for minute in range(6):
        now = LATE + dt.timedelta(minutes=minute)
        total += sweep(tenant=KANGBAO, model=CaseDeadline, now=now, batch=7)
    return total


def test_two_sweeps_and_those_who_settle_change_nothing_twice(stage: Stage) -> None:
    """Sixty cases are due; two sweeps hand them up while four people settle half of them at the door."""
    with in_tenant(KANGBAO):
        SweepBrake.objects.create(
            counted=1,
            open_cases=1,
            share=1,
            pulled_at=LATE,
            released_at=LATE - dt.timedelta(minutes=1),
            released_until=LATE + dt.timedelta(days=1),
        )
        cases = [stage.registered(at=NOON + dt.timedelta(seconds=number)) for number in range(60)]
    clerk, begun = stage.actors["clerk"], Event()

    def swept_meanwhile() -> Swept:
        begun.wait(30)
        return swept_until_done()

    def settle(mine: list[Case]) -> Callable[[], Any]:
        def work() -> int:
            done = 0
            for case in mine:
                with in_tenant(KANGBAO):
                    try:
                        settle_on_spot(case=case, content="和解", actor=clerk, at=LATE)
                        done += 1
                    except Refused:
                        continue
                begun.set()
            return done

        return work

    # The sweep takes the oldest first and they the newest, so that all of them meet in the middle.
    settlers = [settle(cases[start::8][::-1]) for start in range(0, 8, 2)]
    *_sweeps, first, second, third, fourth = at_once(swept_meanwhile, swept_meanwhile, *settlers)
    with in_tenant(KANGBAO):
        assert not CaseDeadline.objects.filter(attempts__gt=0).exists()
        found = [look_at(case) for case in cases]
        states = Counter((case.state, case.level) for case in found)
        settled = states[State.SETTLED, Level.VILLAGE]
        assert settled == first + second + third + fourth
        assert settled > 0
        assert states[State.HANDED_UP, Level.TOWNSHIP] == 60 - settled
        for case in found:
            verbs = list(Step.objects.filter(case=case).order_by("number").values_list("verb", flat=True))
            assert verbs in (["REGISTER", "SETTLE_ON_SPOT"], ["REGISTER", "ESCALATE"])


def test_sweeps_that_hold_each_others_promises_do_not_wait_for_each_other(stage: Stage) -> None:
    """Two promises of each case are due at once, so that two sweeps hold one each of what the other one moves."""
    with in_tenant(KANGBAO):
        SweepBrake.objects.create(
            counted=1,
            open_cases=1,
            share=1,
            pulled_at=LATE,
            released_at=LATE - dt.timedelta(minutes=1),
            released_until=LATE + dt.timedelta(days=1),
        )
        cases = [stage.accepted(at=NOON + dt.timedelta(seconds=number)) for number in range(40)]
        kinds = ("FIRST_CONTACT", "SETTLE_LEVEL")
        for number, promise in enumerate(CaseDeadline.objects.filter(kind__in=kinds).order_by("kind", "id")):
            due = LATE - dt.timedelta(seconds=(number * 37) % 80)
            CaseDeadline.objects.filter(pk=promise.pk).update(due_at=due, next_check_at=due, warn_at=None)
    at_once(swept_until_done, swept_until_done, swept_until_done)
    with in_tenant(KANGBAO):
        assert not CaseDeadline.objects.filter(attempts__gt=0).exists()
        for case in cases:
            found = look_at(case)
            assert (found.state, found.level) == (State.HANDED_UP, Level.TOWNSHIP)
            assert Step.objects.filter(case=case, verb=Verb.ESCALATE).count() == 1


def test_two_sweeps_pull_one_brake(stage: Stage) -> None:
    with in_tenant(KANGBAO):
        for number in range(60):
            stage.registered(at=NOON + dt.timedelta(seconds=number))
    at_once(run_sweep, run_sweep)
    with in_tenant(KANGBAO):
        assert SweepBrake.objects.get().counted == 60
        assert not CaseDeadline.objects.filter(attempts__gt=0).exists()
        assert not Step.objects.filter(verb=Verb.ESCALATE).exists()


def test_two_who_change_the_brake_at_once_do_not_both_have_their_way(stage: Stage) -> None:
    def change() -> None:
        with in_tenant(KANGBAO):
            change_brake_rule(
                fewest=30,
                share=10,
                released_hours=12,
                valid_from=NOON.date(),
                source="康政法〔2026〕12号",
                actor=stage.actors["centre"],
                at=NOON,
            )

    answers = at_once(change, change)
    assert sorted(type(answer).__name__ for answer in answers) in (
        ["Conflict", "NoneType"],
        ["NoneType", "Refused"],
    )
    with in_tenant(KANGBAO):
        assert BrakeRule.objects.filter(source="康政法〔2026〕12号").count() == 1
