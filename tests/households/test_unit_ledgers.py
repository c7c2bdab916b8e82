"""A head's ledgers: the doors paired with cadres of their own unit, on the page, as a sheet and on paper, names masked."""

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

import pytest
import python_calamine
import time_machine
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.choices import Role
from accounts.models import Membership, Staff
from core.audit.models import Record
from core.tenancy.context import in_tenant
from households.choices import DemandState, VolumeKind, Way
from households.exports import unit_ledger
from households.ledger_sheets import LEDGERS
from households.models import Demand, Door, Visit
from tests.accounts.people import browser_of, neighbour, person, post_of
from tests.cast import KANGBAO
from tests.households.stage import NOON, SINCE, Stage

pytestmark = pytest.mark.django_db
OWN, OTHER = ("王长顺", "永兴社区二排3号", "水管漏水"), ("孙满囤", "永兴社区9号", "路灯不亮")
KINDS = list(VolumeKind)


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def stage(counties: None) -> Stage:
    """A door of the bureau's and one of the office's, each visited this month, with something asked for."""
    with in_tenant(KANGBAO):
        made = Stage()
        visited(made, made.door(), "cadre", OWN)
        door = made.door(OTHER[0], address=OTHER[1], number="9", phone="13911112222")
        visited(made, door, "office_cadre", OTHER)
        return made


def visited(stage: Stage, door: Door, who: str, words: tuple[str, str, str]) -> None:
    stage.paired(door, who)
    staff = stage.staff[who]
    visit = Visit.objects.create(
        door=door,
        path=door.path,
        staff=staff,
        typed_by=staff,
        way=Way.IN_PERSON,
        met=door.name,
        visited_at=stage.at,
        said=f"{words[0]}说{words[2]}",
        recorded_at=stage.at,
    )
    Demand.objects.create(
        visit=visit,
        door=door,
        path=door.path,
        text=f"{words[0]}家{words[2]}",
        raised_at=stage.at,
        state=DemandState.OPEN,
    )


def browser(stage: Stage, who: str) -> Client:
    with in_tenant(KANGBAO):
        return browser_of(stage.staff[who])


def browser_of_office(stage: Stage) -> Client:
    """Who heads the other unit."""
    with in_tenant(KANGBAO):
        staff: Staff = person("办主任")
        Membership.objects.create(staff=staff, unit=stage.office, is_head=True, from_on=SINCE)
        post_of(staff, Role.DEPARTMENT_HANDLER, None, stage.office)
        return browser_of(staff)


def on_page(client: Client, kind: str, query: str = "") -> str:
    answer = client.get(f"{reverse('unit_ledgers')}?kind={kind}{query}")
    assert answer.status_code == 200
    return bare(answer.content.decode())


def as_sheet(client: Client, kind: str, query: str = "") -> str:
    answer: Any = client.post(reverse("export_sheet", args=[unit_ledger(kind)]) + f"?{query}")
    assert answer.status_code == 200
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    return bare(str(book.get_sheet_by_index(0).to_python()))


def on_paper(client: Client, kind: str, query: str = "") -> str:
    answer = client.post(reverse("list_ledger", args=[unit_ledger(kind)]) + f"?{query}")
    assert answer.status_code == 200
    return bare("".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages))


def bare(text: str) -> str:
    """Without the breaks of a narrow column."""
    return "".join(text.split())


def of_unit(kind: str, *, own: bool) -> str:
    """What stands in a ledger of one of the two units, and not in that of the other."""
    if kind == VolumeKind.HOUSEHOLDS:
        return "包cadre" if own else "包office"
    if kind == VolumeKind.UNITS:
        return "康保县司法局" if own else "康保镇民生服务办"
    return OWN[2] if own else OTHER[2]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", [on_page, as_sheet, on_paper])
def test_a_head_reads_the_doors_of_the_own_unit_and_no_others(stage: Stage, kind: str, way: Any) -> None:
    own, other = way(browser(stage, "head"), kind), way(browser_of_office(stage), kind)
    assert of_unit(kind, own=True) in own
    assert of_unit(kind, own=False) in other
    assert of_unit(kind, own=False) not in own
    assert of_unit(kind, own=True) not in other


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", [on_page, as_sheet, on_paper])
def test_names_addresses_and_phones_are_masked(stage: Stage, kind: str, way: Any) -> None:
    said = way(browser(stage, "head"), kind)
    for told in (OWN[0], "李桂芝", OWN[1], "13800005678"):
        assert told not in said


def test_page_sheet_and_paper_have_the_columns_of_the_centres(stage: Stage) -> None:
    client = browser(stage, "head")
    for kind in KINDS:
        labels = [bare(str(column.label)) for column in LEDGERS[kind].columns]
        for way in (on_page, as_sheet, on_paper):
            said = way(client, kind)
            assert [label for label in labels if label not in said] == []


def test_a_door_that_went_to_another_unit_stays_in_the_months_before(stage: Stage) -> None:
    with in_tenant(KANGBAO):
        door = Door.objects.get(name=OWN[0])
        stage.paired(door, "office_cadre", from_on=dt.date(2026, 11, 10))
    client, other = browser(stage, "head"), browser_of_office(stage)
    assert "本期没有记录" in on_page(client, VolumeKind.HOUSEHOLDS)
    assert "王*" in on_page(client, VolumeKind.HOUSEHOLDS, "&month=2026-10")
    assert "王*" in on_page(other, VolumeKind.HOUSEHOLDS)
    assert "王*" not in on_page(other, VolumeKind.HOUSEHOLDS, "&month=2026-10")


def test_the_unit_of_another_head_is_none(stage: Stage) -> None:
    client, asked = browser(stage, "head"), f"unit={stage.office.pk}"
    page = on_page(client, VolumeKind.HOUSEHOLDS, f"&{asked}")
    assert "没有找到这个单位，没有按它筛选。" in page
    assert "包office" not in page
    for route in ("export_sheet", "list_ledger"):
        address = reverse(route, args=[unit_ledger(VolumeKind.HOUSEHOLDS)])
        assert client.post(f"{address}?{asked}").status_code == 302
    with in_tenant(KANGBAO):
        assert not Record.objects.filter(
            code__in=("tabular.sheet_exported", "printing.list_printed")
        ).exists()


def test_of_two_units_headed_one_is_chosen(stage: Stage) -> None:
    with in_tenant(KANGBAO):
        post_of(stage.staff["head"], Role.DEPARTMENT_HANDLER, None, stage.office, seat_number=7)
    client = browser(stage, "head")
    both = on_page(client, VolumeKind.JOURNAL)
    assert OWN[2] in both
    assert OTHER[2] in both
    one = on_page(client, VolumeKind.JOURNAL, f"&unit={stage.office.pk}")
    assert OTHER[2] in one
    assert OWN[2] not in one


def test_who_heads_nobody_has_no_such_ledger(stage: Stage) -> None:
    others = [browser(stage, who) for who in ("cadre", "clerk", "far_clerk", "leader")]
    for client in (*others, browser_of(neighbour())):
        assert client.get(reverse("unit_ledgers")).status_code == 403
        for kind in KINDS:
            for route in ("export_sheet", "list_ledger"):
                assert client.post(reverse(route, args=[unit_ledger(kind)])).status_code == 404


def test_the_menu_leads_a_head_there_and_nobody_else(stage: Stage) -> None:
    link = f'href="{reverse("unit_ledgers")}"'
    assert link in browser(stage, "head").get(reverse("liaison_units")).content.decode()
    assert link not in browser(stage, "clerk").get(reverse("door_ledgers")).content.decode()


def test_a_ledger_taken_out_says_whose_it_is_and_of_which_month(stage: Stage) -> None:
    client = browser(stage, "head")
    assert "康保县司法局2026年11月" in as_sheet(client, VolumeKind.JOURNAL)
    assert "康保县司法局2026年11月" in on_paper(client, VolumeKind.JOURNAL)
    with in_tenant(KANGBAO):
        said = Record.objects.get(code="tabular.sheet_exported").after["filters"]
    assert said == "民情日记 康保县司法局 2026年11月"


def test_the_centres_sheet_says_place_unit_and_month(stage: Stage) -> None:
    asked = f"area={stage.ground.village.pk}&unit={stage.bureau.pk}&month=2026-11"
    address = reverse("export_sheet", args=[LEDGERS[VolumeKind.JOURNAL].name])
    assert browser(stage, "clerk").post(f"{address}?{asked}").status_code == 200
    with in_tenant(KANGBAO):
        said = Record.objects.get(code="tabular.sheet_exported").after["filters"]
    assert said == f"民情日记 {stage.ground.village.name} 康保县司法局 2026年11月"
