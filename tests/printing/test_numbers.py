import threading
from uuid import UUID

import pytest
from django.db import connections, transaction

from core.audit.models import Record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.printing.actions import NumberAlreadyVoided, take_number, take_numbers, void_number
from core.printing.models import NumberSequence, NumberTaken
from core.tenancy.context import in_tenant
from tests.cast import KANGBAO, ZHANGBEI
from tests.printing.conftest import CENTRE, NOON

TEMPLATE = "（{year}）{abbr}字第{seq:04d}号"


def take(clerk: Actor, *, kind: str = "case", year: int = 2026, organisation: UUID = CENTRE) -> str:
    return take_number(
        organisation_id=organisation,
        kind=kind,
        year=year,
        template=TEMPLATE,
        words={"abbr": "康人调"},
        actor=clerk,
        at=NOON,
    ).text


def test_numbers_follow_each_other_by_organisation_kind_and_year(county: int, clerk: Actor) -> None:
    assert [take(clerk) for _ in range(3)] == [f"（2026）康人调字第000{n}号" for n in (1, 2, 3)]
    assert take(clerk, year=2027).endswith("第0001号")
    assert take(clerk, kind="letter").endswith("第0001号")
    assert take(clerk, organisation=UUID(int=8)).endswith("第0001号")
    assert take(clerk).endswith("第0004号")


def test_many_numbers_come_in_one_piece(county: int, clerk: Actor) -> None:
    taken = take_numbers(
        organisation_id=CENTRE, kind="case", year=2026, template="{seq}", actor=clerk, at=NOON, count=40
    )
    assert [number.value for number in taken] == list(range(1, 41))
    assert NumberTaken.objects.count() == 40


def test_a_refused_paper_leaves_no_gap(county: int, clerk: Actor) -> None:
    take(clerk)
    before = transaction.savepoint()
    take(clerk)
    transaction.savepoint_rollback(before)  # the paper failed
    assert take(clerk).endswith("第0002号")


def test_a_bad_template_takes_no_number(county: int, clerk: Actor) -> None:
    with pytest.raises(ValueError, match="abbr"):
        take_number(
            organisation_id=CENTRE, kind="case", year=2026, template="{abbr}{seq}", actor=clerk, at=NOON
        )
    assert not NumberSequence.objects.exists()


def test_a_voided_number_stays_visible_and_is_not_given_out_again(county: int, clerk: Actor) -> None:
    take(clerk)
    number = NumberTaken.objects.get()
    void_number(number=number, actor=clerk, at=NOON, reason="登记错误")
    assert take(clerk).endswith("第0002号")
    kept = NumberTaken.objects.get(value=1)
    assert kept.is_voided
    assert kept.void_reason == "登记错误"
    assert Record.objects.get(code="printing.number_voided").reason == "登记错误"
    with pytest.raises(NumberAlreadyVoided):
        void_number(number=number, actor=clerk, at=NOON, reason="再作废")


def test_voiding_takes_a_reason(county: int, clerk: Actor) -> None:
    take(clerk)
    with pytest.raises(Refused, match="原因"):
        void_number(number=NumberTaken.objects.get(), actor=clerk, at=NOON, reason=" ")


@pytest.mark.django_db(transaction=True)
def test_many_hands_at_once_get_different_numbers_without_gaps(counties: None, clerk: Actor) -> None:
    start = threading.Barrier(6)

    def hand(give_up: bool) -> None:
        start.wait()
        for turn in range(5):
            try:
                with in_tenant(KANGBAO):
                    take(clerk)
                    if give_up and turn % 2:
                        raise RuntimeError
            except RuntimeError:
                pass
        connections["default"].close()

    hands = [threading.Thread(target=hand, args=(n % 2 == 1,)) for n in range(6)]
    for one in hands:
        one.start()
    for one in hands:
        one.join()
    with in_tenant(KANGBAO):
        values = sorted(NumberTaken.objects.values_list("value", flat=True))
        assert values == list(range(1, len(values) + 1))
        assert len(values) == 6 * 5 - 3 * 2


@pytest.mark.django_db(transaction=True)
def test_the_neighbour_county_counts_for_itself_and_sees_nothing(counties: None, clerk: Actor) -> None:
    with in_tenant(KANGBAO):
        take(clerk)
    with in_tenant(ZHANGBEI):
        assert not NumberTaken.objects.exists()
        neighbour = Actor(tenant=ZHANGBEI, user_id=None, person_id=None, name="邻县")
        assert take(neighbour).endswith("第0001号")
