"""Many at once, each on a connection of their own: one visit for one key, one run marked, one share drawn, one answer."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from core.permissions.verdict import Refused
from core.tenancy.context import in_tenant
from core.tenancy.ids import uuid7
from core.tenancy.models import Tenant
from core.workcalendar.actions.load_year import load_year
from core.workcalendar.years import estimate, seed
from households.actions.answer_demand import answer_demand
from households.actions.draw_call_backs import draw_call_backs
from households.actions.record_visit import record_visit
from households.models import CallBack, Demand, Door, DoorDeadline, Visit
from households.visiting import DemandEntry, VisitEntry, VisitKeyTaken
from tests.cast import KANGBAO
from tests.disputes.test_at_once import at_once
from tests.households.stage import NOON, TODAY, Stage

pytestmark = pytest.mark.django_db(transaction=True)
KEY = uuid7()


@pytest.fixture
def stage() -> Stage:
    """Committed, for everybody to see."""
    for year in (2025, 2026):
        load_year(sheet=seed(year), on=dt.date(2025, 12, 1))
    load_year(sheet=estimate(2027), on=dt.date(2025, 12, 1))
    Tenant.objects.create(code=KANGBAO, name="康保县", full_name="河北省张家口市康保县")
    with in_tenant(KANGBAO):
        return Stage()


def paired(stage: Stage, count: int) -> list[Door]:
    with in_tenant(KANGBAO):
        doors = [stage.door(f"王{n}", address=f"二排{n}号") for n in range(count)]
        for door in doors:
            stage.paired(door)
        return doors


def visiting(stage: Stage, door: Door, **given: Any) -> Callable[[], Visit]:
    said = given.pop("said", "都好")

    def act() -> Visit:
        with in_tenant(KANGBAO):
            return record_visit(
                door=door,
                staff=stage.staff["cadre"],
                entry=VisitEntry(way="IN_PERSON", met="王", said=said, visited_at=given.get("when", NOON)),
                demands=[DemandEntry(text="修路")],
                actor=stage.actors["cadre"],
                at=NOON,
                key=given.get("key"),
            )

    return act


def test_one_key_sent_ten_times_at_once_is_one_visit_with_one_demand(stage: Stage) -> None:
    (door,) = paired(stage, 1)
    answers = at_once(*[visiting(stage, door, key=KEY)] * 10)
    assert {answer.pk for answer in answers} == {KEY}
    with in_tenant(KANGBAO):
        assert Visit.objects.count() == Demand.objects.count() == DoorDeadline.objects.count() == 1


def test_one_key_for_two_visits_at_once_is_one_of_them(stage: Stage) -> None:
    doors = paired(stage, 2)
    answers = at_once(*(visiting(stage, door, key=KEY, said=door.name) for door in doors))
    assert Counter(type(answer) for answer in answers) == {Visit: 1, VisitKeyTaken: 1}
    with in_tenant(KANGBAO):
        assert Visit.objects.count() == 1


def test_a_run_of_visits_at_once_is_marked_whole(stage: Stage) -> None:
    doors = paired(stage, 20)
    answers = at_once(*(visiting(stage, door) for door in doors))
    assert all(isinstance(answer, Visit) for answer in answers), answers
    with in_tenant(KANGBAO):
        assert Visit.objects.filter(is_burst=True).count() == 20


def test_two_draws_at_once_draw_the_share_once(stage: Stage) -> None:
    for door in paired(stage, 3):
        visiting(stage, door)()

    def draw() -> list[Any]:
        with in_tenant(KANGBAO):
            return draw_call_backs(
                month=TODAY.replace(day=1), unit_id=stage.bureau.pk, actor=stage.actors["head"], at=NOON
            )

    answers = at_once(draw, draw)
    assert sorted(len(answer) for answer in answers) == [0, 1]
    with in_tenant(KANGBAO):
        assert CallBack.objects.count() == 1


def test_of_two_answers_at_once_one_stands(stage: Stage) -> None:
    (door,) = paired(stage, 1)
    visiting(stage, door)()
    with in_tenant(KANGBAO):
        demand = Demand.objects.get()

    def answering(who: str) -> Callable[[], Demand]:
        def act() -> Demand:
            with in_tenant(KANGBAO):
                return answer_demand(demand=demand, answer=who, actor=stage.actors[who], at=NOON)

        return act

    answers = at_once(answering("clerk"), answering("centre"))
    assert Counter(type(answer) for answer in answers) == {Demand: 1, Refused: 1}
