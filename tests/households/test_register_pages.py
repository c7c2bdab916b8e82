"""The pages of the register through the front door: lists masked, numbers opened with a trace, forms that come back whole."""

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.audit.models import Record
from core.crypto.masks import mask_phone
from core.tabular.exporting import find_export
from core.tenancy.context import in_tenant
from core.tenancy.ids import uuid7
from households.actions.add_member import add_member
from households.actions.close_door import close_door
from households.choices import DoorEnd, Relation
from households.entering import MemberEntry
from households.models import Door, Member
from households.registering import people_of
from tests.accounts.people import browser_of, neighbour
from tests.cast import KANGBAO
from tests.households.stage import Stage
from tests.households.test_register import SOUND, head_of, wife_of

pytestmark = pytest.mark.django_db

CHILD = "110105201501010017"  # a boy born on 2015-01-01


def browser(stage: Stage, who: str) -> Client:
    return browser_of(stage.staff[who])


def page(stage: Stage, who: str, route: str, *args: Any, query: str = "") -> Any:
    return browser(stage, who).get(reverse(route, args=args) + query)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def with_a_child(stage: Stage) -> tuple[Door, Member]:
    door = stage.door()
    child = add_member(
        door=door,
        entry=MemberEntry(name="王小宝", relation=Relation.SON, id_number=CHILD, phone="13711112222"),
        actor=stage.actors["grid_worker"],
        at=stage.at,
    )
    return door, child


def test_the_list_shows_names_to_who_keeps_the_register_and_masks_them_for_others(stage: Stage) -> None:
    door = stage.door()
    kept, seen = text(page(stage, "grid_worker", "doors")), text(page(stage, "political", "doors"))
    assert "王长顺" in kept
    assert "王*" in seen
    for shown in (kept, seen):
        assert "13800005678" not in shown
        assert mask_phone("13800005678") in shown
    assert "王长顺" not in seen
    assert "二排3号" not in seen
    assert page(stage, "leader", "doors").status_code == 403
    assert page(stage, "auditor", "doors").status_code == 403
    assert page(stage, "far_clerk", "doors").context["rows"] == []
    assert page(stage, "far_clerk", "door", door.pk).status_code == 404


def test_a_door_is_found_by_name_initials_phone_last_four_and_address(stage: Stage) -> None:
    door, shop = stage.door(), stage.shop()
    clerk = browser(stage, "clerk")
    for words, expected in (
        ("王长顺", {door}),
        ("lgz", {door}),
        ("李桂芝", {door}),
        ("13800005678", {door}),
        ("5678", {door}),
        ("永兴社区二排", {door}),
        ("二排 王长顺", {door}),
        ("永兴", {door, shop}),
        ("赵满仓", {shop}),
        ("13900001234", {shop}),
        ("没有此人", set()),
    ):
        answer = clerk.get(reverse("doors"), {"q": words})
        assert {row[0] for row in answer.context["rows"]} == expected, words


def test_filters_stand_in_the_address_and_what_is_not_understood_is_said(stage: Stage) -> None:
    door, shop = stage.door(), stage.shop()
    close_door(door=shop, why=DoorEnd.CEASED, on=stage.at.date(), actor=stage.system, at=stage.at)
    clerk = browser(stage, "clerk")

    def rows(**asked: str) -> set[Door]:
        return {row[0] for row in clerk.get(reverse("doors"), asked).context["rows"]}

    assert rows() == {door}
    assert rows(closed="1") == {door, shop}
    assert rows(closed="1", kind="ENTITY") == {shop}
    assert rows(away="AWAY") == set()
    assert rows(area=stage.ground.second_grid.name) == set()
    assert rows(sort="-name") == {door}
    assert rows(sort="nonsense", kind="nonsense") == {door}
    assert "没有" in text(clerk.get(reverse("doors"), {"area": "无此网格"}))
    assert clerk.get(reverse("doors"), {"q": "很长" * 40}).status_code == 200


def test_a_long_list_is_counted_and_paged_to_a_bound(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("王长顺", "张有才", "孙福来"):
        stage.door(name)
    clerk = browser(stage, "clerk")
    assert clerk.get(reverse("doors"), {"page": "999"}).context["page"].paginator.count == 3
    monkeypatch.setattr("households.listing.MOST", 2)
    bounded = clerk.get(reverse("doors"), {"sort": "name"})
    assert bounded.context["page"].paginator.count == 2
    assert "超过 2 户" in text(bounded)
    assert "sort=" not in text(bounded).split("<thead>")[1].split("</thead>")[0]


def test_numbers_are_opened_with_a_reason_and_who_looked_stands_on_the_page(stage: Stage) -> None:
    door, child = with_a_child(stage)
    worker = browser(stage, "grid_worker")
    closed = text(worker.get(reverse("door", args=[door.pk])))
    assert "13800005678" not in closed
    assert "2015" not in closed
    assert str(child.id_number) not in closed
    assert worker.post(reverse("look_at_door", args=[door.pk]), {"reason": ""}).status_code == 422
    opened = text(worker.post(reverse("look_at_door", args=[door.pk]), {"reason": "电话联系"}))
    assert "13800005678" in opened
    assert CHILD not in opened
    assert "13711112222" not in opened
    assert "电话联系" in opened
    with_minors = text(
        worker.post(reverse("look_at_door", args=[door.pk]), {"reason": "入学核对", "with_minors": "on"})
    )
    assert CHILD in with_minors
    looks = Record.objects.filter(code="households.door_seen").order_by("at", "id")
    assert {"未成年人信息"} <= {field for look in looks for field in look.after["fields"]}
    assert CHILD not in str(list(looks.values_list("after", "reason")))
    assert "13800005678" not in text(worker.get(reverse("door", args=[door.pk])))


def test_the_cadre_opens_their_own_door_without_minors_and_nobody_else_opens_it(stage: Stage) -> None:
    door, _child = with_a_child(stage)
    address = reverse("look_at_door", args=[door.pk])
    assert browser(stage, "cadre").post(address, {"reason": "看看"}).status_code == 404
    stage.paired(door)
    cadre = browser(stage, "cadre")
    assert "王长顺" in text(cadre.get(reverse("door", args=[door.pk])))
    opened = text(cadre.post(address, {"reason": "走访", "with_minors": "on"}))
    assert "只对本辖区登记人员开放" in opened
    assert "13800005678" not in opened
    assert "13800005678" in text(cadre.post(address, {"reason": "走访"}))
    refused = browser(stage, "political").post(address, {"reason": "看看"})
    assert refused.status_code == 422
    assert "13800005678" not in text(refused)
    assert browser(stage, "leader").post(address, {"reason": "看看"}).status_code == 404


def test_a_minor_is_on_no_sheet_even_where_it_was_approved(stage: Stage) -> None:
    with_a_child(stage)
    kind = find_export("households.people")
    assert kind is not None
    today = timezone.localdate(stage.at)
    rows = list(kind.lines(stage.actors["clerk"], {}, today))
    child = next(one for one in rows if one.name == "王小宝")
    values = [column.read(child) for column in kind.sheet.columns]
    assert "13711112222" not in [value.reveal() if hasattr(value, "reveal") else value for value in values]
    assert kind.sheet.column("born").read(child) == ""
    assert not {"id_number", "born_on"} & {column.key for column in kind.sheet.columns}
    adult = next(one for one in rows if one.name == "王长顺")
    assert kind.sheet.column("phone").read(adult).reveal() == "13800005678"
    assert list(kind.lines(stage.actors["far_clerk"], {}, today)) == []


def test_a_household_headed_by_a_minor_shows_no_phone(stage: Stage) -> None:
    head = MemberEntry(name="王小宝", relation=Relation.HEAD, id_number=CHILD, phone="13711112222")
    door = stage.door("王小宝", members=[head], phone="13711112222")
    listed = text(page(stage, "grid_worker", "doors"))
    assert mask_phone("13711112222") not in listed
    assert mask_phone("13711112222") not in text(page(stage, "grid_worker", "door", door.pk))
    kind = find_export("households.doors")
    assert kind is not None
    (row,) = kind.lines(stage.actors["clerk"], {}, timezone.localdate(stage.at))
    assert kind.sheet.column("phone").read(row) == ""


def entered(stage: Stage, **more: str) -> dict[str, str]:
    given = {
        "area": "康保镇 永兴社区 " + stage.ground.grid.name,
        "address": "永兴社区五排1号",
        "on": "2026-11-01",
        "key": str(uuid7()),
        "person-TOTAL_FORMS": "2",
        "person-INITIAL_FORMS": "0",
        "person-0-name": "孙福来",
        "person-0-relation": "02",
        "person-0-sex": "1",
        "person-0-phone": "13600001111",
        "person-1-relation": "80",
        "person-1-sex": "0",
    }
    return given | more


def test_a_household_is_entered_with_its_head_and_a_form_that_is_wrong_comes_back_whole(stage: Stage) -> None:
    worker, address = browser(stage, "grid_worker"), reverse("add_door")
    for wrong, said in (
        ({"person-0-relation": "10"}, "有且只有一位户主"),
        ({"person-0-phone": "123"}, "11位手机号"),
        ({"area": "无此网格"}, "没有名为"),
        ({"on": "2999-01-01"}, "不能晚于今天"),
        ({"address": "长" * 200}, "最多 120 字"),
        ({"person-0-born_on": "1800-01-01"}, "请核对"),
        ({"person-0-id_number": SOUND, "person-0-born_on": "1990-01-01"}, "不一致"),
    ):
        answer = worker.post(address, entered(stage, **wrong))
        assert (answer.status_code, said in text(answer)) == (422, True), said
        assert "孙福来" in text(answer)
    assert not Door.objects.exists()
    given = entered(stage)
    for _twice in range(2):
        assert worker.post(address, given).status_code in (302, 422)
    door = Door.objects.get()
    assert (door.name, door.phone.reveal()) == ("孙福来", "13600001111")
    assert [one.name for one in people_of(door)] == ["孙福来"]


def test_a_door_that_seems_entered_already_asks_first(stage: Stage) -> None:
    stage.door("孙福来", address="永兴社区五排1号")
    worker, address = browser(stage, "grid_worker"), reverse("add_door")
    answer = worker.post(address, entered(stage))
    assert answer.status_code == 422
    assert "不是同一户，仍然登记" in text(answer)
    assert worker.post(address, entered(stage, not_same="1")).status_code == 302
    assert Door.objects.count() == 2
    hints = worker.post(reverse("similar_doors"), entered(stage))
    assert "姓名和地址相同" in text(hints)


def test_every_act_has_a_form_that_does_it(stage: Stage) -> None:
    door = stage.door()
    stage.paired(door)
    clerk = browser(stage, "clerk")
    head, wife = head_of(door), wife_of(door)
    today = dt.date(2026, 11, 20).isoformat()
    steps: list[tuple[str, list[Any], dict[str, str]]] = [
        ("change_door", [door.pk], {"address": "永兴社区六排1号", "walk_order": "3"}),
        ("mark_away", [door.pk], {"from_on": today}),
        ("mark_home", [door.pk], {}),
        (
            "add_member",
            [door.pk],
            {"name": "王二", "relation": "20", "sex": "1", "on": today, "key": str(uuid7())},
        ),
        ("change_member", [door.pk, wife.pk], {"name": "李桂枝", "relation": "10", "sex": "2"}),
        ("name_head", [door.pk], {"head": str(wife.pk), f"relation_{head.pk}": "11"}),
        ("move_door", [door.pk], {"area": stage.ground.second_grid.code}),
        ("leave_household", [door.pk, head.pk], {"why": "DIED", "on": today}),
        ("close_door", [door.pk], {"why": "MOVED_OUT", "on": today}),
    ]
    for route, args, given in steps:
        address = reverse(route, args=args)
        assert clerk.get(address).status_code == 200, route
        answer = clerk.post(address, given)
        assert answer.status_code == 302, (route, text(answer)[-3000:])
    door.refresh_from_db()
    assert (door.name, door.closed_why) == ("李桂枝", DoorEnd.MOVED_OUT)


def test_splitting_and_merging_by_their_pages(stage: Stage) -> None:
    door, other = stage.door(), stage.door("张有才")
    clerk = browser(stage, "clerk")
    wife = wife_of(door)
    split = {
        "leaving": str(wife.pk), "head": str(wife.pk), "address": "七排1号", "on": "2026-11-20", "key": str(uuid7()),
    }  # fmt: skip
    assert "须在分出的成员之中" in text(
        clerk.post(reverse("split_household", args=[door.pk]), split | {"leaving": ""})
    )
    assert clerk.post(reverse("split_household", args=[door.pk]), split).status_code == 302
    made = Door.objects.get(origin=door)
    found = clerk.get(reverse("merge_household", args=[made.pk]), {"q": "张有才"})
    assert reverse("merge_into", args=[made.pk, other.pk]) in text(found)
    address = reverse("merge_into", args=[made.pk, other.pk])
    assert clerk.post(address, {"on": "2026-11-20"}).status_code == 422
    moved = people_of(made)[0]
    assert clerk.post(address, {"on": "2026-11-20", f"relation_{moved.pk}": "80"}).status_code == 302
    assert Door.objects.get(pk=made.pk).into_id == other.pk


def test_a_blank_phone_stays_and_a_ticked_one_goes(stage: Stage) -> None:
    door = stage.door()
    clerk, head = browser(stage, "clerk"), head_of(door)
    address = reverse("change_member", args=[door.pk, head.pk])
    given = {"name": "王长顺", "sex": "1", "born_on": "1960-05-01"}
    assert clerk.post(address, given).status_code == 302
    assert Member.objects.get(pk=head.pk).phone.reveal() == "13800005678"
    assert clerk.post(address, given | {"drop_phone": "on"}).status_code == 302
    assert Member.objects.get(pk=head.pk).phone.reveal() == ""


def test_another_county_sees_no_door_of_this_one(neighbour_county: int) -> None:
    with in_tenant(KANGBAO):
        stage = Stage()
        door = stage.door()
    there = browser_of(neighbour())
    listed = there.get(reverse("doors"), {"q": "王长顺"})
    assert listed.context["rows"] == []
    for route in ("door", "change_door", "close_door"):
        assert there.get(reverse(route, args=[door.pk])).status_code == 404


def test_a_program_lists_page_by_page_and_enters_once(stage: Stage) -> None:
    for name in ("王长顺", "张有才", "孙福来"):
        stage.door(name)
    clerk = browser(stage, "clerk")
    first = clerk.get("/api/households/doors/", {"size": 2}).json()
    rest = clerk.get("/api/households/doors/", {"size": 2, "after": first["after"]}).json()
    assert sorted(row["name"] for row in first["rows"] + rest["rows"]) == ["孙福来", "张有才", "王长顺"]
    assert rest["after"] is None
    assert "13800005678" not in str(first)
    assert clerk.get("/api/households/doors/", {"after": "x"}).status_code == 400
    masked = browser(stage, "political").get("/api/households/doors/").json()
    assert {row["name"] for row in masked["rows"]} == {"孙*", "张*", "王*"}
    sent = {
        "id": str(uuid7()),
        "path": stage.ground.grid.path,
        "name": "赵满仓",
        "address": "永兴社区九排1号",
        "members": [{"name": "赵满仓", "relation": "02", "phone": "13612345678"}],
    }

    def post(who: str, **more: Any) -> int:
        body = json.dumps(sent | more)
        return (
            browser(stage, who)
            .post("/api/households/doors/", body, content_type="application/json")
            .status_code
        )

    assert [post("clerk"), post("clerk"), post("clerk", name="别人")] == [201, 200, 409]
    assert post("clerk", members=[], id=str(uuid7())) in (403, 409, 422)
    assert post("far_clerk", id=str(uuid7())) in (403, 409, 422)
    assert Door.objects.filter(name="赵满仓").count() == 1
