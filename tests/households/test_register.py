"""The register is kept: doors and people come, change, part, join and go, and their pairs go with them."""

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError

from core.audit.models import Record
from core.permissions.verdict import Conflict, Refused
from core.tenancy.ids import uuid7
from households.actions.add_door import add_door
from households.actions.add_member import add_member
from households.actions.change_door import change_door
from households.actions.change_member import change_member
from households.actions.close_door import close_door
from households.actions.leave_household import leave_household
from households.actions.mark_away import mark_away, mark_home
from households.actions.merge_households import merge_households
from households.actions.move_door import move_door
from households.actions.name_head import name_head
from households.actions.pair_doors import pair_doors
from households.actions.split_household import split_household
from households.choices import DoorEnd, MemberEnd, Relation
from households.entering import DoorEntry, MemberEntry
from households.finding import found_by
from households.models import Door, Liaison, Member
from households.registering import people_of
from households.selectors import pair_of, uncovered
from tests.households.stage import SINCE, TODAY, Stage

pytestmark = pytest.mark.django_db

SOUND = "11010519491231002X"  # the standard's own example: a woman born on 1949-12-31
YESTERDAY = TODAY - dt.timedelta(days=1)


def head_of(door: Door) -> Member:
    return Member.objects.get(door=door, relation=Relation.HEAD, to_on=None)


def wife_of(door: Door) -> Member:
    return Member.objects.get(door=door, name="李桂芝", to_on=None)


def codes_of(door: Door) -> list[str]:
    rows = Record.objects.filter(subject_id=str(door.pk)).order_by("at", "id")
    return [row.code.removeprefix("households.") for row in rows]


def found(words: str) -> set[UUID]:
    return set(found_by(Door.objects.filter(closed_on=None), words).values_list("pk", flat=True))


def by(stage: Stage, who: str = "grid_worker") -> dict[str, Any]:
    return {"actor": stage.actors[who], "at": stage.at}


def test_a_correction_is_kept_beside_what_stood_and_is_found_by_the_new_words(stage: Stage) -> None:
    door = stage.door()
    change_door(door=door, values={"address": "永兴社区三排9号"}, reason="搬到后排", **by(stage))
    record = Record.objects.get(code="households.door_changed")
    assert "二排" not in str(record.before)
    assert record.revealed("before")["address"] == "永兴社区二排3号"
    assert record.subject_label == "王*"
    assert found("三排") == {door.pk}
    assert found("二排") == set()
    with pytest.raises(Refused, match="没有需要更正"):
        change_door(door=door, values={"address": "永兴社区三排9号"}, **by(stage))
    with pytest.raises(Refused, match="成员中更正"):
        change_door(door=door, values={"name": "别人"}, **by(stage))


def test_a_market_entity_keeps_a_code_that_fails_its_check_and_marks_it(stage: Stage) -> None:
    shop = stage.shop()
    changed = change_door(door=shop, values={"credit_code": "91130723MA0000000A"}, **by(stage))
    assert changed.credit_unverified
    other = stage.shop("康保粮油店", credit_code="92130723MA0AAAAAAX")
    with pytest.raises(ValidationError, match="已登记"):
        change_door(door=other, values={"credit_code": "91130723 MA000000 0a"}, **by(stage))


def test_a_household_is_marked_away_by_its_cadre_and_back_again(stage: Stage) -> None:
    door = stage.door()
    with pytest.raises(Refused):
        mark_away(door=door, from_on=TODAY, **by(stage, "cadre"))
    stage.paired(door)
    back = dt.date(2027, 2, 1)
    away = mark_away(door=door, from_on=YESTERDAY, until=back, **by(stage, "cadre"))
    assert (away.is_away, away.away_until) == (True, back)
    with pytest.raises(Refused, match="已这样标注"):
        mark_away(door=door, from_on=YESTERDAY, until=back, **by(stage, "cadre"))
    with pytest.raises(Refused, match="晚于外出日"):
        mark_away(door=door, from_on=TODAY, until=TODAY, **by(stage, "cadre"))
    with pytest.raises(Refused, match="不能晚于今天"):
        mark_away(door=door, from_on=back, **by(stage, "cadre"))
    assert not mark_home(door=door, **by(stage)).is_away
    with pytest.raises(Refused, match="没有标为外出"):
        mark_home(door=door, **by(stage))
    with pytest.raises(Refused, match="市场主体"):
        mark_away(door=stage.shop(), from_on=TODAY, **by(stage))


def test_somebody_comes_in_once_though_it_is_sent_twice(stage: Stage) -> None:
    door, key = stage.door(), uuid7()
    entry = MemberEntry(name="王小宝", relation=Relation.SON, id_number=SOUND.lower())
    first = add_member(door=door, entry=entry, key=key, **by(stage))
    assert add_member(door=door, entry=entry, key=key, **by(stage)).pk == first.pk
    assert (first.born_on, first.sex, first.id_unverified) == (dt.date(1949, 12, 31), "2", False)
    with pytest.raises(Conflict):
        add_member(door=door, entry=MemberEntry(name="别人", relation=Relation.SON), key=key, **by(stage))
    with pytest.raises(Refused, match="已在本户登记"):
        add_member(door=door, entry=entry, **by(stage))
    with pytest.raises(Refused, match="一位户主"):
        add_member(door=door, entry=MemberEntry(name="王二"), **by(stage))
    with pytest.raises(Refused, match="没有家庭成员"):
        add_member(door=stage.shop(), entry=entry, **by(stage))
    assert found("wxb") == {door.pk}
    assert found(SOUND) == {door.pk}


def test_a_number_that_fails_its_check_is_kept_and_marked(stage: Stage) -> None:
    member = wife_of(stage.door())
    changed = change_member(member=member, values={"id_number": "110105194912310021"}, **by(stage))
    assert changed.id_unverified
    changed = change_member(member=member, values={"id_number": SOUND}, **by(stage))
    assert not changed.id_unverified
    assert changed.id_number.reveal() == SOUND
    assert change_member(member=member, values={"id_number": ""}, **by(stage)).id_number_index == ""
    sealed = str(list(Record.objects.values_list("before", "after")))
    assert SOUND not in sealed


def test_a_heads_new_name_and_phone_are_the_doors(stage: Stage) -> None:
    door = stage.door()
    change_member(
        member=head_of(door), values={"name": "王长孙", "phone": "13911112222"}, reason="改名", **by(stage)
    )
    door.refresh_from_db()
    assert (door.name, door.phone.reveal()) == ("王长孙", "13911112222")
    assert found("王长孙") == found("2222") == found("13911112222") == {door.pk}
    assert found("王长顺") == found("5678") == set()
    with pytest.raises(Refused, match="变更户主"):
        change_member(member=head_of(door), values={"relation": Relation.SON}, **by(stage))
    with pytest.raises(Refused, match="变更户主"):
        change_member(member=wife_of(door), values={"relation": Relation.HEAD}, **by(stage))


def test_another_head_gives_the_household_their_name(stage: Stage) -> None:
    door = stage.door()
    old, new = head_of(door), wife_of(door)
    with pytest.raises(Refused, match="王长顺与新户主的关系"):
        name_head(door=door, head=new, relations={}, **by(stage))
    named = name_head(door=door, head=new, relations={old.pk: Relation.HUSBAND}, **by(stage))
    assert (named.name, named.initials) == ("李桂芝", "lgz")
    assert head_of(door).pk == new.pk
    with pytest.raises(Refused, match="已是户主"):
        name_head(door=door, head=new, relations={}, **by(stage))


def test_where_the_head_dies_another_is_named_and_where_the_last_one_leaves_the_door_closes(
    stage: Stage,
) -> None:
    door = stage.door()
    stage.paired(door)
    old, new = head_of(door), wife_of(door)
    with pytest.raises(Refused, match="指定新的户主"):
        leave_household(member=old, why=MemberEnd.DIED, on=TODAY, **by(stage))
    left = leave_household(member=old, why=MemberEnd.DIED, on=TODAY, head=new, **by(stage))
    assert (left.name, left.is_open) == ("李桂芝", True)
    with pytest.raises(Conflict, match="已离户"):
        leave_household(member=old, why=MemberEnd.DIED, on=TODAY, **by(stage))
    with pytest.raises(Refused, match="离户原因"):
        leave_household(member=new, why=MemberEnd.SPLIT, on=TODAY, **by(stage))
    last = leave_household(member=new, why=MemberEnd.MOVED_OUT, on=TODAY, **by(stage))
    assert (last.closed_on, last.closed_why) == (TODAY, DoorEnd.EMPTY)
    assert pair_of(door, on=TODAY) is None
    assert codes_of(door)[-3:] == ["member_left", "member_left", "door_closed"]


def test_a_split_makes_an_uncovered_door_with_its_origin_and_leaves_the_old_people_their_days(
    stage: Stage,
) -> None:
    door, key = stage.door(), uuid7()
    stage.paired(door)
    son = add_member(
        door=door, entry=MemberEntry(name="王小宝", relation=Relation.SON, id_number=SOUND), **by(stage)
    )
    wife = add_member(
        door=door, entry=MemberEntry(name="赵燕", relation=Relation.DAUGHTER_IN_LAW), **by(stage)
    )
    given: dict[str, Any] = {
        "door": door,
        "leaving": [son.pk, wife.pk],
        "head": son.pk,
        "relations": {wife.pk: Relation.WIFE},
        "address": "永兴社区二排5号",
        "on": TODAY,
        "key": key,
    }
    made = split_household(**given, **by(stage))
    assert split_household(**given, **by(stage)).pk == made.pk
    assert (made.origin_id, made.name, made.path) == (door.pk, "王小宝", door.path)
    assert [(one.name, one.relation) for one in people_of(made)] == [("王小宝", "02"), ("赵燕", "12")]
    assert head_of(made).id_number.reveal() == SOUND
    son.refresh_from_db()
    assert (son.to_on, son.left_why) == (TODAY, MemberEnd.SPLIT)
    assert list(uncovered(on=TODAY)) == [made]
    assert found("wxb") == {made.pk}


def test_a_split_is_refused_half_way(stage: Stage) -> None:
    door = stage.door()
    head, wife = head_of(door), wife_of(door)
    given: dict[str, Any] = {"door": door, "relations": {}, "address": "别处", "on": TODAY}
    for leaving, chosen, why in (
        ([], wife.pk, "至少留一人"),
        ([head.pk, wife.pk], wife.pk, "至少留一人"),
        ([head.pk], head.pk, "先变更户主"),
        ([wife.pk], head.pk, "指定户主"),
    ):
        with pytest.raises(Refused, match=why):
            split_household(leaving=leaving, head=chosen, **given, **by(stage))
    with pytest.raises(Refused):
        split_household(
            leaving=[wife.pk], head=wife.pk, path=stage.ground.other_town.path, **given, **by(stage)
        )
    with pytest.raises(Conflict):
        split_household(leaving=[uuid7()], head=wife.pk, **given, **by(stage))
    assert Door.objects.count() == 1
    assert len(people_of(door)) == 2


def test_a_merged_household_is_closed_with_its_pair_and_only_a_split_parts_it(stage: Stage) -> None:
    door, into = stage.door(), stage.door("张有才", number="K2")
    add_member(
        door=into, entry=MemberEntry(name="张母", relation=Relation.MOTHER, id_number=SOUND), **by(stage)
    )
    add_member(
        door=door, entry=MemberEntry(name="张母", relation=Relation.OTHER_KIN, id_number=SOUND), **by(stage)
    )
    stage.paired(door)
    head, wife = head_of(door), wife_of(door)
    relations = {head.pk: Relation.SIBLING, wife.pk: Relation.OTHER_KIN}
    with pytest.raises(Refused, match="请填写"):
        merge_households(door=door, into=into, relations={}, on=TODAY, **by(stage))
    with pytest.raises(Refused, match="另一户"):
        merge_households(door=door, into=door, relations=relations, on=TODAY, **by(stage))
    merge_households(door=door, into=into, relations=relations, on=TODAY, **by(stage))
    door.refresh_from_db()
    assert (door.into_id, door.closed_why) == (into.pk, DoorEnd.MERGED)
    assert sorted(one.name for one in people_of(into)) == ["张有才", "张母", "李桂芝", "李桂芝", "王长顺"]
    assert pair_of(door, on=TODAY) is None
    assert found("王长顺") == {into.pk}
    with pytest.raises(Conflict):
        merge_households(door=door, into=into, relations=relations, on=TODAY, **by(stage))


def test_a_closed_door_has_no_pair_and_one_paired_today_was_paired_for_a_day(stage: Stage) -> None:
    door, fresh = stage.door(), stage.shop()
    stage.paired(door)
    stage.paired(fresh, from_on=TODAY)
    close_door(door=door, why=DoorEnd.MOVED_OUT, on=YESTERDAY, **by(stage))
    close_door(door=fresh, why=DoorEnd.CEASED, on=TODAY, reason="注销执照", **by(stage))
    ends = dict(Liaison.objects.values_list("door_id", "to_on"))
    assert ends == {door.pk: YESTERDAY, fresh.pk: TODAY + dt.timedelta(days=1)}
    assert people_of(door) == []
    with pytest.raises(Conflict):
        close_door(door=door, why=DoorEnd.MOVED_OUT, on=TODAY, **by(stage))


def test_a_door_is_not_closed_for_another_kinds_reason_nor_before_its_time(stage: Stage) -> None:
    door = stage.door()
    for why, on, said in (
        (DoorEnd.CEASED, TODAY, "注销原因"),
        (DoorEnd.MERGED, TODAY, "注销原因"),
        (DoorEnd.MOVED_OUT, TODAY + dt.timedelta(days=1), "不能晚于今天"),
        (DoorEnd.MOVED_OUT, SINCE - dt.timedelta(days=1), "不能早于登记日"),
    ):
        with pytest.raises(Refused, match=said):
            close_door(door=door, why=why, on=on, **by(stage))
    stage.paired(door)
    pair_doors(
        pairs={door.pk: stage.staff["office_cadre"].pk},
        from_on=TODAY + dt.timedelta(days=5),
        **by(stage, "clerk"),
    )
    with pytest.raises(Refused, match="已安排更换包联"):
        close_door(door=door, why=DoorEnd.MOVED_OUT, on=TODAY, **by(stage))


def test_a_door_moves_to_another_grid_with_its_open_pair(stage: Stage) -> None:
    door = stage.door()
    stage.paired(door)
    ground = stage.ground
    with pytest.raises(Refused, match="不在您的辖区"):
        move_door(door=door, path=ground.second_grid.path, **by(stage))
    with pytest.raises(Refused, match="现有的网格"):
        move_door(door=door, path=ground.town.path, **by(stage, "clerk"))
    move_door(door=door, path=ground.second_grid.path, address="东头1号", **by(stage, "clerk"))
    assert Liaison.objects.get(door=door).path == ground.second_grid.path
    assert found("东头") == {door.pk}
    with pytest.raises(Refused, match="已在"):
        move_door(door=door, path=ground.second_grid.path, **by(stage, "clerk"))


def test_the_neighbour_changes_nothing_and_sees_nothing(stage: Stage) -> None:
    door = stage.door()
    far = by(stage, "far_clerk")
    head, wife = head_of(door), wife_of(door)
    acts: list[Any] = [
        lambda: change_door(door=door, values={"address": "x"}, **far),
        lambda: mark_away(door=door, from_on=TODAY, **far),
        lambda: add_member(door=door, entry=MemberEntry(name="某", relation=Relation.SON), **far),
        lambda: change_member(member=wife, values={"name": "某"}, **far),
        lambda: name_head(door=door, head=wife, relations={head.pk: Relation.HUSBAND}, **far),
        lambda: leave_household(member=wife, why=MemberEnd.DIED, on=TODAY, **far),
        lambda: close_door(door=door, why=DoorEnd.MISTAKE, on=TODAY, **far),
        lambda: move_door(door=door, path=stage.ground.other_town.path, **far),
    ]
    before = Record.objects.count()
    for act in acts:
        with pytest.raises(Refused):
            act()
    assert Record.objects.count() == before


def test_a_household_with_one_number_twice_is_not_entered(stage: Stage) -> None:
    twice = [
        MemberEntry(name="甲", id_number=SOUND),
        MemberEntry(name="乙", relation=Relation.SON, id_number=SOUND),
    ]
    entry = DoorEntry(path=stage.ground.grid.path, address="一排1号", name="甲")
    with pytest.raises(Refused, match="填了两次"):
        add_door(entry=entry, members=twice, **by(stage))
    assert not Door.objects.exists()
