"""Two clerks at once, each on a connection of their own: one act each time, and nobody waits for ever."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connections

from core.audit.models import Record
from core.permissions.verdict import Refused
from core.tenancy.context import in_tenant
from core.tenancy.ids import uuid7
from core.tenancy.models import Tenant
from households.actions.close_door import close_door
from households.actions.merge_households import merge_households
from households.actions.split_household import split_household
from households.choices import DoorEnd, Relation
from households.models import Door
from households.registering import people_of
from tests.cast import KANGBAO
from tests.households.stage import TODAY, Stage

pytestmark = pytest.mark.django_db(transaction=True)


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
            with in_tenant(KANGBAO):
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


def test_two_households_merged_into_each_other_at_once_are_merged_once(stage: Stage) -> None:
    with in_tenant(KANGBAO):
        one, other = stage.door(), stage.door("张有才")
        doors = [(one, other), (other, one)]
        relations = [{each.pk: Relation.OTHER_KIN for each in people_of(door)} for door, _into in doors]

    def merge(turn: int) -> Callable[[], Any]:
        door, into = doors[turn]
        return lambda: merge_households(
            door=door,
            into=into,
            relations=relations[turn],
            on=TODAY,
            actor=stage.actors["clerk"],
            at=stage.at,
        )

    answers = at_once(merge(0), merge(1))
    assert sorted(isinstance(one, Refused) for one in answers) == [False, True]
    with in_tenant(KANGBAO):
        (standing,) = Door.objects.filter(closed_on=None)
        assert len(people_of(standing)) == 4


def test_one_split_sent_twice_at_once_makes_one_household(stage: Stage) -> None:
    with in_tenant(KANGBAO):
        door, key = stage.door(), uuid7()
        wife = next(one for one in people_of(door) if one.relation != Relation.HEAD)

    def split() -> Any:
        return split_household(
            door=door,
            leaving=[wife.pk],
            head=wife.pk,
            relations={},
            address="七排1号",
            on=TODAY,
            key=key,
            actor=stage.actors["clerk"],
            at=stage.at,
        )

    first, second = at_once(split, split)
    assert first.pk == second.pk
    with in_tenant(KANGBAO):
        assert Door.objects.filter(origin=door).count() == 1


def test_a_door_closed_by_two_is_closed_and_recorded_once(stage: Stage) -> None:
    with in_tenant(KANGBAO):
        door = stage.door()
        stage.paired(door)

    def close() -> Any:
        return close_door(
            door=door, why=DoorEnd.MOVED_OUT, on=TODAY, actor=stage.actors["clerk"], at=stage.at
        )

    answers = at_once(close, close)
    assert sum(isinstance(one, Refused) for one in answers) == 1
    with in_tenant(KANGBAO):
        assert Record.objects.filter(code="households.door_closed").count() == 1
