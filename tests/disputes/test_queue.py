"""The queue: who sees what, in which order it burns, and what it costs."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disputes.actions.register_case import register_case
from disputes.choices import Scope, State, TimeGroup
from disputes.models import Case, CaseDeadline
from disputes.queue import (
    Asked,
    CaseLine,
    Horizon,
    asked_for,
    counts_by_group,
    due_soon,
    in_hand_counts,
    ordered,
    own_cases,
    page_of,
)
from tests.disputes.stage import NOON, Stage


def queue(stage: Stage, who: str, **asked: object) -> list[Case]:
    actor, horizon, wanted = stage.actors[who], Horizon.at(NOON), Asked(**asked)  # type: ignore[arg-type]  # given by name
    rows = list(
        ordered(asked_for(wanted, actor=actor, horizon=horizon), wanted, actor=actor, horizon=horizon)
    )
    page = page_of(wanted, actor=actor, horizon=horizon, start=0, most=len(rows) + 1)
    assert page == list(map(CaseLine.of, rows))
    return rows


def counts(stage: Stage, who: str) -> dict[TimeGroup, int]:
    return counts_by_group(Asked(), actor=stage.actors[who], horizon=Horizon.at(NOON))


def due(case: Case, at: dt.datetime) -> Case:
    CaseDeadline.objects.filter(case=case, state="OPEN").update(due_at=at, warn_at=None, next_check_at=at)
    return case


def test_the_queue_burns_from_late_to_later_and_what_waits_for_others_stands_behind(stage: Stage) -> None:
    late = due(stage.accepted(), NOON - dt.timedelta(days=2))
    today = due(stage.accepted(), NOON + dt.timedelta(hours=3))
    week = due(stage.accepted(), NOON + dt.timedelta(days=1))
    later = due(stage.accepted(), NOON + dt.timedelta(days=9))
    mediator = [case.pk for case in queue(stage, "village_mediator")]
    assert mediator == [late.pk, today.pk, week.pk, later.pk]
    rows: list[Any] = list(queue(stage, "clerk"))
    groups = [CaseLine.of(case).group for case in rows]
    assert groups == [TimeGroup.OVERDUE, TimeGroup.TODAY, TimeGroup.WAITING, TimeGroup.WAITING]
    assert counts(stage, "clerk") == {TimeGroup.OVERDUE: 1, TimeGroup.TODAY: 1, TimeGroup.WAITING: 2}
    assert counts(stage, "village_mediator")[TimeGroup.LATER] == 1


def test_whoever_is_of_another_township_sees_nothing(stage: Stage) -> None:
    stage.accepted()
    assert queue(stage, "far_clerk") == queue(stage, "far_mediator") == []
    assert queue(stage, "auditor", scope=Scope.ALL) == []
    assert in_hand_counts(stage.actors["far_clerk"], at=NOON) == {Scope.OPEN: 0, Scope.FOLLOW_UP: 0}


def test_a_restricted_case_is_seen_by_name_only(stage: Stage) -> None:
    case = stage.accepted()
    Case.objects.filter(pk=case.pk).update(is_restricted=True)
    assert queue(stage, "clerk") == queue(stage, "centre") == []
    assert [row.pk for row in queue(stage, "village_mediator")] == [case.pk]
    assert [row.pk for row in own_cases(stage.actors["grid_worker"], on=NOON.date())] == [case.pk]


def test_every_filter_narrows(stage: Stage) -> None:
    first = stage.accepted()
    second = register_case(
        entry=stage.entry(kind_code="02", title="水渠争水", path=stage.ground.second_village.path),
        parties=stage.parties(),
        actor=stage.actors["political"],
        at=NOON,
    )
    Case.objects.filter(pk=second.pk).update(risk="HIGH", urgency="URGENT", card="YELLOW", was_late=True)
    for asked in (
        {"words": "水渠"},
        {"state": State.REGISTERED},
        {"kind": "02"},
        {"path": stage.ground.second_village.path},
        {"risk": "HIGH"},
        {"urgency": "URGENT"},
        {"card": "YELLOW"},
        {"was_late": True},
    ):
        assert [case.pk for case in queue(stage, "clerk", **asked)] == [second.pk], asked
    assert [case.pk for case in queue(stage, "clerk", mediator_id=first.mediator_id)] == [first.pk]
    assert queue(stage, "clerk", since=NOON.date() + dt.timedelta(days=1)) == []
    assert len(queue(stage, "clerk", since=NOON.date(), until=NOON.date())) == 2
    assert queue(stage, "clerk", is_mine=True) == []
    assert [case.pk for case in queue(stage, "village_mediator", is_mine=True)] == [first.pk]
    assert [case.pk for case in queue(stage, "clerk", group=TimeGroup.WAITING)] != []


def test_what_is_due_and_mine_is_asked_for_in_one_query(stage: Stage) -> None:
    case = due(stage.accepted(), NOON - dt.timedelta(days=1))
    due(stage.accepted(), NOON + dt.timedelta(days=5))
    with CaptureQueriesContext(connection) as asked:
        mine = due_soon(stage.actors["village_mediator"], at=NOON, most=20)
    assert [row.pk for row in mine] == [case.pk]
    assert len(asked) == 1
    assert due_soon(stage.actors["clerk"], at=NOON, most=20) == []
    assert due_soon(stage.actors["far_mediator"], at=NOON, most=20) == []


@pytest.mark.parametrize("number", [1, 6])
def test_the_counts_of_the_menu_are_one_query(stage: Stage, number: int) -> None:
    for _n in range(number):
        stage.accepted()
    with CaptureQueriesContext(connection) as asked:
        counted = in_hand_counts(stage.actors["clerk"], at=NOON)
    assert counted == {Scope.OPEN: number, Scope.FOLLOW_UP: 0}
    assert len(asked) == 1
