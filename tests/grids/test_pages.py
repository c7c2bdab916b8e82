"""The pages, walked through by the people who use them."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import Staff
from core.audit.models import Record
from core.tenancy.context import in_tenant
from grids.choices import ChangeState
from grids.models import Area, AreaBoundary, BoundaryImport, PlannedChange
from grids.panels import BoardPerson, area_panels, board_people
from tests.cast import KANGBAO
from tests.grids.ground import Ground
from tests.grids.test_acts import square
from tests.house import FAR_CLERK, NEIGHBOUR, House, furnish


@pytest.fixture
def house(db: None) -> House:
    return furnish()


@pytest.fixture
def ground(house: House) -> Ground:
    made: Ground = house.ground
    return made


@pytest.fixture
def clerk(house: House) -> Client:
    return house.browser("county_centre")


def today() -> str:
    return timezone.localdate().isoformat()


def url(name: str, area: Area, *more: str) -> str:
    return reverse(name, args=[area.pk, *more])


def text(answer: Any) -> str:
    return str(answer.content.decode())


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    quiet = ("SAVEPOINT", "RELEASE", "SET LOCAL", "BEGIN", "COMMIT")
    return len([query for query in queries if not query["sql"].startswith(quiet)])


def test_the_browser_opens_on_the_actors_own_ground(house: House, ground: Ground) -> None:
    page = text(house.browser("village_secretary").get(reverse("area_browser")))
    assert "永兴社区" in page
    assert "第一网格" in page
    assert "张纪镇" not in page
    assert "新设下级" not in page


def test_the_tree_stands_open_down_to_the_area_and_loads_the_rest(clerk: Client, ground: Ground) -> None:
    page = text(clerk.get(url("area", ground.village)))
    assert page.count('aria-selected="true"') == 1
    assert url("area_children", ground.grid) in page
    branches = text(clerk.get(url("area_children", ground.grid)))
    assert "第一微网格" in branches
    assert "第二微网格" in branches


def test_the_number_of_queries_does_not_grow_with_the_tree(clerk: Client, ground: Ground) -> None:
    clerk.get(url("area", ground.town))  # what is asked once in a while (the person's session) is asked here
    few = queries_of(clerk, url("area", ground.town))
    with in_tenant(KANGBAO):
        from tests.grids.ground import below

        for number in range(30):
            below(ground.town, f"新村{number}")
    assert queries_of(clerk, url("area", ground.town)) == few
    assert queries_of(clerk, url("area_children", ground.town)) <= few
    assert few <= 22


def test_a_greyed_button_says_why(clerk: Client, ground: Ground) -> None:
    page = text(clerk.get(url("area", ground.town)))
    assert "划转：县和乡镇没有可以划入的其他上级" in page


def test_search_finds_by_code_and_leads_there(clerk: Client, ground: Ground) -> None:
    page = text(clerk.get(reverse("area_browser"), {"q": "130723101200001"}))
    assert url("area", ground.far_grid) in page
    assert "没有找到" in text(clerk.get(reverse("area_browser"), {"q": "没有的地方"}))


def test_an_act_is_tried_first_and_then_done(clerk: Client, ground: Ground) -> None:
    address = url("area_act", ground.grid, "rename")
    assert "新名称" in text(clerk.get(address))
    typed = {"name": "东片网格", "effective_on": today(), "reason": "群众习惯"}
    tried = clerk.post(address, typed)
    assert tried.status_code == 200
    assert "第一网格更名为东片网格" in text(tried)
    with in_tenant(KANGBAO):
        assert Area.objects.get(pk=ground.grid.pk).name == "第一网格"
    done = clerk.post(address, typed | {"confirmed": "1"}, follow=True)
    assert "已生效：第一网格更名为东片网格" in text(done)
    assert "群众习惯" in text(clerk.get(url("area_history", ground.grid)))


def test_an_error_stands_beside_its_field_and_nothing_typed_is_lost(clerk: Client, ground: Ground) -> None:
    answer = clerk.post(url("area_act", ground.grid, "rename"), {"name": "第二网格", "effective_on": today()})
    assert answer.status_code == 422
    assert 'id="id_name_error"' in text(answer)
    assert "同一上级下已有“第二网格”" in text(answer)
    assert 'value="第二网格"' in text(answer)


@pytest.mark.parametrize(
    ("slug", "area", "typed"),
    [
        ("open", "village", {"name": "第三网格", "grid_kind": "SCHOOL"}),
        ("recode", "village", {"new_code": "130723100009"}),
        ("move", "village", {"parent_id": "other_town"}),
        ("split", "grid", {"name_1": "第三网格", "households_1": "20", "child": "1"}),
        ("merge", "grid", {"source_ids": ["second_grid"]}),
        ("retire", "second_micro", {}),
        ("boundary", "grid", {"boundary": json.dumps(square(114.0, 41.0))}),
        ("describe", "grid", {"kind": "RESIDENTIAL", "extent": "村东片", "household_count": "130"}),
    ],
)
def test_every_act_goes_from_form_to_dry_run_to_done(
    clerk: Client, ground: Ground, slug: str, area: str, typed: dict[str, Any]
) -> None:
    address = url("area_act", getattr(ground, area), slug)
    assert clerk.get(address).status_code == 200
    sent = {**typed, "effective_on": today()}
    if "parent_id" in sent:
        sent["parent_id"] = str(getattr(ground, sent["parent_id"]).pk)
    if "source_ids" in sent:
        sent["source_ids"] = [str(getattr(ground, name).pk) for name in sent["source_ids"]]
    if sent.pop("child", None):
        sent[f"child_{ground.micro.pk}"] = "1"
    tried = clerk.post(address, sent)
    assert tried.status_code == 200, text(tried)
    assert "确认，今天生效" in text(tried)
    assert clerk.post(address, sent | {"confirmed": "1"}).status_code == 302
    with in_tenant(KANGBAO):
        assert PlannedChange.objects.get().state == ChangeState.APPLIED


def test_a_later_day_is_listed_and_can_be_taken_back(clerk: Client, ground: Ground) -> None:
    tomorrow = (timezone.localdate() + dt.timedelta(days=1)).isoformat()
    typed = {"name": "东片网格", "effective_on": tomorrow, "confirmed": "1"}
    clerk.post(url("area_act", ground.grid, "rename"), typed)
    assert "第一网格更名为东片网格" in text(clerk.get(reverse("planned_changes")))
    with in_tenant(KANGBAO):
        change = PlannedChange.objects.get()
    assert "已撤销" in text(clerk.post(reverse("undo_change", args=[change.pk]), follow=True))
    assert "没有待生效的变更" in text(clerk.get(reverse("planned_changes")))


def test_the_map_gets_boundaries_and_the_point_its_grid(clerk: Client, ground: Ground) -> None:
    for area, west in ((ground.grid, 114.0), (ground.second_grid, 114.1)):
        sent = {"boundary": json.dumps(square(west, 41.0)), "effective_on": today(), "confirmed": "1"}
        clerk.post(url("area_act", area, "boundary"), sent)
    drawn = clerk.get(url("area_boundaries", ground.village)).json()
    assert [feature["properties"]["name"] for feature in drawn["features"]] == ["第一网格", "第二网格"]
    found = text(clerk.get(reverse("area_at"), {"lng": "114.05", "lat": "41.05"}))
    assert "第一网格" in found
    assert "不在任何" in text(clerk.get(reverse("area_at"), {"lng": "100", "lat": "30"}))
    assert clerk.get(reverse("area_at"), {"lng": "x"}).status_code == 404


def geojson(*features: dict[str, Any]) -> SimpleUploadedFile:
    collection = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "geometry": feature.pop("geometry"), "properties": feature}
            for feature in features
        ],
    }
    return SimpleUploadedFile("界.geojson", json.dumps(collection).encode())


def test_a_file_of_boundaries_is_checked_then_taken_over(clerk: Client, ground: Ground) -> None:
    file = geojson(
        {"code": ground.grid.code, "geometry": square(114.0, 41.0)},
        {"name": "第二网格", "geometry": square(114.1, 41.0)},
        {"name": "第一网格", "geometry": square(114.2, 41.0)},
        {"code": "999", "geometry": square(114.2, 41.0)},
        {"code": ground.micro.code or "x", "geometry": square(14.2, 41.0)},
        {"code": ground.village.code, "geometry": {"type": "Point", "coordinates": [1, 2]}},
        {"geometry": square(114.0, 41.0)},
    )
    checked = clerk.post(reverse("boundary_import"), {"file": file}, follow=True)
    page = text(checked)
    assert "2 个边界可以导入，5 个要素有错误" in page
    for reason in (
        "有2个区域名为“第一网格”",
        "没有编码为999的区域",
        "边界应为多边形",
        "没有属性 code 或 name",
    ):
        assert reason in page
    with in_tenant(KANGBAO):
        assert not AreaBoundary.objects.exists()
        found = BoundaryImport.objects.get()
    assert "已导入2个区域的边界" in text(
        clerk.post(reverse("boundary_import_checked", args=[found.pk]), follow=True)
    )
    with in_tenant(KANGBAO):
        assert AreaBoundary.objects.count() == 2
        uploaded = Record.objects.get(code="grids.boundaries_uploaded")
        assert (uploaded.subject_id, uploaded.after) == (found.pk, {"found": 2, "errors": 5})
    assert "该文件已处理过" in text(
        clerk.post(reverse("boundary_import_checked", args=[found.pk]), follow=True)
    )


def test_a_dropped_file_is_recorded_once(clerk: Client, ground: Ground) -> None:
    clerk.post(
        reverse("boundary_import"),
        {"file": geojson({"code": ground.grid.code, "geometry": square(114.0, 41.0)})},
    )
    with in_tenant(KANGBAO):
        found = BoundaryImport.objects.get()
    for _ in range(2):
        clerk.post(reverse("boundary_import_checked", args=[found.pk]), {"drop": "1"})
    with in_tenant(KANGBAO):
        dropped = Record.objects.get(code="grids.boundaries_dropped")
        assert (dropped.subject_id, dropped.before) == (found.pk, {"found": 1})
        assert not AreaBoundary.objects.exists()


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"{", "不是有效的 GeoJSON"), (b"[]", "FeatureCollection"), (b"[" * 100_000, "不是有效的 GeoJSON")],
)
def test_a_file_that_is_no_geojson_is_refused_beside_the_field(
    clerk: Client, content: bytes, reason: str
) -> None:
    answer = clerk.post(reverse("boundary_import"), {"file": SimpleUploadedFile("x.geojson", content)})
    assert answer.status_code == 422
    assert reason in text(answer)


def test_who_serves_the_area_stands_on_its_page_and_board(
    clerk: Client, ground: Ground, house: House
) -> None:
    import io

    with in_tenant(KANGBAO):
        Staff.objects.filter(pk=house.staff["grid_head"].pk).update(duty_phone="0313-1000009")
    page = text(clerk.get(url("area", ground.grid)))
    assert house.staff["grid_worker"].name in page
    assert "0313-1000009" in page
    board = PdfReader(io.BytesIO(clerk.post(url("area_boards", ground.grid)).content)).pages[0].extract_text()
    assert board.index(house.staff["grid_head"].name) < board.index(house.staff["grid_worker"].name)
    assert "0313-1000009" in board
    assert house.staff["village_secretary"].name not in board


@pytest.fixture
def duty() -> Iterator[None]:
    def people(areas: Any) -> dict[str, list[BoardPerson]]:
        return {area.path: [BoardPerson("网格长", "王秀英", "0313-1000001")] for area in areas}

    board_people.add(people)
    yield
    board_people._sources.remove(people)


@pytest.mark.parametrize("paper", ["a4", "a3"])
def test_boards_of_a_village_are_one_page_each(clerk: Client, ground: Ground, duty: None, paper: str) -> None:
    import io

    answer = clerk.post(url("area_boards", ground.village), {"paper": paper})
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert len(pages) == 2
    width = float(pages[0].mediabox.width)
    assert round(width) == {"a4": 842, "a3": 1191}[paper]
    words = pages[0].extract_text()
    for word in ("第一网格", "王秀英", "0313-1000001", "130723100001001"):
        assert word in words


def test_a_room_above_adds_its_section(clerk: Client, ground: Ground) -> None:
    area_panels.add("test", "试验", template="grids/_timeline.html", context=lambda area, actor: {"of": area})
    try:
        assert 'id="test"' in text(clerk.get(url("area", ground.grid)))
    finally:
        area_panels._panels.pop("test")


def test_the_api_lists_pages_and_finds(clerk: Client, ground: Ground, house: House) -> None:
    rows = clerk.get(reverse("api_areas")).json()["rows"]
    assert [row["name"] for row in rows][:3] == ["康保县", "康保镇", "永兴社区"]
    grids = clerk.get(reverse("api_area_subtree", args=[ground.town.pk]), {"level": 4}).json()
    assert [row["code"] for row in grids["rows"]] == ["130723100001001", "130723100001002"]
    assert grids["after"] is None
    after = clerk.get(reverse("api_areas"), {"after": ground.far_village.path}).json()["rows"]
    assert [row["name"] for row in after] == ["第一网格"]
    assert clerk.get(reverse("api_areas"), {"level": "x"}).status_code == 400
    assert clerk.get(reverse("api_areas_at"), {"lng": "nan", "lat": "41"}).status_code == 400
    assert clerk.get(reverse("api_area", args=[ground.grid.pk])).json()["boundary"] is None


@pytest.mark.parametrize("who", [FAR_CLERK, NEIGHBOUR])
def test_who_does_not_reach_the_area_finds_nothing_there(house: House, ground: Ground, who: str) -> None:
    browser = house.browser(who)
    for name in ("area", "area_children", "area_boundaries", "area_history", "api_area", "api_area_subtree"):
        assert browser.get(url(name, ground.village)).status_code == 404
    assert "没有找到" in text(browser.get(reverse("area_browser"), {"q": "永兴"}))
