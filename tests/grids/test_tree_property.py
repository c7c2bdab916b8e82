"""Whatever is done to a tree, in whatever order: it stays a tree, and no place or grid code is given twice."""

import datetime as dt
import random
from collections import Counter
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Post, Staff
from core.paths.ranges import child_path, depth_of, parent_of
from core.permissions.verdict import Refused
from grids.actions.merge_areas import merge_areas
from grids.actions.move_area import move_area
from grids.actions.open_area import open_area
from grids.actions.retire_area import retire_area
from grids.actions.split_area import Part, split_area
from grids.choices import Level
from grids.models import Area, AreaCode, FormerPath
from tests.grids.ground import Ground
from tests.grids.people import SHANGHAI, centre
from tests.grids.test_area_shape import check_deferred

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=SHANGHAI)
ACT: dict[str, Any] = {"actor": centre(), "at": NOW, "effective_on": NOW.date()}
ACTS = st.lists(st.sampled_from(["open", "move", "split", "merge", "retire"]), min_size=5, max_size=15)


def one_act(dice: random.Random, act: str, number: int) -> None:
    areas = list(Area.objects.filter(valid_to=None).select_related("parent").order_by("path"))
    area = dice.choice(areas)
    peers = [one for one in areas if one.level == area.level and one.pk != area.pk]
    if act == "open":
        kind = "RESIDENTIAL" if area.level == Level.VILLAGE else ""
        open_area(parent=area, name=f"新{number}", grid_kind=kind, **ACT)
    elif act == "move":
        parents = [one for one in areas if one.level == area.level - 1]
        move_area(area=area, parent=dice.choice(parents or areas), **ACT)
    elif act == "split":
        children = [one.pk for one in areas if one.parent_id == area.pk]
        taken = dice.sample(children, dice.randint(0, len(children)))
        split_area(area=area, parts=[Part(f"分{number}", taken)], **ACT)
    elif act == "merge" and peers:
        merge_areas(sources=dice.sample(peers, min(len(peers), 2)), into=area, **ACT)
    elif act == "retire":
        retire_area(area=area, **ACT)


def look_at_the_tree(places: dict[str, object]) -> None:
    check_deferred()
    areas = list(Area.objects.select_related("parent"))
    by_path = {area.path: area for area in areas}
    assert len(by_path) == len(areas)
    for area in areas:
        assert depth_of(area.path) == area.level
        if area.parent is not None:
            assert parent_of(area.path) == area.parent.path
            assert area.path <= child_path(area.parent.path, area.parent.last_child)
            assert area.valid_to is not None or area.parent.valid_to is None
        # A place once given means the same area for ever.
        assert places.setdefault(area.path, area.pk) == area.pk
    for former in FormerPath.objects.all():
        assert former.path not in by_path
        assert places[former.path] == former.area_id
    codes = Counter(area.code for area in areas if area.code and area.valid_to is None)
    assert not [code for code, times in codes.items() if times > 1]
    grid_codes = {area.code for area in areas if area.level >= Level.GRID}
    assert not grid_codes & set(AreaCode.objects.values_list("old_code", flat=True)) - {""}
    in_force = {area.path for area in areas if area.valid_to is None}
    assert set(Post.objects.filter(to_on=None).values_list("path", flat=True)) <= in_force


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), acts=ACTS)
def test_random_acts_leave_a_tree(county: int, seed: int, acts: list[str]) -> None:
    with transaction.atomic():
        Ground()
        staff = Staff.objects.create(name="赵玉兰")
        for number, path in enumerate(Area.objects.values_list("path", flat=True)):
            # Some posts have one holder: such areas can't be merged until one of them is relieved.
            role = ("GRID_HEAD", "VOLUNTEER", "VILLAGE_MEDIATOR")[number % 3]
            Post.objects.create(staff=staff, role=role, path=path, from_on=dt.date(2025, 1, 1))
        places: dict[str, object] = {}
        dice = random.Random(seed)
        look_at_the_tree(places)
        for number, act in enumerate(acts):
            try:
                with transaction.atomic():
                    one_act(dice, act, number)
            except Refused:
                continue
            look_at_the_tree(places)
        transaction.set_rollback(True)
