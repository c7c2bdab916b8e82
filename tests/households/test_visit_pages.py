"""The pages of visits and demands: what stands on them for whom, what comes back, and what they cost."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.tenancy.context import in_tenant
from core.tenancy.ids import uuid7
from households.actions.record_visit import record_visit
from households.models import Demand, Door, Member, Visit
from households.visiting import DemandEntry, VisitEntry
from script.house.measure import counted_queries
from tests.accounts.people import browser_of, neighbour
from tests.cast import KANGBAO
from tests.households.stage import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("years")]


class Scene:
    """The stage of now, closed between two acts, and browsers."""

    def __init__(self) -> None:
        with in_tenant(KANGBAO):
            self.stage = Stage(timezone.now())
            self.doors = [
                self.stage.door(name, address=f"二排{n}号", walk_order=n)
                for n, name in enumerate(("王长顺", "孙桂兰", "周立国"), start=1)
            ]
            for door in self.doors:
                self.stage.paired(door)
        self._browsers: dict[str, Client] = {}

    def browser(self, who: str) -> Client:
        if who not in self._browsers:
            with in_tenant(KANGBAO):
                self._browsers[who] = browser_of(self.stage.staff[who])
        return self._browsers[who]

    def page(self, who: str, route: str, *args: Any, query: str = "", status: int = 200) -> str:
        answer = self.browser(who).get(reverse(route, args=args) + query)
        assert answer.status_code == status, answer.status_code
        return str(answer.content.decode())

    def sent(self, door: Door, **given: Any) -> dict[str, Any]:
        with in_tenant(KANGBAO):
            wife = Member.objects.get(door=door, relation="10")
        now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
        first = {"met": str(wife.pk), "way": "IN_PERSON", "said": "家中平安", "visited_at": now}
        return first | {"key": str(uuid7())} | given

    def post(self, who: str, door: Door, **given: Any) -> Any:
        return self.browser(who).post(reverse("record_visit", args=[door.pk]), self.sent(door, **given))

    def visit(self, door: Door, *demands: DemandEntry, said: str = "王长顺说水管冻裂") -> Visit:
        with in_tenant(KANGBAO):
            return record_visit(
                door=door,
                staff=self.stage.staff["cadre"],
                entry=VisitEntry(
                    way="IN_PERSON",
                    met="李桂芝",
                    said=said,
                    visited_at=timezone.now() - dt.timedelta(hours=1),
                ),
                demands=demands,
                actor=self.stage.actors["cadre"],
                at=timezone.now(),
            )


@pytest.fixture
def scene(counties: None) -> Scene:
    return Scene()


def test_the_doors_stand_in_walking_order_and_leave_the_list_when_visited(scene: Scene) -> None:
    text = scene.page("cadre", "my_doors")
    assert text.index("王长顺") < text.index("孙桂兰") < text.index("周立国")
    assert "还剩 3 户" in text
    answer = scene.post("cadre", scene.doors[0])
    assert answer.status_code == 302
    text = scene.browser("cadre").get(answer["Location"]).content.decode()
    assert "下一户：二排2号" in text
    assert "还剩 2 户" in text
    assert "王长顺" not in text.split("待走访")[1]
    assert "王长顺" in scene.page("cadre", "my_doors", query="?show=done")
    assert "王长顺" in scene.page("cadre", "my_doors", query=f"?q={scene.doors[0].initials}")


def test_behind_the_last_door_the_way_begins_anew(scene: Scene) -> None:
    text = scene.page("cadre", "my_doors", query=f"?after={scene.doors[2].pk}")
    assert "下一户：二排1号" in text
    scene.page("cadre", "my_doors", query="?after=nonsense&page=zz&show=what")


def test_a_call_to_a_household_at_home_leaves_it_on_the_list(scene: Scene) -> None:
    scene.post("cadre", scene.doors[0], way="PHONE")
    assert "还剩 3 户" in scene.page("cadre", "my_doors")


def test_a_form_sent_twice_is_one_visit(scene: Scene) -> None:
    key = str(uuid7())
    sent = scene.sent(scene.doors[0], key=key)
    for _n in range(2):
        answer = scene.browser("cadre").post(reverse("record_visit", args=[scene.doors[0].pk]), sent)
        assert answer.status_code == 302
    with in_tenant(KANGBAO):
        assert Visit.objects.get().met == "李桂芝"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"said": ""}, "请写一句"),
        ({"met": ""}, "请选择见到了谁"),
        ({"met": "OTHER"}, "请填写见到的人的姓名"),
        ({"said": "长" * 2001}, "最多2000字，现有2001字"),
        ({"visited_at": "2999-01-01T10:00"}, "走访时间不能晚于现在"),
        ({"visited_at": "2020-01-01T10:00"}, "只能补记本月和上月的走访"),
        ({"d0-kind": "DISPUTE", "d0-text": "吵架"}, "请填写纠纷另一方"),
        ({"d0-text": "路灯", "d0-other_side": "李某"}, "只有矛盾纠纷才填对方"),
        ({"d0-text": "路灯", "met": "NOBODY"}, "没见到人的走访不能登记诉求"),
        ({"d0-text": "路灯", "draft": "1"}, "诉求要和走访一起提交"),
    ],
)
def test_what_is_wrong_comes_back_with_a_word_and_writes_nothing(
    scene: Scene, given: dict[str, str], words: str
) -> None:
    answer = scene.post("cadre", scene.doors[0], **given)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    with in_tenant(KANGBAO):
        assert not Visit.objects.exists()


def test_demands_come_with_the_visit(scene: Scene) -> None:
    answer = scene.post(
        "cadre",
        scene.doors[0],
        **{
            "d0-text": "路灯不亮",
            "d0-is_mine": "on",
            "d1-text": "与邻居争水",
            "d1-kind": "DISPUTE",
            "d1-other_side": "赵某",
        },
    )
    assert answer.status_code == 302
    with in_tenant(KANGBAO):
        rows = Demand.objects.order_by("kind").values_list("kind", "staff__name", "other_side")
        assert list(rows) == [("DEMAND", scene.stage.staff["cadre"].name, ""), ("DISPUTE", None, "赵某")]


def test_a_draft_goes_on_where_it_ended(scene: Scene) -> None:
    assert scene.post("cadre", scene.doors[0], said="写到一半", draft="1").status_code == 302
    text = scene.page("cadre", "record_visit", scene.doors[0].pk)
    assert "写到一半" in text
    assert "草稿" in scene.page("cadre", "my_doors")
    with in_tenant(KANGBAO):
        draft = Visit.objects.get()
    assert str(draft.pk) in text
    assert scene.post("cadre", scene.doors[0], key=str(draft.pk)).status_code == 302
    assert "草稿" not in scene.page("cadre", "my_doors", query="?show=done")


def test_a_colleague_records_under_masked_names_and_the_real_name_is_kept(scene: Scene) -> None:
    text = scene.page("colleague", "record_visit", scene.doors[0].pk)
    assert "李桂芝" not in text
    assert "王长顺" not in text
    assert "李* 配偶" in text
    assert f"代 {scene.stage.staff['cadre'].name} 记录" in text
    answer = scene.post("colleague", scene.doors[0])
    assert answer.status_code == 302
    with in_tenant(KANGBAO):
        visit = Visit.objects.get()
        assert (visit.met, visit.typed_by) == ("李桂芝", scene.stage.staff["colleague"])


def test_names_stand_in_full_for_the_pair_and_the_register_alone(scene: Scene) -> None:
    visit = scene.visit(scene.doors[0], DemandEntry(text="王长顺家路灯不亮"))
    with in_tenant(KANGBAO):
        demand = Demand.objects.get()
    for who in ("cadre", "grid_worker", "clerk"):
        assert "李桂芝" in scene.page(who, "visit", visit.pk)
        assert "王长顺" in scene.page(who, "demands")
    text = scene.page("head", "visit", visit.pk) + scene.page("head", "visits")
    assert "李桂芝" not in text
    assert "王长顺" not in text
    assert "王*说水管冻裂" in text
    text = scene.page("political", "demand", demand.pk) + scene.page("political", "demands")
    assert "王长顺" not in text
    assert "王*家路灯不亮" in text


def test_another_township_another_unit_and_another_county_see_nothing(scene: Scene) -> None:
    visit = scene.visit(scene.doors[0], DemandEntry(text="路灯不亮"))
    with in_tenant(KANGBAO):
        demand = Demand.objects.get()
    there = browser_of(neighbour())
    for who in ("far_clerk", "office_cadre", "leader"):
        scene.page(who, "visit", visit.pk, status=404)
        scene.page(who, "demand", demand.pk, status=404)
        scene.page(who, "record_visit", scene.doors[0].pk, status=404)
        assert "水管" not in scene.page(who, "visits")
        assert "路灯" not in scene.page(who, "demands", query="?state=all")
    for route, pk in (("visit", visit.pk), ("demand", demand.pk), ("record_visit", scene.doors[0].pk)):
        assert there.get(reverse(route, args=[pk])).status_code == 404
    assert "水管" not in there.get(reverse("visits")).content.decode()


def test_what_is_flagged_is_seen_by_the_head_alone(scene: Scene) -> None:
    visit = scene.visit(scene.doors[0])
    with in_tenant(KANGBAO):
        Visit.objects.update(is_burst=True, answer="CONTRADICTED", answered_at=timezone.now())
    assert "群众称不属实" in scene.page("head", "visit", visit.pk)
    assert "水管" in scene.page("head", "visits", query="?show=flagged")
    for who in ("cadre", "grid_worker"):
        text = scene.page(who, "visit", visit.pk) + scene.page(who, "visits", query="?show=flagged")
        assert "不属实" not in text
        assert "短时间内" not in text


def test_the_address_says_which_visits_are_listed(scene: Scene) -> None:
    scene.visit(scene.doors[0], said="第一户说路")
    scene.visit(scene.doors[1], said="第二户说水")
    text = scene.page("clerk", "visits", query="?q=孙桂兰&way=IN_PERSON&area=康保镇 永兴社区&staff=包cadre")
    assert "第二户说水" in text
    assert "第一户说路" not in text
    text = scene.page("clerk", "visits", query="?area=没有这个村&since=nonsense&way=DRONE&page=99")
    assert "辖区内没有名为“没有这个村”的区域" in text
    assert "第一户说路" in text


def test_a_correction_keeps_the_old_text_on_the_page(scene: Scene) -> None:
    visit = scene.visit(scene.doors[0], said="写错的话")
    address = reverse("correct_visit", args=[visit.pk])
    assert "写错的话" in scene.browser("cadre").get(address).content.decode()
    assert scene.browser("cadre").post(address, scene.sent(scene.doors[0])).status_code == 422
    sent = scene.sent(scene.doors[0], said="写对的话", reason="记错了")
    assert scene.browser("cadre").post(address, sent).status_code == 302
    text = scene.page("cadre", "visit", visit.pk)
    assert text.index("写对的话") < text.index("写错的话")
    assert "记错了" in text


def test_a_head_draws_reads_the_number_and_notes_what_was_said(scene: Scene) -> None:
    scene.visit(scene.doors[0])
    head, month = scene.browser("head"), timezone.localtime().strftime("%Y-%m")
    unit = scene.stage.bureau.pk
    head.post(reverse("draw_call_backs"), {"month": month, "of": f"unit-{unit}"})
    text = scene.page("head", "call_backs")
    assert "138****5678" in text
    assert "13800005678" not in text
    with in_tenant(KANGBAO):
        call = Visit.objects.get().call_backs.get()
    assert "13800005678" in head.post(reverse("call_back_phone", args=[call.pk])).content.decode()
    assert "13800005678" not in scene.page("head", "call_backs")
    note = reverse("note_call_back", args=[call.pk])
    assert head.post(note, {f"{call.pk}-result": "CONTRADICTED"}).status_code == 422
    assert head.post(note, {f"{call.pk}-result": "CONFIRMED"}).status_code == 302
    assert "属实" in scene.page("head", "call_backs")
    assert scene.browser("far_clerk").post(note, {f"{call.pk}-result": "CONFIRMED"}).status_code == 404


def test_a_demand_is_assigned_and_answered_on_its_page(scene: Scene) -> None:
    scene.visit(scene.doors[0], DemandEntry(text="路灯不亮"))
    with in_tenant(KANGBAO):
        demand = Demand.objects.get()
    assert "分派群众诉求" in scene.page("clerk", "desk")
    clerk, assign = scene.browser("clerk"), reverse("assign_demand", args=[demand.pk])
    assert "没有名为" in clerk.post(assign, {"unit": "没有的局"}).content.decode()
    assert clerk.post(assign, {}).status_code == 422
    sent = {"unit": "司法局", "staff": scene.stage.staff["colleague"].name}
    assert clerk.post(assign, sent).status_code == 302
    assert "答复群众诉求" in scene.page("colleague", "desk")
    answer = reverse("answer_demand", args=[demand.pk])
    assert scene.browser("colleague").post(answer, {"answer": ""}).status_code == 422
    assert scene.browser("colleague").post(answer, {"answer": "已修好"}).status_code == 302
    assert "已修好" in scene.page("cadre", "demands", query="?state=answered&of=heard")
    assert "路灯" not in scene.page("cadre", "demands")


@pytest.mark.parametrize(
    ("who", "route"),
    [
        ("cadre", "my_doors"),
        ("clerk", "visits"),
        ("head", "visits"),
        ("clerk", "demands"),
        ("head", "call_backs"),
    ],
)
def test_a_list_costs_the_same_however_long_it_is(scene: Scene, who: str, route: str) -> None:
    counts = []
    for more in (1, 12):
        with in_tenant(KANGBAO):
            new = [scene.stage.door(f"李{more}{n}", address=f"三排{more}-{n}号") for n in range(more)]
            for door in new:
                scene.stage.paired(door)
        for door in new:
            scene.visit(door, DemandEntry(text="修路"))
        if route == "call_backs":
            for unit in (f"unit-{scene.stage.bureau.pk}",):
                scene.browser("head").post(reverse("draw_call_backs"), {"of": unit})
        query = "?show=all" if route == "my_doors" else ""
        address = reverse(route) + query
        scene.browser(who).get(address)
        with counted_queries(connection) as queries:
            assert scene.browser(who).get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 15, counts


def test_a_program_sends_a_visit_and_the_same_again_gets_the_same_answer(scene: Scene) -> None:
    sent = {
        "id": str(uuid7()),
        "door": str(scene.doors[0].pk),
        "way": "IN_PERSON",
        "met": "李桂芝",
        "said": "都好",
        "visited_at": timezone.now().isoformat(),
        "demands": [{"text": "修路"}],
    }

    def post(who: str, **changed: Any) -> Any:
        return scene.browser(who).post(reverse("api_visits"), sent | changed, content_type="application/json")

    first, again = post("cadre"), post("cadre")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert post("cadre", said="别的话").status_code == 409
    assert post("cadre", id=str(uuid7()), said="长" * 2001).status_code == 400
    assert post("office_cadre", id=str(uuid7())).status_code == 404
    assert post("clerk", id=str(uuid7())).status_code == 403
    with in_tenant(KANGBAO):
        assert Visit.objects.count() == Demand.objects.count() == 1
