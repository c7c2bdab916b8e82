"""Changes with a later day: kept as a promise, undone before it, carried out once on it."""

import datetime as dt
from typing import Any

import pytest

from core.audit.models import Record
from core.deadlines.actions.sweep import sweep
from core.permissions.verdict import Refused
from core.tenancy.context import in_tenant
from grids.actions.apply_changes import apply_changes
from grids.actions.move_area import move_area
from grids.actions.open_area import open_area
from grids.actions.rename_area import rename_area
from grids.actions.retire_area import retire_area
from grids.actions.undo_change import undo_change
from grids.changes import ChangeRefused
from grids.choices import ChangeState
from grids.models import Area, ChangePromise, PlannedChange
from grids.selectors import changes_of, planned_changes
from tests.cast import KANGBAO, ZHANGBEI
from tests.grids.ground import Ground
from tests.grids.people import SHANGHAI, centre, worker

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=SHANGHAI)
TODAY = dt.date(2026, 11, 22)
NEW_YEAR = dt.date(2027, 1, 1)
MIDNIGHT = dt.datetime(2027, 1, 1, tzinfo=SHANGHAI)
LATER: dict[str, Any] = {"actor": centre(), "at": NOW, "effective_on": NEW_YEAR}


def again(area: Area) -> Area:
    return Area.objects.get(pk=area.pk)


def sweep_at(at: dt.datetime) -> Any:
    return sweep(tenant=KANGBAO, model=ChangePromise, now=at, limit=100)


def test_a_planned_change_waits_for_its_day_and_is_done_once(ground: Ground) -> None:
    change = rename_area(area=ground.grid, name="东片网格", **LATER)
    assert change.state == ChangeState.PLANNED
    assert Record.objects.get(code="grids.change_planned").after["effective_on"] == "2027-01-01"
    sweep_at(MIDNIGHT - dt.timedelta(seconds=1))
    assert again(ground.grid).name == "第一网格"
    sweep_at(MIDNIGHT)
    assert again(ground.grid).name == "东片网格"
    change.refresh_from_db()
    assert (change.state, change.settled_at) == (ChangeState.APPLIED, MIDNIGHT)
    rename_area(area=again(ground.grid), name="又改", actor=centre(), at=MIDNIGHT, effective_on=NEW_YEAR)
    sweep_at(MIDNIGHT + dt.timedelta(days=1))
    assert apply_changes(ids=[change.pk], actor=centre(), at=MIDNIGHT) == {}
    assert again(ground.grid).name == "又改"
    assert Record.objects.filter(code="grids.area_renamed").count() == 2


def test_a_promise_says_which_change_it_is_about(ground: Ground) -> None:
    change = rename_area(area=ground.grid, name="东片网格", **LATER)
    promise = ChangePromise.objects.get(change=change)
    assert ChangePromise.subject_labels([promise]) == {promise.id: change.summary}


def test_undone_before_its_day_it_never_happens(ground: Ground) -> None:
    change = rename_area(area=ground.grid, name="东片网格", **LATER)
    undo_change(change=change, actor=centre(), at=NOW, reason="写错了")
    sweep_at(MIDNIGHT)
    assert again(ground.grid).name == "第一网格"
    assert PlannedChange.objects.get().state == ChangeState.UNDONE
    with pytest.raises(Refused, match="只有待生效"):
        undo_change(change=change, actor=centre(), at=NOW)
    rename_area(area=ground.grid, name="西片网格", **LATER)


def test_only_who_may_change_the_area_undoes(ground: Ground) -> None:
    change = rename_area(area=ground.grid, name="东片网格", **LATER)
    for actor in (worker(ground.county.path), centre(path=ground.other_town.path)):
        with pytest.raises(Refused, match="您的岗位"):
            undo_change(change=change, actor=actor, at=NOW)


def test_one_area_has_one_plan(ground: Ground) -> None:
    rename_area(area=ground.grid, name="东片网格", **LATER)
    with pytest.raises(ChangeRefused, match="已有待生效的变更：第一网格更名为东片网格（2027-01-01起）"):
        move_area(area=ground.grid, parent=ground.far_village, actor=centre(), at=NOW, effective_on=TODAY)
    open_area(parent=ground.grid, name="第三微网格", **LATER)
    open_area(parent=ground.grid, name="第四微网格", **LATER)


@pytest.mark.parametrize(
    ("day", "reason"), [(dt.date(2026, 11, 21), "不能早于今天"), (dt.date(2028, 1, 1), "一年之内")]
)
def test_the_day_is_today_or_later(ground: Ground, day: dt.date, reason: str) -> None:
    with pytest.raises(ChangeRefused, match=reason) as refused:
        rename_area(area=ground.grid, name="东片网格", actor=centre(), at=NOW, effective_on=day)
    assert refused.value.field == "effective_on"


def test_what_can_no_longer_be_done_fails_with_its_reason_and_stops_nobody(ground: Ground) -> None:
    opening = open_area(parent=ground.second_grid, name="第一微网格", **LATER)
    renaming = rename_area(area=ground.grid, name="东片网格", **LATER)
    retire_area(area=ground.second_grid, actor=centre(), at=NOW, effective_on=TODAY)
    sweep_at(MIDNIGHT)
    opening.refresh_from_db()
    renaming.refresh_from_db()
    assert (opening.state, opening.outcome) == (ChangeState.FAILED, {"reason": "第二网格已停用"})
    assert renaming.state == ChangeState.APPLIED
    assert Record.objects.get(code="grids.change_failed").reason == "第二网格已停用"


def test_changes_of_one_day_are_done_in_the_order_they_were_planned(ground: Ground) -> None:
    move_area(area=ground.grid, parent=ground.second_village, **LATER)
    move_area(area=ground.second_grid, parent=ground.second_village, **LATER)
    sweep_at(MIDNIGHT)
    assert again(ground.grid).path == ground.second_village.path + "001"
    assert again(ground.second_grid).path == ground.second_village.path + "002"


def test_history_and_plans_are_listed(ground: Ground) -> None:
    rename_area(area=ground.grid, name="东片网格", actor=centre(), at=NOW, effective_on=TODAY)
    move_area(area=again(ground.grid), parent=ground.second_village, **LATER)
    assert [change.kind for change in changes_of(ground.grid)] == ["MOVE", "RENAME"]
    assert [change.kind for change in planned_changes(centre())] == ["MOVE"]
    assert not planned_changes(centre(path=ground.other_town.path)).exists()


@pytest.mark.django_db(transaction=True)
def test_the_neighbours_sweep_touches_nothing_of_ours(counties: None) -> None:
    with in_tenant(KANGBAO):
        ground = Ground()
        rename_area(area=ground.grid, name="东片网格", **LATER)
    sweep(tenant=ZHANGBEI, model=ChangePromise, now=MIDNIGHT, limit=100)
    with in_tenant(KANGBAO):
        assert again(ground.grid).name == "第一网格"
    sweep(tenant=KANGBAO, model=ChangePromise, now=MIDNIGHT, limit=100)
    with in_tenant(KANGBAO):
        assert again(ground.grid).name == "东片网格"
