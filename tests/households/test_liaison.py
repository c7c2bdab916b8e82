"""Doors given to cadres: one, many, by plan; handed over, taken back; what is refused and why."""

import datetime as dt
from typing import Any
from uuid import UUID

import pytest

from accounts.actions.close_user import close_user
from accounts.actions.hand_over import hand_over, preview_hand_over
from accounts.choices import Role
from accounts.models import Membership, Post
from core.audit.models import Record
from core.permissions.verdict import Conflict, Refused
from households.actions.hand_over_pairs import hand_over_pairs
from households.actions.lead_grid import end_lead, lead_grid
from households.actions.pair_by_plan import pair_by_plan
from households.actions.pair_doors import pair_doors
from households.actions.receive_handover import receive_handover
from households.actions.set_quota import remove_quota, set_quota
from households.actions.take_back_pairs import take_back_handover, take_back_pair
from households.cadres import find_cadre, loads_of, stranded
from households.handovers import handovers_seen_by
from households.models import Door, GridLead, Handover, Liaison, UnitQuota
from households.planning import Wish, plan_for
from households.rules.places import shared_area
from households.rules.sharing import dealt, shares
from households.selectors import pair_of, uncovered
from tests.accounts.people import person, post_of, unit
from tests.households.stage import SINCE, TODAY, Stage

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def pair(stage: Stage, doors: list[Door], who: str = "cadre", by: str = "clerk", **more: Any) -> list[UUID]:
    given: dict[str, Any] = {"from_on": TODAY, "at": stage.at, "actor": stage.actors[by], **more}
    return pair_doors(pairs={door.pk: stage.staff[who].pk for door in doors}, **given)


def street(stage: Stage, count: int = 6, path: str = "") -> list[Door]:
    path = path or stage.ground.grid.path
    return [stage.door(f"王{n}", path=path, address=f"永兴{n}号", walk_order=n) for n in range(1, count + 1)]


def holders(doors: list[Door], on: dt.date = TODAY) -> list[str]:
    found = [pair_of(door, on=on) for door in doors]
    return [one.staff.name if one else "" for one in found]


def hand(stage: Stage, who: str = "cadre", to: str = "colleague", **more: Any) -> Handover:
    given: dict[str, Any] = {
        "on": TODAY + DAY,
        "reason": "调离",
        "actor": stage.actors["clerk"],
        "at": stage.at,
        **more,
    }
    return hand_over_pairs(from_staff=stage.staff[who], to_staff=stage.staff[to], **given)


def test_many_doors_are_one_record_a_cadre_and_one_door_is_its_own(stage: Stage) -> None:
    doors = street(stage)
    pair(stage, doors[:5])
    (one,) = Record.objects.filter(code="households.given")
    assert (one.subject_id, one.after["count"], one.path) == (
        stage.staff["cadre"].pk,
        5,
        stage.ground.grid.path,
    )
    pair(stage, doors[5:])
    record = Record.objects.get(code="households.paired")
    assert str(record.subject_id) == str(doors[5].pk)
    assert record.subject_label != doors[5].name  # a resident's name is kept masked
    assert loads_of([stage.staff["cadre"].pk], on=TODAY) == {stage.staff["cadre"].pk: 6}


def test_the_same_pair_again_changes_nothing(stage: Stage) -> None:
    doors = street(stage, 3)
    assert len(pair(stage, doors)) == 3
    assert pair(stage, doors) == []
    assert pair(stage, doors, from_on=TODAY + DAY) == []
    assert Liaison.objects.count() == 3


def test_nobody_gives_doors_to_themselves(stage: Stage) -> None:
    clerk = stage.staff["clerk"]
    Membership.objects.create(staff=clerk, unit=stage.office, from_on=SINCE)
    (door,) = street(stage, 1)
    with pytest.raises(Refused, match="不能把户分给自己"):
        pair(stage, [door], "clerk")
    pair(stage, [door], "clerk", by="centre")
    assert holders([door]) == [clerk.name]


@pytest.mark.parametrize(
    ("when", "words"),
    [(TODAY + 400 * DAY, "一年以后"), (SINCE - DAY, "还没有登记")],
)
def test_a_day_too_far_ahead_or_before_the_door_stood_is_refused(
    stage: Stage, when: dt.date, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        pair(stage, street(stage, 1), from_on=when)


def test_who_has_no_unit_or_left_is_paired_with_nothing(stage: Stage) -> None:
    doors = street(stage, 1)
    with pytest.raises(Refused, match="没有单位"):
        pair(stage, doors, "grid_worker")
    stage.staff["cadre"].left_on = TODAY
    stage.staff["cadre"].save(update_fields=["left_on"])
    with pytest.raises(Refused, match="已离岗"):
        pair(stage, doors)


def test_a_closed_door_takes_no_cadre(stage: Stage) -> None:
    (door,) = street(stage, 1)
    Door.objects.filter(pk=door.pk).update(closed_on=TODAY, closed_why="MOVED_OUT")
    with pytest.raises(Refused, match="已注销"):
        pair(stage, [door])


def test_what_another_clerk_did_meanwhile_is_told(stage: Stage) -> None:
    doors = street(stage, 2)
    seen = dict.fromkeys(door.pk for door in doors)
    pair(stage, doors[:1], "office_cadre", by="centre")
    with pytest.raises(Conflict, match="包offic"):
        pair(stage, doors, from_on=TODAY + DAY, seen=seen)
    assert holders(doors, TODAY + DAY) == [stage.staff["office_cadre"].name, ""]


def test_another_township_changes_no_pair_here(stage: Stage) -> None:
    doors = street(stage, 2)
    pair(stage, doors)
    handover = hand(stage)
    for act in (
        lambda: pair(stage, doors, "colleague", by="far_clerk", from_on=TODAY + 9 * DAY),
        lambda: hand(stage, "colleague", "cadre", on=TODAY + 5 * DAY, actor=stage.actors["far_clerk"]),
        lambda: take_back_handover(handover=handover, actor=stage.actors["far_clerk"], at=stage.at),
        lambda: pair_by_plan(
            wish=Wish(stage.ground.town.path, TODAY), digest="", actor=stage.actors["far_clerk"], at=stage.at
        ),
    ):
        with pytest.raises(Refused):
            act()
    assert not handovers_seen_by(stage.actors["far_clerk"]).exists()
    assert stranded(stage.actors["far_clerk"], on=TODAY) == []


# hand-overs


def test_a_hand_over_leaves_no_day_without_a_cadre(stage: Stage) -> None:
    doors = street(stage, 3)
    pair(stage, doors, from_on=SINCE)
    handover = hand(stage)
    assert handover.count == 3
    assert holders(doors) == [stage.staff["cadre"].name] * 3
    assert holders(doors, TODAY + DAY) == [stage.staff["colleague"].name] * 3
    with pytest.raises(Refused, match="接收人本人"):
        receive_handover(handover=handover, actor=stage.actors["cadre"], at=stage.at)
    receive_handover(handover=handover, actor=stage.actors["colleague"], at=stage.at)
    with pytest.raises(Refused, match="已经签收"):
        receive_handover(handover=handover, actor=stage.actors["colleague"], at=stage.at)


def test_a_hand_over_is_taken_back_before_it_begins_and_not_after(stage: Stage) -> None:
    doors = street(stage, 3)
    pair(stage, doors, from_on=SINCE)
    handover, clerk = hand(stage), stage.actors["clerk"]
    take_back_handover(handover=handover, actor=clerk, at=stage.at)
    assert holders(doors, TODAY + 90 * DAY) == [stage.staff["cadre"].name] * 3
    assert Liaison.objects.count() == 3
    with pytest.raises(Conflict):
        take_back_handover(handover=handover, actor=clerk, at=stage.at)
    again = hand(stage)
    with pytest.raises(Refused, match="已经开始"):
        take_back_handover(handover=again, actor=clerk, at=stage.at + DAY)


def test_what_cannot_be_handed_over_says_why(stage: Stage) -> None:
    doors = street(stage, 2)
    with pytest.raises(Refused, match="没有包联的户"):
        hand(stage)
    pair(stage, doors, from_on=TODAY)
    with pytest.raises(Refused, match="最早为2026-11-21"):
        hand(stage, on=TODAY)
    with pytest.raises(Refused, match="不能早于今天"):
        hand(stage, on=TODAY - DAY)
    with pytest.raises(Refused, match="本人"):
        hand(stage, to="cadre")
    pair(stage, doors[:1], "office_cadre", from_on=TODAY + 9 * DAY)
    with pytest.raises(Refused, match="其中1户自2026-11-29起已另有安排"):
        hand(stage)
    assert not Handover.objects.exists()


def test_one_change_to_come_is_taken_back(stage: Stage) -> None:
    (door,) = street(stage, 1)
    clerk = stage.actors["clerk"]
    pair(stage, [door], from_on=SINCE)
    with pytest.raises(Refused, match="没有尚未开始"):
        take_back_pair(door=door, actor=clerk, at=stage.at)
    pair(stage, [door], "colleague", from_on=TODAY + DAY)
    take_back_pair(door=door, actor=clerk, at=stage.at)
    assert holders([door], TODAY + 30 * DAY) == [stage.staff["cadre"].name]
    hand(stage)
    with pytest.raises(Refused, match="整体交接"):
        take_back_pair(door=door, actor=clerk, at=stage.at)


def test_doors_follow_the_post_on_which_they_hang(stage: Stage) -> None:
    doors = street(stage, 2)
    pair(stage, doors, from_on=SINCE)
    post = Post.objects.get(staff=stage.staff["cadre"])
    (load,) = [one for one in preview_hand_over(posts=[post]) if one.label == "包联户"]
    assert load.count == 2
    successor = person("接任者")
    Membership.objects.create(staff=successor, unit=stage.bureau, from_on=SINCE)
    hand_over(
        posts=[post],
        successor=successor,
        on=TODAY + DAY,
        today=TODAY,
        actor=stage.actors["centre"],
        at=stage.at,
        reason="轮岗",
    )
    assert holders(doors) == [stage.staff["cadre"].name] * 2
    assert holders(doors, TODAY + DAY) == ["接任者"] * 2
    assert Handover.objects.get().to_staff == successor


def test_who_leaves_with_doors_stands_on_the_list_and_no_door_stands_alone(stage: Stage) -> None:
    doors = street(stage, 3)
    pair(stage, doors, from_on=SINCE)
    clerk = stage.actors["clerk"]
    assert stranded(clerk, on=TODAY) == []
    close_user(staff=stage.staff["cadre"], left_on=TODAY, reason="退休", actor=stage.system, at=stage.at)
    (row,) = stranded(clerk, on=TODAY)
    assert (row.staff, row.count, row.why) == (stage.staff["cadre"], 3, "2026-11-20离岗")
    assert not uncovered(on=TODAY).exists()
    hand(stage, on=TODAY)
    assert stranded(clerk, on=TODAY) == []


def test_who_lost_unit_or_post_stands_on_the_list(stage: Stage) -> None:
    doors = street(stage, 2)
    pair(stage, doors[:1], "cadre", from_on=SINCE)
    pair(stage, doors[1:], "colleague", from_on=SINCE)
    Membership.objects.filter(staff=stage.staff["cadre"]).update(to_on=TODAY)
    Post.objects.filter(staff=stage.staff["colleague"]).update(to_on=TODAY)
    whys = {row.staff.name: row.why for row in stranded(stage.actors["clerk"], on=TODAY)}
    assert whys == {"包cadre": "不在任何单位", "包collea": "没有可走访的岗位"}


# sharing out


def test_the_least_loaded_come_first_and_neighbours_stay_together() -> None:
    assert shares({"a": 3, "b": 0, "c": 1}, 5) == {"b": 3, "c": 2}
    assert shares({"a": 1, "b": 1}, 9, most=3) == {"a": 2, "b": 2}
    assert shares({"a": 0}, 0) == {}
    assert shares({}, 3) == {}
    assert dealt("vwxyz", {"b": 3, "c": 1}) == {"v": "b", "w": "b", "x": "b", "y": "c"}


def test_the_shared_area_of_places() -> None:
    assert shared_area(["130723001001001", "130723001001002"]) == "130723001001"
    assert shared_area(["130723001", "130723011"]) == "130723"
    assert shared_area(["130723001001"]) == "130723001001"


def test_the_doors_of_a_grid_go_to_several_in_equal_parts(stage: Stage) -> None:
    doors = street(stage, 7)
    pair(stage, doors[:1], "cadre")
    names = ("cadre", "colleague")
    wish = Wish(stage.ground.village.path, TODAY, tuple(stage.staff[who].pk for who in names))
    plan = plan_for(wish)
    pair_by_plan(wish=wish, digest=plan.digest, actor=stage.actors["clerk"], at=stage.at)
    assert loads_of(wish.cadres, on=TODAY) == dict(zip(wish.cadres, (4, 3), strict=True))
    ours = stage.staff["cadre"].name
    assert holders(doors) == [ours] * 4 + [stage.staff["colleague"].name] * 3
    assert set(Liaison.objects.values_list("how", flat=True)) == {"HAND", "GRID"}


def quota(stage: Stage, home: Any, path: str, doors: int, most: int = 20) -> UnitQuota:
    return set_quota(
        unit=home, path=path, doors=doors, most_a_cadre=most, actor=stage.actors["centre"], at=stage.at
    )


def test_the_nearest_unit_takes_first_and_nobody_more_than_agreed(stage: Stage) -> None:
    ground = stage.ground
    doors = street(stage, 5)
    far = street(stage, 4, ground.far_grid.path)
    committee = unit("永兴居委会", ground.village.path, "COMMITTEE", "永兴居")
    local = person("居委甲")
    Membership.objects.create(staff=local, unit=committee, from_on=SINCE)
    post_of(local, Role.LIAISON_CADRE, None, committee)
    quota(stage, committee, ground.town.path, 2)
    quota(stage, stage.office, ground.town.path, 9, most=2)
    quota(stage, stage.bureau, ground.county.path, 4, most=1)
    plan = plan_for(Wish(ground.county.path, TODAY))
    names: dict[Any, str] = {staff.pk: staff.name for staff in (*stage.staff.values(), local)}
    given = [names.get(plan.pairs.get(door.pk), "") for door in doors]
    assert given == ["居委甲", "居委甲", "包office", "包office", given[4]]
    assert given[4] in {"包head", "包cadre", "包collea"}
    assert [door.pk in plan.pairs for door in far] == [True, True, False, False]
    assert plan.left == [door.pk for door in far[2:]]
    assert plan_for(Wish(ground.county.path, TODAY)).digest == plan.digest
    assert plan_for(Wish(ground.town.path, TODAY)).left == []


def test_a_quota_counts_what_the_unit_has_already(stage: Stage) -> None:
    doors = street(stage, 4)
    pair(stage, doors[:2], "office_cadre")
    quota(stage, stage.office, stage.ground.town.path, 3)
    plan = plan_for(Wish(stage.ground.town.path, TODAY))
    assert list(plan.pairs) == [doors[2].pk]


def test_a_plan_is_refused_where_the_ground_has_changed(stage: Stage) -> None:
    doors = street(stage, 3)
    quota(stage, stage.office, stage.ground.town.path, 3)
    wish = Wish(stage.ground.town.path, TODAY)
    digest = plan_for(wish).digest
    pair(stage, doors[:1], "colleague")
    with pytest.raises(Conflict, match="有了变化"):
        pair_by_plan(wish=wish, digest=digest, actor=stage.actors["clerk"], at=stage.at)
    assert uncovered(on=TODAY).count() == 2


def test_a_plan_with_nobody_to_take_says_so(stage: Stage) -> None:
    street(stage, 1)
    wish = Wish(stage.ground.town.path, TODAY)
    with pytest.raises(Refused, match="没有可以分配"):
        pair_by_plan(wish=wish, digest=plan_for(wish).digest, actor=stage.actors["clerk"], at=stage.at)


def test_a_quota_is_set_again_and_removed_by_the_county_only(stage: Stage) -> None:
    first = quota(stage, stage.office, stage.ground.town.path, 3)
    again = quota(stage, stage.office, stage.ground.town.path, 5)
    assert (first.pk, again.doors) == (again.pk, 5)
    with pytest.raises(Refused, match="县综治中心"):
        remove_quota(quota=again, actor=stage.actors["clerk"], at=stage.at)
    with pytest.raises(Refused, match="范围"):
        quota(stage, stage.office, stage.ground.town.path, 0)
    remove_quota(quota=again, actor=stage.actors["centre"], at=stage.at)
    assert not UnitQuota.objects.exists()


def test_a_cadre_is_found_in_the_whole_county_and_not_without_a_unit(stage: Stage) -> None:
    assert find_cadre(stage.staff["colleague"].name, on=TODAY) == stage.staff["colleague"]
    with pytest.raises(ValueError, match="没有找到"):
        find_cadre(stage.staff["grid_worker"].name, on=TODAY)


# leaders' grids


def test_a_leader_is_named_for_a_grid_and_ends(stage: Stage) -> None:
    leader, centre = stage.staff["political"], stage.actors["centre"]
    Membership.objects.create(staff=leader, unit=stage.office, from_on=SINCE)
    given = {
        "staff": leader,
        "path": stage.ground.grid.path,
        "from_on": TODAY,
        "actor": centre,
        "at": stage.at,
    }
    lead = lead_grid(**given)
    for wrong, words in (
        ({}, "已包第一网格"),
        ({"path": stage.ground.village.path}, "现有的网格"),
        ({"from_on": TODAY - DAY}, "早于今天"),
        ({"from_on": TODAY + 400 * DAY}, "一年以后"),
        ({"staff": stage.staff["leader"]}, "没有单位"),
        ({"actor": stage.actors["clerk"]}, "县综治中心"),
    ):
        with pytest.raises(Refused, match=words):
            lead_grid(**(given | wrong))
    with pytest.raises(Refused, match="晚于起始日"):
        end_lead(lead=lead, to_on=TODAY, actor=centre, at=stage.at)
    end_lead(lead=lead, to_on=TODAY + DAY, actor=centre, at=stage.at)
    with pytest.raises(Refused, match="已经结束"):
        end_lead(lead=lead, to_on=TODAY + DAY, actor=centre, at=stage.at)
    lead_grid(**(given | {"from_on": TODAY + DAY}))
    assert GridLead.objects.count() == 2
