"""Committees, who sits on them, rooms and the roster: kept by the centre of the place, warned by the law."""

import datetime as dt
from typing import Any

import pytest

from core.permissions.verdict import Refused
from core.tenancy.context import in_tenant
from disputes.actions.change_committee import change_committee
from disputes.actions.change_mediator import change_mediator
from disputes.actions.close_committee import close_committee
from disputes.actions.join_committee import join_committee
from disputes.actions.leave_committee import leave_committee
from disputes.actions.open_committee import open_committee
from disputes.actions.open_room import change_room, open_room
from disputes.actions.set_shift import copy_week, set_shift
from disputes.choices import CommitteeKind, Sex
from disputes.committees import committees_seen_by, members_of, monday_of, people_of, shifts_of, warnings_of
from disputes.models import Case, Committee, DutyShift, Mediator, Room
from tests.disputes.scene import Scene
from tests.disputes.stage import NOON, Stage

TODAY = NOON.date()
SINCE = dt.date(2026, 3, 1)


def join(stage: Stage, name: str, *, at: str = "town", who: str = "clerk", **given: Any) -> Mediator:
    values: dict[str, Any] = {"sex": Sex.MALE, "from_on": SINCE} | given
    return join_committee(
        committee=stage.committees[at], name=name, actor=stage.actors[who], at=NOON, **values
    )


def test_a_township_keeps_its_own_committees_and_nobody_elses(stage: Stage) -> None:
    clerk, town = stage.actors["clerk"], stage.ground.town.path
    made = open_committee(
        name="康保镇商户调委会", abbreviation="康商人", kind=CommitteeKind.ENTERPRISE, path=town,
        from_on=SINCE, actor=clerk, at=NOON,
    )  # fmt: skip
    assert made in committees_seen_by(clerk)
    assert made not in committees_seen_by(stage.actors["far_clerk"])
    elsewhere, above = stage.ground.other_town.path, (CommitteeKind.TRADE, CommitteeKind.COUNTY)
    for path, kind in ((elsewhere, CommitteeKind.TOWNSHIP), *((town, kind) for kind in above)):
        with pytest.raises(Refused):
            open_committee(
                name="另一个", abbreviation="另人", kind=kind, path=path, from_on=SINCE, actor=clerk, at=NOON
            )
    with pytest.raises(Refused, match="所在地的综治中心"):
        change_committee(
            committee=made, name="改", unit=None, kind_codes=[], is_mixed=False, from_on=SINCE,
            actor=stage.actors["far_clerk"], at=NOON,
        )  # fmt: skip


def test_an_abbreviation_is_given_out_once_even_after_its_committee_is_gone(stage: Stage) -> None:
    centre = stage.actors["centre"]
    village = stage.committees["village"]
    close_committee(committee=village, on=TODAY, reason="村改社区", actor=centre, at=NOON)
    with pytest.raises(Refused, match="撤销的调委会的简称也不再使用"):
        open_committee(
            name="永兴新调委会", abbreviation=village.abbreviation, kind=CommitteeKind.VILLAGE,
            path=village.path, from_on=TODAY, actor=centre, at=NOON,
        )  # fmt: skip


def test_a_committee_with_open_cases_is_not_dissolved(stage: Stage) -> None:
    stage.accepted()
    with pytest.raises(Refused, match="还有 1 件在办纠纷"):
        close_committee(
            committee=stage.committees["village"],
            on=TODAY,
            reason="试",
            actor=stage.actors["centre"],
            at=NOON,
        )


def test_a_trade_committee_names_what_it_takes(stage: Stage) -> None:
    with pytest.raises(Refused, match="受理的纠纷类型"):
        open_committee(
            name="医疗调委会", abbreviation="康医人", kind=CommitteeKind.TRADE, path=stage.ground.county.path,
            from_on=SINCE, actor=stage.actors["centre"], at=NOON,
        )  # fmt: skip


def test_the_law_warns_until_a_committee_is_rightly_composed(stage: Stage) -> None:
    town = stage.committees["town"]
    town.is_mixed = True

    def warned() -> tuple[str, ...]:
        return warnings_of(town, members_of([town.pk], on=TODAY)[town.pk])

    join(stage, "赵明", is_head=True)
    assert len(warned()) == 3, "too few, no woman, nobody of a minority"
    join(stage, "钱芳", sex=Sex.FEMALE)
    join(stage, "孙强", is_minority=True)
    assert warned() == ()
    join(stage, "聘任的", is_member=False)
    assert warned() == (), "who is no member does not count"


def test_there_is_one_head_and_another_takes_it_over_in_one_act(stage: Stage) -> None:
    first = join(stage, "赵明", is_head=True)
    with pytest.raises(Refused, match="现任主任是赵明"):
        join(stage, "钱芳", is_head=True)
    second = join(stage, "钱芳")
    change_mediator(
        mediator=second, sex=Sex.FEMALE, is_member=True, is_head=True, is_minority=False, is_full_time=True,
        from_on=SINCE,
        actor=stage.actors["clerk"], at=NOON,
    )  # fmt: skip
    assert Mediator.objects.get(pk=first.pk).is_head is False
    assert Mediator.objects.get(pk=second.pk).is_head is True
    with pytest.raises(Refused, match="已是该调委会的调解员"):
        join(stage, "钱芳")


def test_who_leads_open_cases_hands_them_over_before_leaving(stage: Stage) -> None:
    mediator = stage.staff["village_mediator"]
    seated = join_committee(
        committee=stage.committees["village"],
        staff=mediator,
        from_on=SINCE,
        actor=stage.actors["clerk"],
        at=NOON,
    )
    case = stage.accepted()
    with pytest.raises(Refused, match="还有 1 件在办"):
        leave_committee(mediator=seated, on=TODAY, reason="调走", actor=stage.actors["clerk"], at=NOON)
    case.mediator = None
    case.save(update_fields=["mediator"])
    gone = leave_committee(mediator=seated, on=TODAY, reason="调走", actor=stage.actors["clerk"], at=NOON)
    assert gone.to_on == TODAY
    assert members_of([seated.committee_id], on=TODAY)[seated.committee_id] == []


def test_a_week_of_duty_is_set_and_taken_over_without_who_has_left(stage: Stage) -> None:
    clerk = stage.actors["clerk"]
    room = open_room(
        committee=stage.committees["town"],
        name="老马调解室",
        place="一楼",
        is_mobile=False,
        actor=clerk,
        at=NOON,
    )
    stays, leaves = join(stage, "赵明"), join(stage, "钱芳", sex=Sex.FEMALE)
    monday = monday_of(TODAY) + dt.timedelta(days=7)
    tuesday, next_week = monday + dt.timedelta(days=1), monday + dt.timedelta(days=7)
    set_shift(room=room, on=monday, mediator_ids=[stays.pk, leaves.pk], actor=clerk, at=NOON)
    set_shift(room=room, on=tuesday, mediator_ids=[leaves.pk], actor=clerk, at=NOON)
    set_shift(room=room, on=tuesday, mediator_ids=[stays.pk], actor=clerk, at=NOON)
    assert shifts_of([room.pk], tuesday, tuesday)[room.pk, tuesday] == [stays]
    leave_committee(mediator=leaves, on=monday + dt.timedelta(days=5), reason="退休", actor=clerk, at=NOON)
    room = Room.objects.select_related("committee").get(pk=room.pk)
    assert copy_week(rooms=[room], monday=next_week, actor=clerk, at=NOON) == 2
    assert set(DutyShift.objects.filter(on__gte=next_week).values_list("mediator__name", flat=True)) == {
        "赵明"
    }
    with pytest.raises(Refused, match="没有可以沿用的班次"):
        copy_week(rooms=[room], monday=next_week, actor=clerk, at=NOON)


def test_only_the_rooms_own_people_are_on_duty_and_a_closed_room_has_none(stage: Stage) -> None:
    clerk = stage.actors["clerk"]
    room = open_room(
        committee=stage.committees["town"], name="调解室", place="", is_mobile=False, actor=clerk, at=NOON
    )
    stranger = join(stage, "外人", at="village")
    with pytest.raises(Refused, match="只能安排当日在任的本调委会调解员"):
        set_shift(room=room, on=TODAY, mediator_ids=[stranger.pk], actor=clerk, at=NOON)
    own = join(stage, "赵明")
    set_shift(room=room, on=TODAY, mediator_ids=[own.pk], actor=clerk, at=NOON)
    change_room(room=room, name="调解室", place="", is_mobile=False, is_active=False, actor=clerk, at=NOON)
    assert not DutyShift.objects.exists()
    with pytest.raises(Refused, match="已停用"):
        set_shift(room=room, on=TODAY, mediator_ids=[own.pk], actor=clerk, at=NOON)


def test_the_clerk_works_through_the_pages_and_others_find_nothing(scene: Scene) -> None:
    clerk = scene.browser("clerk")
    with in_tenant(scene.stage.ground.county.tenant_id):
        town = scene.stage.committees["town"]
    address = f"/disputes/committees/{town.pk}/"
    answer = clerk.post(
        f"{address}join/",
        {
            "mediator": "",
            "name": "钱芳",
            "sex": "2",
            "from_on": "2026-03-01",
            "is_member": "on",
            "is_head": "on",
        },
    )
    assert answer.status_code == 302
    page = clerk.get(address).content.decode()
    assert "钱芳" in page
    assert "委员应为3至9人" in page
    both = clerk.post(f"{address}join/", {"mediator": "", "name": "", "sex": "2", "from_on": "2026-03-01"})
    assert both.status_code == 422
    assert clerk.post(f"{address}rooms/open/", {"name": "老马调解室", "place": "一楼"}).status_code == 302
    with in_tenant(scene.stage.ground.county.tenant_id):
        room = Room.objects.get()
        member = Mediator.objects.get()
    shift = f"/disputes/roster/{room.pk}/2026-12-01/"
    assert clerk.post(shift, {"mediators": [str(member.pk)]}).status_code == 302
    assert "钱芳" in clerk.get("/disputes/roster/?week=2026-12-01").content.decode()
    assert clerk.get(f"/disputes/roster/{room.pk}/2026-13-01/").status_code == 404
    assert clerk.get("/disputes/roster/?week=nonsense").status_code == 200
    for who in ("far_clerk", "far_mediator"):
        assert scene.browser(who).get(address).status_code == 404
    assert scene.neighbour.get(address).status_code == 404
    assert "钱芳" not in scene.neighbour.get("/disputes/roster/?week=2026-12-01").content.decode()
    assert scene.browser("mediator").get(address).status_code == 200
    assert scene.browser("mediator").get(f"{address}join/").status_code == 403


def founded(stage: Stage, on: dt.date = SINCE, name: str = "康保镇商户调委会") -> Committee:
    return open_committee(
        name=name, abbreviation="康商人", kind=CommitteeKind.ENTERPRISE, path=stage.ground.town.path,
        from_on=on, actor=stage.actors["clerk"], at=NOON,
    )  # fmt: skip


def refounded(stage: Stage, committee: Committee, on: dt.date) -> Committee:
    return change_committee(
        committee=committee, name=committee.name, unit=None, kind_codes=[], is_mixed=False, from_on=on,
        actor=stage.actors["clerk"], at=NOON,
    )  # fmt: skip


def reseated(stage: Stage, mediator: Mediator, on: dt.date) -> Mediator:
    return change_mediator(
        mediator=mediator, sex=Sex.MALE, is_member=True, is_head=mediator.is_head, is_minority=False,
        is_full_time=False, from_on=on, actor=stage.actors["clerk"], at=NOON,
    )  # fmt: skip


def closed(stage: Stage, committee: Committee, on: dt.date = TODAY) -> Committee:
    return close_committee(committee=committee, on=on, reason="误设", actor=stage.actors["clerk"], at=NOON)


def test_nobody_founds_or_joins_a_committee_on_a_day_to_come(stage: Stage) -> None:
    tomorrow = TODAY + dt.timedelta(days=1)
    with pytest.raises(Refused, match="设立日不能晚于今天"):
        founded(stage, dt.date(2099, 1, 1))
    with pytest.raises(Refused, match="任职日不能晚于今天"):
        join(stage, "赵明", from_on=tomorrow, is_head=True)
    assert founded(stage, TODAY).valid_from == TODAY


def test_a_day_to_come_that_stands_already_is_put_right(stage: Stage) -> None:
    """As rows stood before such days were refused: the committee first, then who sits on it."""
    far = dt.date(2099, 1, 1)
    made = founded(stage)
    head = join_committee(
        committee=made,
        name="赵明",
        sex=Sex.MALE,
        from_on=SINCE,
        is_head=True,
        actor=stage.actors["clerk"],
        at=NOON,
    )
    made.valid_from = head.from_on = far
    made.save(update_fields=["valid_from"])
    head.save(update_fields=["from_on"])
    assert people_of(made, on=TODAY) == [head], "it can be found on the page"
    with pytest.raises(Refused, match="最早可于2099-01-02撤销"):
        closed(stage, made)
    with pytest.raises(Refused, match="任职日不能早于调委会设立日"):
        reseated(stage, head, SINCE)
    made = refounded(stage, made, SINCE)
    assert reseated(stage, head, SINCE).from_on == SINCE
    with pytest.raises(Refused, match="设立日不能晚于2026-03-01"):
        refounded(stage, made, TODAY)
    with pytest.raises(Refused, match="设立日不能晚于今天"):
        refounded(stage, made, far)
    assert closed(stage, made).valid_to == TODAY


def test_a_day_of_joining_stays_before_the_first_shift(stage: Stage) -> None:
    clerk, town = stage.actors["clerk"], stage.committees["town"]
    room = open_room(committee=town, name="调解室", place="", is_mobile=False, actor=clerk, at=NOON)
    own = join(stage, "赵明", from_on=TODAY)
    set_shift(room=room, on=TODAY, mediator_ids=[own.pk], actor=clerk, at=NOON)
    DutyShift.objects.update(on=SINCE)
    with pytest.raises(Refused, match="首次值班日（2026-03-01）"):
        reseated(stage, own, dt.date(2026, 3, 2))
    assert reseated(stage, own, dt.date(2026, 2, 1)).from_on == dt.date(2026, 2, 1)


def test_what_began_today_ends_as_never_having_been_or_is_told_the_first_day_on_which_it_can(
    stage: Stage,
) -> None:
    assert closed(stage, founded(stage, TODAY)).valid_to == TODAY
    own = join(stage, "赵明", from_on=TODAY)
    clerk = stage.actors["clerk"]
    with pytest.raises(Refused, match="最早可于2026-11-21离任"):
        leave_committee(mediator=own, on=TODAY, reason="误登", actor=clerk, at=NOON)
    with pytest.raises(Refused, match="最迟为今天起一年内"):
        leave_committee(mediator=own, on=dt.date(2999, 1, 1), reason="误登", actor=clerk, at=NOON)
    with pytest.raises(Refused, match="最早可于2026-11-21撤销"):
        closed(stage, stage.committees["town"])
    with pytest.raises(Refused, match="撤销日不能晚于今天"):
        closed(stage, stage.committees["town"], dt.date(2026, 11, 21))


def test_a_committee_whose_numbers_were_taken_has_been(stage: Stage) -> None:
    village = stage.committees["village"]
    case = stage.accepted()
    Case.objects.filter(pk=case.pk).update(committee=stage.committees["town"])
    with pytest.raises(Refused, match="最早可于2026-01-02撤销"):
        close_committee(
            committee=village, on=village.valid_from, reason="误设", actor=stage.actors["clerk"], at=NOON
        )


def test_a_day_gone_by_is_not_rostered(stage: Stage) -> None:
    clerk, town = stage.actors["clerk"], stage.committees["town"]
    room = open_room(committee=town, name="调解室", place="", is_mobile=False, actor=clerk, at=NOON)
    own = join(stage, "赵明")
    with pytest.raises(Refused, match="已经过去的日子"):
        set_shift(room=room, on=TODAY - dt.timedelta(days=1), mediator_ids=[own.pk], actor=clerk, at=NOON)
    monday = monday_of(TODAY)
    for n in (-7, -2):  # last Monday and last Saturday
        DutyShift.objects.create(room=room, mediator=own, on=monday + dt.timedelta(days=n))
    room = Room.objects.select_related("committee").get(pk=room.pk)
    assert copy_week(rooms=[room], monday=monday, actor=clerk, at=NOON) == 1, "Saturday; Monday is gone"
