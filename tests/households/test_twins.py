"""Two entries that may be one person are proposed across the county, and somebody who keeps one of them says so."""

import datetime as dt

import pytest
from django.urls import reverse

from core.permissions.verdict import Refused
from households.actions.leave_household import leave_household
from households.actions.settle_twins import settle_twins
from households.choices import Likeness, MemberEnd, Relation
from households.entering import MemberEntry
from households.models import Door, Member, TwinVerdict
from households.twins import proposed
from tests.households.stage import TODAY, Stage
from tests.households.test_register import SOUND, head_of
from tests.households.test_register_pages import browser, text

pytestmark = pytest.mark.django_db

BORN = dt.date(1950, 3, 1)


def alone(stage: Stage, name: str, path: str, **member: object) -> Door:
    return stage.door(
        name,
        path=path,
        members=[MemberEntry(name=name, relation=Relation.HEAD, **member)],  # type: ignore[arg-type]  # given by name
    )


def pairs(stage: Stage, who: str) -> list[tuple[set[str], bool]]:
    found, _more = proposed(stage.actors[who], page=1)
    return [({side.member.door.name for side in pair.sides}, pair.is_sure) for pair in found]


def test_the_same_number_or_the_same_name_sex_and_birth_is_proposed(stage: Stage) -> None:
    ground = stage.ground
    alone(stage, "王秀英", ground.grid.path, id_number=SOUND)
    far = alone(stage, "王秀莲", ground.second_grid.path, id_number=SOUND)
    alone(stage, "赵二", ground.grid.path, born_on=BORN, sex="1")
    alone(stage, "赵二", ground.second_grid.path, born_on=BORN, sex="1")
    alone(stage, "赵二", ground.second_grid.path, born_on=BORN, sex="2")
    assert pairs(stage, "centre") == [({"王秀英", "王秀莲"}, True), ({"赵二"}, False)]
    assert pairs(stage, "grid_worker") == pairs(stage, "centre")
    assert pairs(stage, "far_clerk") == []
    leave_household(
        member=head_of(far), why=MemberEnd.MISTAKE, on=TODAY, actor=stage.actors["clerk"], at=stage.at
    )
    assert pairs(stage, "centre") == [({"赵二"}, False)]


def test_what_somebody_said_is_asked_no_more_and_the_later_word_counts(stage: Stage) -> None:
    first = head_of(alone(stage, "王秀英", stage.ground.grid.path, id_number=SOUND))
    second = head_of(alone(stage, "王秀莲", stage.ground.second_grid.path, id_number=SOUND))
    worker = stage.actors["grid_worker"]
    for _twice in range(2):
        settle_twins(one=second, other=first, verdict=Likeness.DIFFERENT, actor=worker, at=stage.at)
    assert pairs(stage, "centre") == []
    settle_twins(one=first, other=second, verdict=Likeness.SAME, actor=worker, at=stage.at)
    row = TwinVerdict.objects.get()
    assert (row.verdict, row.first_id) == (Likeness.SAME, min(first.pk, second.pk))


def test_who_keeps_neither_says_nothing(stage: Stage) -> None:
    first = head_of(alone(stage, "王秀英", stage.ground.grid.path, id_number=SOUND))
    second = head_of(alone(stage, "王秀莲", stage.ground.second_grid.path, id_number=SOUND))
    with pytest.raises(Refused, match="所在地"):
        settle_twins(
            one=first, other=second, verdict=Likeness.SAME, actor=stage.actors["far_clerk"], at=stage.at
        )
    for wrong in ((first, first, Likeness.SAME), (first, second, "MAYBE")):
        with pytest.raises(Refused):
            settle_twins(
                one=wrong[0], other=wrong[1], verdict=wrong[2], actor=stage.actors["clerk"], at=stage.at
            )
    assert not TwinVerdict.objects.exists()


def test_the_page_masks_the_household_that_one_does_not_keep(stage: Stage) -> None:
    alone(stage, "王秀英", stage.ground.grid.path, id_number=SOUND)
    other = alone(stage, "王秀莲", stage.ground.second_grid.path, id_number=SOUND)
    worker = browser(stage, "grid_worker")
    shown = text(worker.get(reverse("twins")))
    assert "王秀英户" in shown
    assert "王*户" in shown
    assert reverse("door", args=[other.pk]) not in shown
    first, second = Member.objects.order_by("pk")
    address = reverse("settle_twins", args=[first.pk, second.pk])
    assert worker.post(address, {"verdict": "SAME", "note": "核对户口簿"}).status_code == 302
    assert TwinVerdict.objects.get().note == "核对户口簿"
    assert "没有疑似重复" in text(worker.get(reverse("twins"), {"page": "x"}))
    assert browser(stage, "cadre").get(reverse("twins")).status_code == 403
