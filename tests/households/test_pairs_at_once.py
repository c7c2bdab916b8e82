"""Two at once on the same door: one wins, the other is told; nothing is half done."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from accounts.choices import Role
from core.permissions.verdict import Conflict, Refused
from core.tenancy.context import in_tenant
from core.tenancy.models import Tenant
from households.actions.change_liaison_rule import change_liaison_rule
from households.actions.hand_over_pairs import hand_over_pairs
from households.actions.pair_doors import pair_doors
from households.actions.receive_handover import receive_handover
from households.models import Handover, Liaison, LiaisonRule
from households.rules.settings import NUMBERS
from tests.accounts.people import acting, person, post_of
from tests.cast import KANGBAO
from tests.disputes.test_at_once import at_once, in_county
from tests.households.stage import NOON, TODAY, Stage

pytestmark = pytest.mark.django_db(transaction=True)
TOMORROW = TODAY + dt.timedelta(days=1)


@pytest.fixture
def stage() -> Stage:
    """Committed, for everybody to see."""
    Tenant.objects.create(code=KANGBAO, name="康保县", full_name="河北省张家口市康保县")
    with in_tenant(KANGBAO):
        return Stage()


def test_two_clerks_pair_one_door_and_one_of_them_is_told(stage: Stage) -> None:
    with in_tenant(KANGBAO):
        doors = [stage.door(f"户{n}") for n in range(3)]
        other = person("第二人")
        post_of(other, Role.TOWNSHIP_CLERK, stage.ground.town.path, seat_number=2)
        second = acting(other)
    ids = [door.pk for door in doors]

    def pair(who: str, actor: Any, order: list[Any]) -> Callable[[], Any]:
        return in_county(
            lambda: pair_doors(
                pairs=dict.fromkeys(order, stage.staff[who].pk),
                seen=dict.fromkeys(order),
                from_on=TODAY,
                actor=actor,
                at=NOON,
            )
        )

    answers = at_once(pair("cadre", stage.actors["clerk"], ids), pair("colleague", second, ids[::-1]))
    (refused,) = [one for one in answers if isinstance(one, Refused)]
    assert isinstance(refused, Conflict)
    assert "刚刚已由他人安排给" in str(refused)
    with in_tenant(KANGBAO):
        assert Liaison.objects.count() == 3
        assert Liaison.objects.values("staff_id").distinct().count() == 1


def test_one_cadres_doors_are_handed_over_once_and_received_once(stage: Stage) -> None:
    with in_tenant(KANGBAO):
        for n in range(3):
            stage.paired(stage.door(f"户{n}"))

    def hand(to: str, who: str) -> Callable[[], Any]:
        return in_county(
            lambda: hand_over_pairs(
                from_staff=stage.staff["cadre"],
                to_staff=stage.staff[to],
                on=TOMORROW,
                reason="调离",
                actor=stage.actors[who],
                at=NOON,
            )
        )

    answers = at_once(hand("colleague", "clerk"), hand("office_cadre", "centre"))
    (handover,) = [one for one in answers if isinstance(one, Handover)]
    with in_tenant(KANGBAO):
        assert Handover.objects.get() == handover
        assert Liaison.objects.filter(to_on=None, staff_id=handover.to_staff_id).count() == 3
        successor = next(one for one in stage.actors.values() if one.person_id == handover.to_staff_id)

    def receive() -> Any:
        return receive_handover(handover=handover, actor=successor, at=NOON)

    received = at_once(in_county(receive), in_county(receive))
    assert sum(isinstance(one, Refused) for one in received) == 1


def test_two_who_change_the_rule_at_once_do_not_both_have_their_way(stage: Stage) -> None:
    def change() -> Any:
        numbers = {name: allowed[1] for name, allowed in NUMBERS.items()} | {"second_days": 1}
        return change_liaison_rule(
            numbers=numbers,
            demand_unit="WORKING_DAYS",
            request_unit="WORKING_DAYS",
            valid_from=TODAY,
            source="康政法〔2026〕12号",
            actor=stage.actors["centre"],
            at=NOON,
        )

    answers = at_once(in_county(change), in_county(change))
    assert sum(isinstance(one, Refused) for one in answers) == 1
    with in_tenant(KANGBAO):
        assert LiaisonRule.objects.filter(source="康政法〔2026〕12号").count() == 1
