"""Ledgers, bound volumes and contact cards."""

import datetime as dt
import io
from typing import Any
from uuid import uuid4

import pytest
from django.http import Http404
from PIL import Image
from pypdf import PdfReader

from core.audit.models import Record
from core.permissions.acting import actor_as_text
from core.permissions.verdict import Refused
from core.printing.actions import reprint_document
from core.printing.fonts import FontMissing
from core.printing.models import IssuedDocument, NumberTaken
from core.printing.originals import original_of
from core.tabular.writing import paper_rows
from core.tenancy.context import required_tenant
from households.access import volume_for
from households.actions.file_volume import file_volume
from households.actions.print_cards import print_cards, print_grid_cards
from households.actions.put_card_picture import put_card_picture
from households.actions.receive_volume import receive_volume
from households.card_pictures import EDGE, NotTaken, picture_from
from households.card_sheet import cadres_of, grids_for_cards, pairs_for_cards
from households.choices import DemandState, DutyState, Relation, VolumeKind, Way
from households.entering import MemberEntry
from households.ledger_rows import lines_of
from households.ledger_scope import Scope
from households.ledger_sheets import LEDGERS
from households.making import making_of
from households.models import CardPicture, Demand, Door, Duty, Visit, Volume
from households.tasks import bind_volume
from tests.households.stage import TODAY, Stage

pytestmark = pytest.mark.django_db
MONTH = dt.date(2026, 11, 1)


def scope(stage: Stage, path: str = "", **values: Any) -> Scope:
    return Scope(path=path or stage.ground.town.path, month=MONTH, today=TODAY, **values)


def filed(stage: Stage, who: str = "clerk", kind: str = VolumeKind.HOUSEHOLDS, **values: Any) -> Volume:
    given: dict[str, Any] = {"place": stage.ground.town, "month": MONTH, "key": uuid4()}
    return file_volume(kind=VolumeKind(kind), actor=stage.actors[who], at=stage.at, **(given | values))


def visit_of(
    stage: Stage, door: Door, *, said: str = "老两口在家，水管漏水", way: str = Way.IN_PERSON
) -> Visit:
    staff = stage.staff["cadre"]
    return Visit.objects.create(
        door=door,
        path=door.path,
        staff=staff,
        typed_by=staff,
        way=way,
        met=door.name,
        visited_at=stage.at,
        said=said,
        recorded_at=stage.at,
    )


def texts(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def test_every_member_is_a_line_and_a_market_entity_one(stage: Stage) -> None:
    stage.paired(stage.door())
    stage.paired(stage.shop())
    lines = list(lines_of("HOUSEHOLDS", scope(stage)))
    assert [(line["head"], line["name"], line["entity"]) for line in lines] == [
        ("王长顺", "王长顺", ""),
        ("王长顺", "李桂芝", ""),
        ("", "赵满仓", "永兴便民超市"),
    ]
    assert {line["unit"] for line in lines} == {"司法局"}


def test_a_minor_has_no_phone_and_nobody_an_id_number(stage: Stage) -> None:
    stage.door(
        members=[
            MemberEntry(
                name="王长顺", relation=Relation.HEAD, phone="13800005678", id_number="130723197001011239"
            ),
            MemberEntry(
                name="王小宝", relation=Relation.SON, phone="13911112222", born_on=dt.date(2012, 5, 1)
            ),
        ]
    )
    rows = paper_rows(LEDGERS["HOUSEHOLDS"], lines_of("HOUSEHOLDS", scope(stage)), unmasked=True)
    said = str(rows)
    assert "13800005678" in said
    assert "13911112222" not in said
    assert "2012" not in said
    on_paper = list(lines_of("HOUSEHOLDS", scope(stage), on_paper=True))
    assert [line["born"] for line in on_paper][1] == "2012-05"
    assert "13911112222" not in str(on_paper)
    assert "130723197001011239" not in said


def test_a_sheet_masks_names_and_phones_also_in_what_was_written(stage: Stage) -> None:
    door = stage.door()
    visit = visit_of(stage, door, said="王长顺说身份证130723197001011239要换")
    Demand.objects.create(visit=visit, door=door, path=door.path, text="王长顺家水管漏水", raised_at=stage.at)
    for kind in ("HOUSEHOLDS", "JOURNAL", "PROBLEMS"):
        said = str(paper_rows(LEDGERS[kind], lines_of(kind, scope(stage))))
        assert "王长顺" not in said
        assert "13800005678" not in said
    assert "130723197001011239" not in str(
        paper_rows(LEDGERS["JOURNAL"], lines_of("JOURNAL", scope(stage)), unmasked=True)
    )


def test_the_unit_summary_counts_pairs_the_month_and_problems(stage: Stage) -> None:
    pair = stage.paired(stage.door())
    away = stage.paired(stage.door("孙满囤", address="永兴社区9号", number="9"), "colleague")
    stage.paired(stage.shop(), "colleague")
    for one, way in ((pair, Way.IN_PERSON), (away, Way.PHONE)):
        visit = visit_of(stage, one.door, way=way)
        Duty.objects.create(
            month=MONTH,
            liaison=one,
            path=one.path,
            owed="VISIT",
            from_on=MONTH,
            to_on=dt.date(2026, 12, 1),
            state=DutyState.DONE,
            visit=visit,
            done_on=TODAY,
        )
    for state in (DemandState.OPEN, DemandState.ANSWERED):
        answered = {"answer": "已修", "answered_at": stage.at} if state == DemandState.ANSWERED else {}
        Demand.objects.create(
            visit=visit,
            door=pair.door,
            path=pair.path,
            text="漏水",
            state=state,
            raised_at=stage.at,
            **answered,
        )
    (row,) = lines_of("UNITS", scope(stage))
    figures = ("cadres", "doors", "entities", "owed", "visited", "phoned", "demands", "answered")
    assert [row[name] for name in figures] == [2, 2, 1, 2, 1, 1, 2, 1]


def test_the_pages_of_the_contents_are_the_real_ones(stage: Stage) -> None:
    for number in range(60):
        stage.door(f"王{number:02d}", address=f"永兴社区{number}号", path=stage.ground.grid.path)
    for number in range(3):
        stage.door(f"李{number:02d}", address=f"二片{number}号", path=stage.ground.second_grid.path)
    volume = filed(stage, place=stage.ground.village)
    pages = texts(original_of(volume.document))
    contents = next(page for page in pages if "目" in page and "录" in page)
    assert volume.pages == len(pages)
    for grid in (stage.ground.grid, stage.ground.second_grid):
        promised = int(next(line for line in contents.splitlines() if grid.name in line).split()[-1])
        assert grid.name in pages[promised - 1]
        first = next(n for n, page in enumerate(pages, 1) if grid.name in page and n > 2)
        assert promised == first
    for number, page in enumerate(pages, 1):
        assert f"第{number}页" in page.replace(" ", "").replace("\u3000", "")


def test_a_volume_that_fails_takes_no_number(stage: Stage, settings: Any) -> None:
    stage.door()
    first = filed(stage)
    faces = settings.FONT_FAMILIES
    settings.FONT_FAMILIES = {"body": ["没有这种字体"], "head": ["没有这种字体"]}
    with pytest.raises(FontMissing):
        filed(stage)
    settings.FONT_FAMILIES = faces
    second = filed(stage)
    assert [one.document.number_text for one in (first, second)] == [
        "康保镇包联台账〔2026〕第1号",
        "康保镇包联台账〔2026〕第2号",
    ]
    assert NumberTaken.objects.count() == Volume.objects.count() == 2


def test_the_same_key_files_once(stage: Stage) -> None:
    stage.door()
    key = uuid4()
    assert filed(stage, key=key) == filed(stage, key=key)
    assert IssuedDocument.objects.count() == 1


def test_a_reprint_is_the_same_bytes_whatever_has_changed(stage: Stage) -> None:
    door = stage.door()
    volume = filed(stage)
    before = original_of(volume.document)
    Door.objects.filter(pk=door.pk).update(name="改名")
    again = reprint_document(
        document=volume.document, actor=stage.actors["centre"], at=stage.at, reason="存档"
    )
    assert again == before


def test_an_empty_ledger_is_not_bound(stage: Stage) -> None:
    with pytest.raises(Refused):
        filed(stage, kind=VolumeKind.JOURNAL)


def test_a_month_to_come_is_refused(stage: Stage) -> None:
    stage.door()
    with pytest.raises(Refused):
        filed(stage, month=dt.date(2026, 12, 1))


@pytest.mark.parametrize("who", ["far_clerk", "grid_worker", "cadre", "leader", "auditor"])
def test_nobody_else_files_a_volume_of_the_town(stage: Stage, who: str) -> None:
    stage.door()
    with pytest.raises(Refused):
        filed(stage, who)
    assert not Volume.objects.exists()


def test_the_county_receives_once_and_never_its_own(stage: Stage) -> None:
    stage.door()
    volume = filed(stage)
    with pytest.raises(Refused):
        receive_volume(volume=volume, actor=stage.actors["clerk"], at=stage.at)
    receive_volume(volume=volume, actor=stage.actors["centre"], at=stage.at)
    assert Volume.objects.get(pk=volume.pk).received_by == stage.staff["centre"]
    with pytest.raises(Refused):
        receive_volume(volume=volume, actor=stage.actors["centre"], at=stage.at)
    own = filed(stage, "centre")
    with pytest.raises(Refused):
        receive_volume(volume=own, actor=stage.actors["centre"], at=stage.at)


def test_the_neighbour_sees_no_volume(stage: Stage) -> None:
    stage.door()
    volume = filed(stage)
    with pytest.raises(Http404):
        volume_for(stage.actors["far_clerk"], volume.pk)
    assert volume_for(stage.actors["centre"], volume.pk) == volume


def test_a_worker_files_it_and_says_why_where_it_does_not(stage: Stage) -> None:
    stage.door()
    key, tenant = uuid4(), required_tenant()
    asked: dict[str, Any] = {
        "tenant": tenant,
        "kind": "HOUSEHOLDS",
        "area": str(stage.ground.town.pk),
        "month": "2026-11-01",
        "unit": "",
        "at": stage.at.isoformat(),
    }
    bind_volume(key=str(key), actor=actor_as_text(stage.actors["clerk"]), **asked)
    assert Volume.objects.filter(pk=key).exists()
    other = uuid4()
    bind_volume(key=str(other), actor=actor_as_text(stage.actors["far_clerk"]), **asked)
    making = making_of(tenant, other)
    assert making is not None
    assert making.trouble
    assert Volume.objects.count() == 1


def test_a_card_carries_its_doors_own_code_and_the_print_is_recorded(stage: Stage) -> None:
    doors = [stage.door(f"王{n}", address=f"永兴社区{n}号") for n in range(12)]
    for door in doors:
        stage.paired(door)
    pairs = list(pairs_for_cards(on=TODAY, staff_id=stage.staff["cadre"].pk))
    pdf = print_cards(pairs=pairs, county="康保县", actor=stage.actors["cadre"], at=stage.at)
    reader = PdfReader(io.BytesIO(pdf))
    assert len(reader.pages) == 2
    said = "".join(page.extract_text() for page in reader.pages)
    assert all(door.service_code in said for door in doors)
    assert not any(door.name in said for door in doors)
    assert Record.objects.filter(code="households.cards_printed").count() == 12


def test_the_head_of_a_unit_prints_the_cards_of_its_cadres(stage: Stage) -> None:
    own, other = stage.paired(stage.door("王一")), stage.paired(stage.door("李二"), "office_cadre")
    pdf = print_cards(pairs=[own], county="康保县", actor=stage.actors["head"], at=stage.at)
    assert own.door.service_code in texts(pdf)[0]
    with pytest.raises(Refused):
        print_cards(pairs=[other], county="康保县", actor=stage.actors["head"], at=stage.at)


@pytest.mark.parametrize("who", ["far_clerk", "colleague", "grid_worker"])
def test_nobody_prints_anothers_cards(stage: Stage, who: str) -> None:
    pair = stage.paired(stage.door())
    with pytest.raises(Refused):
        print_cards(pairs=[pair], county="康保县", actor=stage.actors[who], at=stage.at)


def test_a_grids_card_names_its_worker(stage: Stage) -> None:
    village = stage.ground.village
    pdf = print_grid_cards(
        area=village,
        grids=grids_for_cards(village),
        county="康保县",
        actor=stage.actors["clerk"],
        at=stage.at,
    )
    assert stage.staff["grid_worker"].name in texts(pdf)[0]
    with pytest.raises(Refused):
        print_grid_cards(
            area=village,
            grids=grids_for_cards(village),
            county="康保县",
            actor=stage.actors["far_clerk"],
            at=stage.at,
        )


def photo(kind: str, size: tuple[int, int] = (600, 800)) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    Image.new("RGB", size, "white").save(out, kind, **({"exif": exif} if kind == "JPEG" else {}))
    return out.getvalue()


def test_a_picture_is_drawn_anew_without_what_the_camera_wrote(stage: Stage) -> None:
    assert b"secret place" in photo("JPEG")
    put_card_picture(content=photo("JPEG"), actor=stage.actors["cadre"], at=stage.at)
    put_card_picture(content=photo("PNG"), actor=stage.actors["cadre"], at=stage.at)
    kept = bytes(CardPicture.objects.get().picture)
    with Image.open(io.BytesIO(kept)) as picture:
        assert (picture.format, picture.size) == ("PNG", (EDGE, EDGE))
    assert b"secret place" not in picture_from(photo("JPEG"))


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a....", b"\x89PNG\r\n\x1a\nbroken", photo("PNG")[:200], photo("PNG", (50, 50)), b"<svg/>"],
)
def test_what_is_no_picture_is_not_taken(content: bytes) -> None:
    with pytest.raises(NotTaken):
        picture_from(content)


def test_cadres_are_offered_to_choose_from_while_they_are_few(stage: Stage) -> None:
    stage.paired(stage.door())
    pairs = pairs_for_cards(on=TODAY)
    everybody = cadres_of(pairs, most=20)
    assert everybody is not None
    assert stage.staff["cadre"] in everybody
    assert cadres_of(pairs, most=len(everybody) - 1) is None
