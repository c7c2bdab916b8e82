"""The list page, through its front door: what it shows, what it costs, what goes out, what is given away at once."""

import io
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from core.audit.models import Record
from core.tenancy.context import in_tenant
from core.tenancy.ids import uuid7
from disputes.models import Case, SavedView, Step
from script.house.measure import counted_queries
from tests.accounts.people import browser_of, neighbour, user_of
from tests.cast import KANGBAO
from tests.disputes.stage import NOON, Stage

SIGN_IN = 5


@pytest.fixture
def travelled() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def scene(counties: None, travelled: None) -> Stage:
    """Two cases in mediation at the village, one not accepted; nobody's county is open any more."""
    with in_tenant(KANGBAO):
        stage = Stage()
        for title in ("宅基地边界", "水渠争水"):
            stage.accepted(title=title)
        stage.registered(title="彩礼返还", kind_code="01")
        return stage


def browser(stage: Stage, who: str) -> Client:
    with in_tenant(KANGBAO):
        return browser_of(stage.staff[who])


def page(stage: Stage, who: str, query: str = "") -> str:
    answer = browser(stage, who).get(reverse("cases") + query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_clerk_reads_names_in_full_and_the_leader_masked(scene: Stage) -> None:
    clerk, leader = page(scene, "clerk"), page(scene, "leader")
    assert "王长顺 ↔ 李桂芝" in clerk
    assert "· 永兴社区 › 第一网格" in clerk
    assert "王* ↔ 李*" in leader
    assert "王长顺" not in leader
    assert "13800005678" not in clerk + leader


def test_another_township_and_another_county_see_nothing_of_it(scene: Stage) -> None:
    for text in (page(scene, "far_clerk"), page(scene, "far_clerk", "?scope=all&q=王长顺")):
        assert "宅基地边界" not in text
        assert "王长顺 ↔" not in text
    there = browser_of(neighbour())
    answer = there.get(reverse("cases") + "?scope=all")
    assert answer.status_code == 200
    assert "宅基地边界" not in answer.content.decode()


def test_the_address_says_what_is_listed_and_what_it_does_not_understand(scene: Stage) -> None:
    only = page(scene, "clerk", "?q=水渠&state=ACCEPTED&risk=LOW&area=康保镇 永兴社区")
    assert "水渠争水" in only
    assert "彩礼返还" not in only
    with in_tenant(KANGBAO):
        code = Case.objects.get(title__contains="水渠").code
    for typed in (code, code.replace("-", "").lower()):
        found = page(scene, "clerk", f"?q={typed}")
        assert "水渠争水" in found
        assert "彩礼返还" not in found
    wrong = page(scene, "clerk", "?area=没有这个村&state=NONSENSE")
    assert "辖区内没有名为“没有这个村”的区域" in wrong
    assert 'class="notice notice-warn"' in page(scene, "clerk", "?scope=NONSENSE")
    assert "彩礼返还" in page(scene, "clerk", "?sort=-registered_at&page=99")
    alone = page(scene, "clerk", "?q=王")
    assert "请至少输入两个字" in alone
    assert "彩礼返还" in alone


def test_a_page_costs_eight_queries_however_many_rows_it_has(scene: Stage) -> None:
    clerk = browser(scene, "clerk")
    for more in (0, 12):
        with in_tenant(KANGBAO):
            for _n in range(more):
                scene.registered()
        clerk.get(reverse("cases"))
        with counted_queries(connection) as queries:
            assert clerk.get(reverse("cases")).status_code == 200
        assert len(queries) <= SIGN_IN + 8, [query[:150] for query in queries.statements]


def assign(stage: Stage, who: str, cases: list[Case], mediator: str, **more: Any) -> Any:
    ticks = [f"{case.pk}:{case.revision}" for case in cases]
    with in_tenant(KANGBAO):
        name = user_of(stage.staff[mediator]).username
    return browser(stage, who).post(
        reverse("assign_cases"), {"case": ticks, "mediator": name, "key": str(uuid7()), **more}
    )


def test_many_are_given_to_one_and_what_refuses_says_why(scene: Stage) -> None:
    with in_tenant(KANGBAO):
        cases = list(Case.objects.order_by("registered_at", "id"))
    answer = assign(scene, "clerk", cases, "mediator")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "1 件没有指定" in text
    assert "彩礼返还</a>：该纠纷处于“待受理”环节，不能办理“指定调解员”。" in text
    with in_tenant(KANGBAO):
        given = Case.objects.filter(mediator=scene.staff["mediator"])
        assert {case.title for case in given} == {"宅基地边界", "水渠争水"}
        assert Record.objects.filter(code="disputes.cases_assigned").count() == 1


def test_the_same_selection_twice_is_given_once(scene: Stage) -> None:
    with in_tenant(KANGBAO):
        cases = list(Case.objects.filter(state="ACCEPTED"))
    key = str(uuid7())
    for _again in range(2):
        assert assign(scene, "clerk", cases, "mediator", key=key).status_code == 302
    with in_tenant(KANGBAO):
        assert Step.objects.filter(verb="ASSIGN").count() == 2
        assert Record.objects.filter(code="disputes.cases_assigned").count() == 1


def test_a_selection_of_somebody_elses_cases_gives_nothing(scene: Stage) -> None:
    with in_tenant(KANGBAO):
        cases = list(Case.objects.all())
    answer = assign(scene, "far_clerk", cases, "far_mediator")
    assert answer.status_code == 422
    assert "请先勾选纠纷" in answer.content.decode()
    answer = assign(scene, "clerk", cases, "auditor")
    assert (
        "不是调解员，也不在综治中心任职" in answer.content.decode() or "没有找到" in answer.content.decode()
    )
    with in_tenant(KANGBAO):
        assert not Step.objects.filter(verb="ASSIGN").exists()


def test_the_list_goes_out_masked_as_a_sheet_and_on_paper(scene: Stage) -> None:
    clerk = browser(scene, "clerk")
    answer: Any = clerk.post(reverse("export_sheet", args=["disputes.cases"]) + "?kind=01")
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[2] for row in rows[3:]] == ["彩礼返还"]
    assert rows[3][3] == "王* ↔ 李*"
    paper = clerk.post(reverse("cases_paper") + "?state=ACCEPTED")
    assert paper["Content-Type"] == "application/pdf"
    text = PdfReader(io.BytesIO(paper.content)).pages[0].extract_text()
    assert "纠纷清单" in text
    assert "水渠争水" in text
    assert "王长顺" not in text
    with in_tenant(KANGBAO):
        record = Record.objects.get(code="disputes.ledger_printed")
        assert record.after["period"] == "在办；环节：待调解"


def test_a_view_is_kept_renamed_and_dropped_by_its_owner_alone(scene: Stage) -> None:
    clerk, other = browser(scene, "clerk"), browser(scene, "mediator")
    saved = clerk.post(reverse("save_view"), {"name": "未受理", "query": "state=REGISTERED&evil=1"})
    assert saved["Location"] == reverse("cases") + "?state=REGISTERED"
    with in_tenant(KANGBAO):
        view = SavedView.objects.get()
        assert (view.name, view.query) == ("未受理", "state=REGISTERED")
    assert "未受理" in page(scene, "clerk")
    assert "未受理" not in page(scene, "mediator")
    rename = reverse("rename_view", args=[view.pk])
    assert other.post(rename, {"name": "抢走"}).status_code == 404
    assert other.post(reverse("delete_view", args=[view.pk])).status_code == 404
    assert clerk.post(rename, {"name": " "}).status_code == 422
    assert clerk.post(rename, {"name": "待受理"}).status_code == 302
    assert clerk.post(reverse("delete_view", args=[view.pk])).status_code == 302
    with in_tenant(KANGBAO):
        assert not SavedView.objects.exists()


def test_the_search_box_finds_a_dispute_by_what_people_know_of_it(scene: Stage) -> None:
    clerk, far = browser(scene, "clerk"), browser(scene, "far_clerk")
    for words in ("水渠", "王长顺", "lgz", "5678", "永兴人调字第2号"):
        assert "水渠争水" in clerk.get(reverse("search"), {"q": words}).content.decode(), words
        assert "水渠争水" not in far.get(reverse("search"), {"q": words}).content.decode(), words


def test_the_desk_shows_what_is_late_and_mine(scene: Stage) -> None:
    with time_machine.travel(NOON, tick=False):
        assert "宅基地边界" not in browser(scene, "village_mediator").get("/").content.decode()
    with time_machine.travel(NOON.replace(day=30), tick=False):
        mine = browser(scene, "village_mediator").get("/").content.decode()
        assert "宅基地边界：" in mine
        assert "逾期" in mine
        assert "宅基地边界" not in browser(scene, "far_mediator").get("/").content.decode()
