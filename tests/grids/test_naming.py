"""The county's own words: names of levels, kinds of grid; the neighbour keeps theirs."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from core.audit.models import Record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.tenancy.context import in_tenant
from grids.access import kind_for
from grids.actions.describe_area import describe_area
from grids.actions.name_level import NameTaken, name_level
from grids.actions.open_area import open_area
from grids.actions.open_kind import open_kind
from grids.actions.rename_kind import rename_kind
from grids.actions.retire_kind import restore_kind, retire_kind
from grids.choices import Level
from grids.models import LevelName, OwnKind
from grids.policies import NAME
from grids.rules.names import kind_code
from grids.selectors import kind_labels, kinds_in_use, level_labels, levels_named, open_kinds
from tests.cast import KANGBAO, ZHANGBEI
from tests.grids.ground import Ground
from tests.grids.people import centre, person
from tests.house import FAR_CLERK, NEIGHBOUR, furnish

NOW = dt.datetime(2026, 11, 20, 4, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def namer(county: int) -> Actor:
    return person(KANGBAO, str(KANGBAO), NAME)


def name(actor: Actor, words: str, level: int = Level.MICRO_GRID) -> str:
    return name_level(level=level, name=words, actor=actor, at=NOW)


def own(actor: Actor, words: str = "景区专属网格") -> OwnKind:
    return open_kind(name=words, actor=actor, at=NOW)


def test_a_level_is_called_as_the_county_calls_it_and_back(namer: Actor) -> None:
    assert name(namer, " 十户长 ") == "十户长"
    assert level_labels()[Level.MICRO_GRID] == "十户长"
    assert Record.objects.get().sentence == "王秀英将网格层级“微网格”改称“十户长”"
    assert name(namer, "") == "微网格"
    assert not LevelName.objects.exists()


def test_the_common_name_is_no_name_of_ones_own(namer: Actor) -> None:
    assert name(namer, "微网格") == "微网格"
    assert not LevelName.objects.exists()
    assert not Record.objects.exists(), "nothing changed"


def test_two_levels_do_not_bear_one_name(namer: Actor) -> None:
    with pytest.raises(NameTaken, match="已有层级叫“网格”"):
        name(namer, "网格")


def test_the_village_and_above_keep_their_names(namer: Actor) -> None:
    for level in (Level.VILLAGE, 7):
        with pytest.raises(Refused, match="不能修改"):
            name(namer, "行政村", level)


def test_only_who_names_for_the_whole_county_may(county: int) -> None:
    for actor in (centre(), person(KANGBAO, f"{KANGBAO}001", NAME)):
        with pytest.raises(Refused, match="县综治中心或系统管理员"):
            name(actor, "十户长")
        with pytest.raises(Refused):
            own(actor)


def test_a_kind_of_ones_own_can_be_given_to_a_grid(namer: Actor) -> None:
    ground, kind = Ground(), own(namer)
    assert kind.code == "JINGQUZHUANSHUWA"
    opened = open_area(
        parent=ground.village,
        name="草原景区",
        grid_kind=kind.code,
        effective_on=TODAY,
        actor=centre(),
        at=NOW,
    )
    assert opened.summary
    assert [(one.name, one.grids) for one in kinds_in_use()] == [("景区专属网格", 1)]


def test_a_retired_kind_is_given_to_no_grid_and_kept_by_those_that_have_it(namer: Actor) -> None:
    ground, kind = Ground(), own(namer)
    grid: Any = ground.grid
    grid.kind = kind.code
    grid.save(update_fields=["kind"])
    retire_kind(kind=kind, on=TODAY, actor=namer, at=NOW)
    assert kind.code not in open_kinds()
    assert kind.code in open_kinds(keep=kind.code)
    assert kind_labels()[kind.code] == "景区专属网格"
    with pytest.raises(Refused, match="网格类型"):
        open_area(
            parent=ground.village,
            name="新景区",
            grid_kind=kind.code,
            effective_on=TODAY,
            actor=centre(),
            at=NOW,
        )
    describe_area(
        area=grid,
        facts={"kind": kind.code, "extent": "景区大门以内"},
        effective_on=TODAY,
        actor=centre(),
        at=NOW,
    )
    with pytest.raises(Refused, match="已停用"):
        retire_kind(kind=kind, on=TODAY, actor=namer, at=NOW)
    restore_kind(kind=kind, actor=namer, at=NOW)
    assert kind.code in open_kinds()
    with pytest.raises(Refused, match="未停用"):
        restore_kind(kind=kind, actor=namer, at=NOW)


def test_a_kind_is_renamed_and_keeps_its_code(namer: Actor) -> None:
    kind = own(namer)
    rename_kind(kind=kind, name="草原天路景区网格", actor=namer, at=NOW)
    assert kind_labels()[kind.code] == "草原天路景区网格"
    record = Record.objects.get(code="grids.kind_renamed")
    assert (record.before, record.after) == ({"name": "景区专属网格"}, {"name": "草原天路景区网格"})
    for taken in ("居民网格", "学校专属网格"):
        with pytest.raises(NameTaken):
            rename_kind(kind=kind, name=taken, actor=namer, at=NOW)
        with pytest.raises(NameTaken):
            own(namer, taken)
    with pytest.raises(Refused, match="请填写"):
        rename_kind(kind=kind, name=" ", actor=namer, at=NOW)


def test_the_database_keeps_names_apart(namer: Actor) -> None:
    own(namer)
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnKind.objects.create(code="OTHER", name="景区专属网格")


@pytest.mark.parametrize(
    ("name", "taken", "code"),
    [
        ("景区", (), "JINGQU"),
        ("景区", ("JINGQU",), "JINGQUAA"),
        ("景区", ("JINGQU", "JINGQUAA"), "JINGQUAB"),
        ("边贸互市贸易区专属网格", ("BIANMAOHUSHIMAOY",), "BIANMAOHUSHIMAAA"),
        ("5A", (), "A"),
        ("５５", (), "OWN"),
    ],
)
def test_a_code_is_made_of_the_reading(name: str, taken: tuple[str, ...], code: str) -> None:
    assert kind_code(name, taken=taken) == code


class TestByTheFrontDoor:
    def test_the_page_saves_and_says_what_is_wrong_beside_the_field(self, db: None) -> None:
        house = furnish()
        browser = house.browser("system_administrator")
        page = browser.get("/areas/naming/").content.decode()
        assert "微网格" in page
        assert browser.post("/areas/naming/levels/5/", {"level5-name": "十户长"}).status_code == 302
        assert browser.post("/areas/naming/kinds/", {"new-name": "景区专属网格"}).status_code == 302
        with in_tenant(KANGBAO):
            kind = OwnKind.objects.get()
        back = browser.post(f"/areas/naming/kinds/{kind.pk}/", {f"kind{kind.pk}-name": "居民网格"})
        assert back.status_code == 422
        assert "已有类型叫“居民网格”" in back.content.decode()
        browser.post(f"/areas/naming/kinds/{kind.pk}/end/")
        assert "已停用" in browser.get("/areas/naming/").content.decode()
        browser.post(f"/areas/naming/kinds/{kind.pk}/end/", {"restore": "1"})
        assert "已停用" not in browser.get("/areas/naming/").content.decode().split("<main", 1)[1]
        again = browser.post(f"/areas/naming/kinds/{kind.pk}/end/", {"restore": "1"}, follow=True)
        assert "该类型未停用" in again.content.decode()

    def test_a_township_does_not_enter(self, db: None) -> None:
        assert furnish().browser(FAR_CLERK).get("/areas/naming/").status_code == 403

    def test_the_neighbour_keeps_their_own_words(self, db: None) -> None:
        house = furnish()
        house.browser("county_centre").post("/areas/naming/levels/5/", {"level5-name": "十户长"})
        house.browser("county_centre").post("/areas/naming/kinds/", {"new-name": "景区专属网格"})
        page = house.browser(NEIGHBOUR).get("/areas/naming/").content.decode()
        assert "十户长" not in page.split("<main", 1)[1].replace("如“网格”“微网格”“十户长”", "")
        assert "景区" not in page
        with in_tenant(ZHANGBEI):
            assert level_labels()[Level.MICRO_GRID] == "微网格"
            assert [level.name for level in levels_named()] == ["", "", ""]
        with in_tenant(KANGBAO):
            kind = OwnKind.objects.get()
        theirs = person(ZHANGBEI, str(ZHANGBEI), NAME)
        for pk in (kind.pk, uuid4()):
            with in_tenant(ZHANGBEI), pytest.raises(Http404):
                kind_for(theirs, pk)
