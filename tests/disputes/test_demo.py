"""The demo county has lived for two years: every state and outcome, full desks, and the printed figures of P8."""

import datetime as dt
import random
from collections import Counter, defaultdict

import pytest
from django.db import transaction

import accounts.demo
import grids.demo
from accounts.demo_names import nobodys_id
from core.deadlines.choices import State as DeadlineState
from core.permissions.actor import Actor
from core.printing.actions.take_number import take_number
from core.printing.models import NumberSequence, NumberTaken
from core.rules.identity import read_id_number
from core.rules.rates import rate_text
from core.tenancy.context import in_tenant
from core.tenancy.models import Tenant
from core.workcalendar.rules import SHANGHAI, end_of
from disputes import demo
from disputes.actions.accept_case import NUMBER_KIND, NUMBER_TEMPLATE
from disputes.choices import FINAL, Level, Outcome, State, Verb
from disputes.counting import figures_by
from disputes.models import (
    Case,
    CaseDeadline,
    CaseToken,
    Committee,
    DutyShift,
    LeaderCase,
    Mediator,
    MonthDeadline,
    MonthlyStatement,
    Party,
    Room,
    Step,
)
from disputes.workflow import MOVES
from grids.models import Area
from tests.cast import KANGBAO, ZHANGBEI

SHANGYI = demo.P8_COUNTY
NOW = dt.datetime(2026, 11, 25, 10, 0, tzinfo=SHANGHAI)  # a Wednesday


def quiet(line: str) -> None:
    pass


def staffed(code: int, name: str) -> None:
    Tenant.objects.get_or_create(code=code, defaults={"name": name, "full_name": name})
    with in_tenant(code):
        grids.demo.load(code=code, seed=1, say=quiet)
        accounts.demo.load(code=code, seed=1, say=quiet)


@pytest.mark.django_db
def test_the_county_of_p8_has_lived_for_two_years(counties: None) -> None:
    staffed(SHANGYI, "尚义县")
    with in_tenant(SHANGYI):
        demo.load(code=SHANGYI, seed=1, say=quiet, now=NOW)
        printed_as_in_the_practice()
        staffed_as_in_the_practice()
        every_state_and_outcome_is_there()
        every_step_is_one_of_the_table()
        every_open_case_owes_something()
        every_desk_is_full()
        most_townships_have_signed_their_month()
        numbers_go_on_without_a_gap()
        nobody_is_a_real_person()
    with in_tenant(ZHANGBEI):
        assert not Case.objects.exists(), "the neighbour sees nothing"
        assert not Committee.objects.exists()


def printed_as_in_the_practice() -> None:
    year = demo.stated_year(NOW)
    assert year == 2025
    since, until = (dt.datetime(y, 1, 1, tzinfo=SHANGHAI) for y in (year, year + 1))
    (row,) = figures_by("whole", [str(SHANGYI)], since, until, {})
    assert (row.figures["handled"], row.figures["settled"]) == (972, 929)
    assert rate_text(row.figures["settled"], row.figures["handled"]) == "95.5%"
    assert 0.8 < row.figures["on_time"] / row.figures["decided"] < 0.98


def staffed_as_in_the_practice() -> None:
    assert Committee.objects.count() == 204
    assert Mediator.objects.count() == 684
    assert Mediator.objects.filter(is_full_time=True).count() == 30
    assert Room.objects.count() == 14 + 2
    by_committee: dict[object, list[Mediator]] = defaultdict(list)
    for mediator in Mediator.objects.all():
        by_committee[mediator.committee_id].append(mediator)
    for members in by_committee.values():
        assert 3 <= len(members) <= 9
        assert sum(member.is_head for member in members) == 1
        assert any(member.sex == "2" for member in members)
    assert DutyShift.objects.filter(on=NOW.date()).count() == 15


def every_state_and_outcome_is_there() -> None:
    assert 1790 <= Case.objects.count() <= 1830
    assert set(Case.objects.values_list("state", flat=True)) == set(State)
    assert set(Case.objects.values_list("outcome", flat=True)) == set(Outcome)
    assert set(Case.objects.values_list("level", flat=True)) == set(Level)
    assert set(Step.objects.values_list("verb", flat=True)) >= set(Verb) - {
        Verb.CORRECT,
        Verb.NOTE,
        Verb.UNMERGE,
    }
    assert LeaderCase.objects.filter(to_at=None).exists()
    assert Case.objects.filter(is_restricted=True, outcome=Outcome.BARRED).exists()
    assert CaseToken.objects.values("case").distinct().count() == Case.objects.count()
    months = Counter(Case.objects.filter(kind_code="10").values_list("registered_at__month", flat=True))
    assert months[1] + months[12] > months[6] + months[7], "wages are asked for before Spring Festival"


def every_step_is_one_of_the_table() -> None:
    known = {(source, move.verb, move.target) for move in MOVES for source in move.sources or {""}}
    back = {(source, move.verb) for move in MOVES if move.target is None for source in move.sources}
    last: dict[object, tuple[str, int]] = defaultdict(lambda: ("", 0))
    rows = Step.objects.order_by("case_id", "number").values_list(
        "case_id", "verb", "from_state", "to_state", "number"
    )
    for case, verb, source, target, number in rows:
        assert last[case] == (source, number - 1)
        assert (source, verb, target) in known or (source, verb) in back
        last[case] = (target, number)
    stands = Case.objects.values_list("pk", "state", "revision")
    assert {pk: (state, revision) for pk, state, revision in stands} == dict(last)


def every_open_case_owes_something() -> None:
    running = CaseDeadline.objects.filter(state__in=(DeadlineState.OPEN, DeadlineState.PAUSED))
    owing = set(running.values_list("case_id", flat=True))
    assert set(Case.objects.exclude(state__in=FINAL).values_list("pk", flat=True)) <= owing
    assert not running.filter(next_check_at__lte=NOW).exists(), "the sweep has nothing left to do"


def most_townships_have_signed_their_month() -> None:
    unsigned = MonthlyStatement.objects.filter(signed_at=None)
    assert MonthlyStatement.objects.count() == 3 * (1 + 14)
    assert 1 <= unsigned.count() <= 4
    assert set(unsigned.values_list("year", "month")) == {(2026, 10)}
    owed = MonthDeadline.objects.filter(state=DeadlineState.OPEN)
    assert owed.count() == unsigned.count()
    assert not owed.filter(next_check_at__lte=NOW).exists(), "the sweep has nothing left to do"
    assert set(owed.values_list("outcome", flat=True)) == {"MISSED"}, "the term was over long ago"
    assert MonthDeadline.objects.filter(outcome="LATE").exists()


def every_desk_is_full() -> None:
    today, week = end_of(NOW.date()), end_of(dt.date(2026, 11, 29))
    owed = CaseDeadline.objects.filter(state=DeadlineState.OPEN, case__level=Level.TOWNSHIP).exclude(
        case__state__in=FINAL
    )
    for town in Area.objects.filter(level=2).values_list("path", flat=True):
        own = owed.filter(case__path__startswith=town)
        assert own.filter(due_at__lte=NOW).exists()
        assert own.filter(due_at__gt=NOW, due_at__lte=today).exists()
        assert own.filter(due_at__gt=today, due_at__lte=week).exists()


def numbers_go_on_without_a_gap() -> None:
    given: dict[object, list[int]] = defaultdict(list)
    for sequence, value in NumberTaken.objects.order_by("value").values_list("sequence_id", "value"):
        given[sequence].append(value)
    for sequence in NumberSequence.objects.all():
        assert given[sequence.pk] == list(range(1, sequence.last_value + 1))
    numbered = set(Case.objects.exclude(number="").values_list("number", flat=True))
    assert numbered == set(NumberTaken.objects.values_list("text", flat=True))
    assert not Case.objects.filter(first_accepted_at__isnull=False, number="").exists()
    committee = Committee.objects.get(abbreviation="尚人")
    before = Case.objects.filter(number__startswith="（2026）尚人调字").count()
    taken = take_number(
        organisation_id=committee.pk,
        kind=NUMBER_KIND,
        year=2026,
        template=NUMBER_TEMPLATE,
        words={"abbr": committee.abbreviation},
        actor=Actor.system(SHANGYI),
        at=NOW,
    )
    assert taken.text == f"（2026）尚人调字第{before + 1}号"


def nobody_is_a_real_person() -> None:
    marked = Party.objects.filter(id_unverified=True)
    assert marked.count() > 500
    assert not Party.objects.filter(id_unverified=False).exclude(id_number_index="").exists()
    for party in marked[:200]:
        number = party.id_number.reveal()
        assert not read_id_number(number).is_sound
        assert number[6:9] == "189", "born in the 1890s"
    assert all(party.phone.reveal()[:4] in ("1297", "0313", "") for party in Party.objects.all()[:200])


def test_an_invented_number_never_passes_its_check() -> None:
    dice = random.Random(1)
    assert not any(read_id_number(nobodys_id(dice)).is_sound for _number in range(2000))


@pytest.mark.django_db
def test_the_same_seed_tells_the_same_story(counties: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(demo.SIZES, KANGBAO, 40)
    monkeypatch.setattr(demo, "DESKS", ())
    staffed(KANGBAO, "康保县")

    def told(seed: int) -> list[object]:
        with in_tenant(KANGBAO), transaction.atomic():
            story = demo.Story(KANGBAO, random.Random(f"disputes {KANGBAO} {seed}"), NOW)
            story.tell()
            transaction.set_rollback(True)
        return [
            (
                walk.case.pk,
                walk.case.code,
                walk.case.summary,
                [(step.id, step.verb, step.at) for step in walk.steps],
            )
            for walk in story.walks
        ]

    assert told(1) == told(1) != told(2)
