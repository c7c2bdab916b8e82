"""The register by sheet: all rows or none, every error at its cell, and the same sheet again changes nothing."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from core.audit.models import Record
from core.permissions.actor import Actor
from core.tabular.actions.check_import import errors_of, notes_of
from core.tabular.actions.confirm_import import confirm_import
from core.tabular.actions.run_import import run_import
from core.tabular.actions.upload_import import upload_import
from core.tabular.choices import JobState
from core.tabular.models import ImportJob
from core.tabular.reading import read_grid
from core.tabular.registry import find_kind, kinds_for
from core.tabular.running import check_now
from core.tabular.unpacking import UploadRefused
from core.tenancy.context import in_tenant
from households.choices import DoorEnd, MemberEnd, Presence
from households.finding import found_by
from households.models import Door, DoorToken, Liaison, Member
from tests.accounts.people import browser_of, neighbour
from tests.cast import KANGBAO, ZHANGBEI
from tests.households.planting import FIRST_ROW, kinds, ledger, plant, workbook
from tests.households.stage import NOON, TODAY, Stage

HERE = ("康保镇", "永兴社区", "第一网格")
SECOND = ("康保镇", "永兴社区", "第二网格")
FAR = ("张纪镇", "张纪村", "第一网格")


def upload(content: bytes, actor: Actor, kind: str = "households.people") -> ImportJob:
    found = find_kind(kind)
    assert found is not None
    job = upload_import(kind=found, filename="台账.xlsx", content=content, actor=actor, at=NOON)
    check_now(tenant=KANGBAO, job_id=job.pk)
    return ImportJob.objects.get(pk=job.pk)


def take(content: bytes, actor: Actor, kind: str = "households.people", at: dt.datetime = NOON) -> ImportJob:
    """Upload, confirm, import."""
    job, found = upload(content, actor, kind), find_kind(kind)
    assert found is not None
    assert errors_of(job) == []
    assert confirm_import(job=job, kind=found, actor=actor, at=at)
    run_import(job_id=job.pk, at=at)
    return ImportJob.objects.get(pk=job.pk)


def kept() -> list[Any]:
    """Everything the register holds, with the seals as they are: whoever writes a row anew is found out."""
    return [list(model.objects.order_by("pk").values_list()) for model in (Door, Member, DoorToken, Liaison)]


def test_a_ledger_comes_in_with_its_people_and_is_found(stage: Stage) -> None:
    rows = ledger(41, [HERE, SECOND])
    rows[0] |= {"is_away": "是", "away_from": "2026-10-01", "returns_on": "2027-01-31"}
    rows[1] |= {"is_away": "是"}
    job = take(workbook(rows), stage.actors["clerk"])
    assert job.state == JobState.DONE
    assert job.outlook == {"新增户": 21, "更改户": 0, "不变户": 0, "新增人员": 41}
    assert (Door.objects.count(), Member.objects.count()) == (21, 41)
    door = Door.objects.get(number="H000000")
    assert (door.path, door.name, door.opened_on) == (stage.ground.grid.path, rows[0]["head"], TODAY)
    assert (door.presence, door.away_from, door.away_until) == (
        Presence.AWAY, dt.date(2026, 10, 1), dt.date(2027, 1, 31),
    )  # fmt: skip
    assert door.phone.reveal() == rows[0]["phone"]
    assert list(found_by(Door.objects.all(), str(rows[0]["phone"]))) == [door]
    assert door in found_by(Door.objects.all(), str(rows[0]["head"]))
    assert Member.objects.get(id_number_index=rows[1]["id_number"]).relation == "12"
    record = Record.objects.get(code="households.register_taken")
    assert (record.after["entered"], record.after["people"]) == (21, 41)


@pytest.mark.parametrize("again", ["the same file", "saved anew", "in another order"])
def test_the_same_sheet_again_changes_nothing(stage: Stage, again: str) -> None:
    rows = ledger(40, [HERE, SECOND])
    rows[2] |= {"is_away": "是", "returns_on": "2027-01-31"}
    for row in rows[20:]:
        row["number"] = None
    actor = stage.actors["clerk"]
    content = workbook(rows)  # once: a file bears the second in which it was saved
    first = take(content, actor)
    before = kept()
    if again == "the same file":
        assert upload(content, actor).pk == first.pk
    else:
        rows[0]["note"] = None
        second = workbook(rows, saved="again") if again == "saved anew" else workbook(rows[::-1])
        job = take(second, actor)
        assert job.pk != first.pk
        assert job.outlook == {"新增户": 0, "更改户": 0, "不变户": 20}
    assert kept() == before


def test_what_a_sheet_says_otherwise_is_changed_and_nothing_else(stage: Stage) -> None:
    rows = ledger(6, [HERE])
    actor = stage.actors["clerk"]
    take(workbook(rows), actor)
    untouched = Door.objects.filter(number="H000002").values().get()
    rows[0] |= {"phone": "13700001111", "sex": None}
    rows[3] |= {"name": "李改名", "born": None}
    child = rows[1] | {"name": "王小儿", "relation": "长子", "sex": None, "born": "2010-06", "phone": None}
    rows.insert(2, child | {"id_number": None})
    job = take(workbook(rows), actor)
    assert job.outlook == {"新增户": 0, "更改户": 2, "不变户": 1, "新增人员": 1}
    assert Door.objects.get(number="H000000").phone.reveal() == "13700001111"
    assert Door.objects.filter(number="H000002").values().get() == untouched
    changed = Door.objects.get(number="H000001")
    assert set(changed.members.values_list("name", flat=True)) == {rows[3]["name"], "李改名"}
    assert changed in found_by(Door.objects.all(), "李改名")
    assert Door.objects.get(number="H000000") in found_by(Door.objects.all(), "王小儿")
    assert Record.objects.filter(code="households.door_changed").count() == 2


def test_a_head_gives_way_to_another_of_the_household(stage: Stage) -> None:
    rows = ledger(2, [HERE])
    actor = stage.actors["clerk"]
    take(workbook(rows), actor)
    head, spouse = rows[0]["name"], rows[1]["name"]
    for row in rows:
        row["head"] = spouse
    rows[0]["relation"], rows[1]["relation"] = "夫", "户主"
    take(workbook(rows), actor)
    door = Door.objects.get()
    assert door.name == spouse
    assert dict(door.members.values_list("name", "relation")) == {head: "11", spouse: "02"}


def test_a_head_who_is_not_in_the_sheet_is_not_replaced(stage: Stage) -> None:
    actor = stage.actors["clerk"]
    take(workbook(ledger(2, [HERE])), actor)
    rows = ledger(2, [HERE])
    stranger = rows[0] | {"head": "钱新来", "name": "钱新来", "id_number": None, "born": "1970-01"}
    job = upload(workbook([stranger]), actor)
    assert [(one.number, one.key) for one in errors_of(job)] == [(2, "head")]


@pytest.mark.parametrize("times", [1, 16])
def test_every_kind_of_planted_error_is_found_at_its_cell_and_once(stage: Stage, times: int) -> None:
    count = times * len(kinds(far=FAR, twin=""))
    rows = ledger(4 * count, [HERE, SECOND])
    planted = plant(rows, count, far=FAR)
    assert len(set(planted.values())) == count // times >= 20
    job = upload(workbook(rows), stage.actors["clerk"])
    found = [(error.number, error.key) for error in errors_of(job)]
    missed = {planted[cell] for cell in set(planted) - set(found)}
    assert (missed, set(found) - set(planted)) == (set(), set())
    assert sorted(planted[cell] for cell in found) == sorted(planted.values())
    assert not job.can_confirm
    assert Door.objects.count() == 0


def test_a_number_that_fails_its_check_comes_in_marked(stage: Stage) -> None:
    (row,) = ledger(1, [HERE])
    sound = str(row["id_number"])
    row["id_number"] = sound[:-1] + ("1" if sound[-1] != "1" else "2")
    row |= {"born": None, "sex": None}
    actor = stage.actors["clerk"]
    job = upload(workbook([row]), actor)
    assert errors_of(job) == []
    assert [(note.number, note.key) for note in notes_of(job)] == [(2, "id_number")]
    take(workbook([row | {"note": "再存"}]), actor)
    assert Member.objects.get().id_unverified


@pytest.mark.parametrize(
    ("typed", "born"),
    [
        ("1968-03", dt.date(1968, 3, 1)),
        ("196803", dt.date(1968, 3, 1)),
        (196803.0, dt.date(1968, 3, 1)),
        ("1968年3月", dt.date(1968, 3, 1)),
        ("1968.3", dt.date(1968, 3, 1)),
        ("1968-03-07", dt.date(1968, 3, 7)),
    ],
)
def test_a_month_of_birth_is_read_as_counties_write_it(stage: Stage, typed: Any, born: dt.date) -> None:
    (row,) = ledger(1, [HERE])
    row |= {"born": typed, "id_number": None}
    take(workbook([row]), stage.actors["clerk"])
    assert Member.objects.get().born_on == born


def test_who_has_left_and_what_is_closed_is_not_brought_back(stage: Stage) -> None:
    rows = ledger(4, [HERE])
    actor = stage.actors["clerk"]
    take(workbook(rows), actor)
    Member.objects.filter(name=rows[1]["name"]).update(to_on=TODAY, left_why=MemberEnd.DIED)
    Door.objects.filter(number="H000001").update(closed_on=TODAY, closed_why=DoorEnd.MOVED_OUT)
    before = kept()
    job = take(workbook(rows, saved="again"), actor)
    assert job.outlook == {"新增户": 0, "更改户": 0, "不变户": 1, "已注销未登记户": 1}
    assert [(note.number, note.key) for note in notes_of(job)] == [(3, "name"), (4, "number")]
    assert kept() == before


def test_a_sheet_moves_no_door_to_another_grid(stage: Stage) -> None:
    rows = ledger(2, [HERE])
    actor = stage.actors["clerk"]
    take(workbook(rows), actor)
    moved = [row | {"grid": "第二网格"} for row in rows]
    job = upload(workbook(moved), actor)
    assert [(error.number, error.key) for error in errors_of(job)] == [(2, "grid")]


def test_a_door_comes_in_paired_with_the_cadre_of_its_row(stage: Stage) -> None:
    rows = ledger(2, [HERE])
    name = stage.staff["cadre"].name
    rows[0]["cadre"] = name
    take(workbook(rows), stage.actors["centre"])
    assert Liaison.objects.get().staff_id == stage.staff["cadre"].pk
    before = kept()
    job = take(workbook(rows, saved="again"), stage.actors["centre"])
    assert job.outlook["不变户"] == 1
    assert kept() == before


def test_households_by_their_heads_and_shops_come_in(stage: Stage) -> None:
    actor = stage.actors["clerk"]
    keys = ("town", "village", "grid", "head", "address", "phone", "id_number")
    heads = [row for row in ledger(20, [HERE, SECOND]) if row["relation"] == "户主"]
    content = workbook(
        heads, keys=keys, headings=("乡镇", "村", "网格", "户主姓名", "住址", "电话", "身份证")
    )
    assert take(content, actor, "households.doors").outlook["新增户"] == 10
    shop = {"grid": "康保镇 永兴社区 第一网格", "name": "永兴便民超市", "code": "92130799MA00000000"}
    shop |= {"operator": "赵满仓", "address": "永兴社区临街6号"}
    said: dict[str, Any] = {
        "keys": tuple(shop),
        "headings": ("所属网格", "市场主体名称", "信用代码", "经营者", "经营地址"),
    }
    job = take(workbook([shop], **said), actor, "households.entities")
    assert Door.objects.get(kind="ENTITY").credit_unverified
    assert [note.key for note in notes_of(job)] == ["credit_code"]
    again = take(workbook([shop], saved="again", **said), actor, "households.entities")
    assert again.outlook == {"新增户": 0, "更改户": 0, "不变户": 1}
    for code in ("92130799", "92130799MA0000000!"):
        short = upload(workbook([shop | {"code": code}], **said), actor, "households.entities")
        assert [(error.number, error.key) for error in errors_of(short)] == [(2, "credit_code")]


def test_a_door_entered_meanwhile_is_not_doubled(stage: Stage) -> None:
    rows, actor, kind = ledger(2, [HERE]), stage.actors["clerk"], find_kind("households.people")
    assert kind is not None
    job = upload(workbook(rows), actor)
    stage.door(rows[0]["head"], address=rows[0]["address"], number="H000000", members=None)
    assert confirm_import(job=job, kind=kind, actor=actor, at=NOON)
    run_import(job_id=job.pk, at=NOON)
    assert Door.objects.count() == 1


def test_the_neighbouring_township_gets_none_of_it(stage: Stage) -> None:
    rows = ledger(4, [HERE])
    job = upload(workbook(rows), stage.actors["far_clerk"])
    assert [(error.number, error.key) for error in errors_of(job)] == [
        (FIRST_ROW + at, "grid") for at in range(4)
    ]
    assert kinds_for(stage.actors["leader"]) == []


def test_the_neighbouring_county_sees_nothing_of_the_doors(counties: None) -> None:
    with in_tenant(KANGBAO):
        take(workbook(ledger(4, [HERE])), Stage().actors["clerk"])
    browser = browser_of(neighbour("TOWNSHIP_CLERK"))
    with in_tenant(KANGBAO):
        job = ImportJob.objects.get()
    assert browser.get(reverse("import_job", args=[job.pk])).status_code == 404
    with in_tenant(ZHANGBEI):
        assert (Door.objects.count(), Member.objects.count(), ImportJob.objects.count()) == (0, 0, 0)


def test_the_page_lists_the_sheets_and_says_what_would_happen(stage: Stage) -> None:
    browser = browser_of(stage.staff["clerk"])
    page = browser.get("/imports/").content.decode()
    assert all(title in page for title in ("住户台账", "户表", "市场主体表"))
    job = upload(workbook(ledger(4, [HERE])), stage.actors["clerk"])
    shown = browser.get(reverse("import_job", args=[job.pk])).content.decode()
    assert "新增户 2" in shown


@pytest.mark.parametrize("key", ["people", "doors", "entities"])
def test_the_form_of_each_sheet_is_handed_out(stage: Stage, key: str) -> None:
    browser = browser_of(stage.staff["clerk"])
    answer = browser.get(reverse("import_form", args=[f"households.{key}"]))
    assert answer.status_code == 200
    kind = find_kind(f"households.{key}")
    assert kind is not None
    with pytest.raises(UploadRefused, match="没有数据"):  # its heads are known, nothing is filled in yet
        read_grid(answer.getvalue(), kind.sheet)
