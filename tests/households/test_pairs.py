"""A door has at most one cadre on any day, and once it has one it always has one."""

import datetime as dt

import pytest
from django.db import IntegrityError

from core.permissions.verdict import Refused
from households.actions.pair_doors import pair_doors
from households.models import Liaison
from households.selectors import pair_of, uncovered
from tests.households.stage import SINCE, TODAY, Stage

pytestmark = pytest.mark.django_db


def test_a_new_door_stands_on_the_uncovered_list_until_it_is_paired(stage: Stage) -> None:
    door = stage.door()
    assert list(uncovered(on=TODAY)) == [door]
    stage.paired(door)
    assert not uncovered(on=TODAY).exists()


def test_a_door_changes_hands_in_mid_month_without_a_gap(stage: Stage) -> None:
    door = stage.door()
    stage.paired(door)
    middle = dt.date(2026, 11, 15)
    pair_doors(
        pairs={door.pk: stage.staff["office_cadre"].pk},
        from_on=middle,
        actor=stage.actors["clerk"],
        at=stage.at,
    )
    for day, who in ((middle - dt.timedelta(days=1), "cadre"), (middle, "office_cadre")):
        pair = pair_of(door, on=day)
        assert pair is not None
        assert pair.staff == stage.staff[who]


def test_the_database_refuses_a_second_cadre_(stage: Stage) -> None:
    door = stage.door()
    first = stage.paired(door)
    with pytest.raises(IntegrityError):
        Liaison.objects.create(
            door=door, staff=first.staff, unit=first.unit, path=door.path, how="HAND", from_on=SINCE
        )


def test_the_database_refuses_a_gap(stage: Stage) -> None:
    door = stage.door()
    first = stage.paired(door)
    Liaison.objects.filter(pk=first.pk).update(to_on=TODAY)
    with pytest.raises(IntegrityError):
        Liaison.objects.create(
            door=door,
            staff=first.staff,
            unit=first.unit,
            path=door.path,
            how="HAND",
            from_on=TODAY + dt.timedelta(days=1),
            previous_to_on=TODAY,
        )


def test_another_township_pairs_nobody_here(stage: Stage) -> None:
    door = stage.door()
    with pytest.raises(Refused):
        pair_doors(
            pairs={door.pk: stage.staff["cadre"].pk},
            from_on=TODAY,
            actor=stage.actors["far_clerk"],
            at=stage.at,
        )
    assert uncovered(on=TODAY).count() == 1
