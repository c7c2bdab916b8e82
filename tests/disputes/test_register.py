"""Registering at the counter and at the door: nothing typed is lost, nothing is written twice, doubles are proposed."""

import datetime as dt
import io
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from core.rules.identity import credit_check_sign
from core.tenancy.context import in_tenant
from core.tenancy.ids import uuid7
from disputes.choices import DossierKind, Source
from disputes.entering import PartyEntry
from disputes.models import Case, DossierItem, Party, Scan
from disputes.similar import similar_to
from tests.accounts.people import browser_of
from tests.cast import KANGBAO
from tests.disputes.stage import NOON, Stage, sound_id


@pytest.fixture
def scene(counties: None) -> Any:
    with time_machine.travel(NOON, tick=False), in_tenant(KANGBAO):
        stage = Stage()
    with time_machine.travel(NOON, tick=False):
        yield stage


def browser(stage: Stage, who: str = "clerk") -> Client:
    with in_tenant(KANGBAO):
        return browser_of(stage.staff[who])


CODE = "52130723MJ0123456"


def form(**changes: Any) -> dict[str, Any]:
    given = {
        "key": str(uuid7()),
        "summary": "翻建西厢房，外墙比旧墙多出约半米。",
        "kind_code": "03",
        "area": "康保镇 永兴社区 第一网格",
        "place": "永兴社区二排",
        "source": "COUNTER",
        "risk": "LOW",
        "urgency": "ORDINARY",
        "scale": "01",
        "party-TOTAL_FORMS": "2",
        "party-INITIAL_FORMS": "0",
        "party-MIN_NUM_FORMS": "1",
        "party-MAX_NUM_FORMS": "40",
    }
    for number, (side, name) in enumerate((("APPLICANT", "王长顺"), ("RESPONDENT", "李桂芝"))):
        given |= {
            f"party-{number}-side": side,
            f"party-{number}-kind": "PERSON",
            f"party-{number}-name": name,
            f"party-{number}-sex": "0",
        }
    return given | changes


def test_a_dispute_is_registered_with_what_the_id_number_says(scene: Stage) -> None:
    answer = browser(scene).post(
        reverse("case_register"), form(**{"party-0-id_number": sound_id(), "party-0-phone": "138 0000 5678"})
    )
    with in_tenant(KANGBAO):
        case = Case.objects.get()
        assert answer["Location"] == reverse("case", args=[case.pk])
        assert case.title == "第一网格房屋宅基地纠纷"
        assert (case.path, case.source, case.people_count) == (scene.ground.grid.path, "COUNTER", 2)
        first = Party.objects.get(name="王长顺")
        assert (first.born_on, first.sex, first.id_unverified) == (dt.date(1990, 3, 7), "1", False)


def test_the_row_of_the_monthly_table_is_the_kinds_unless_it_is_set(scene: Stage) -> None:
    page = browser(scene).get(reverse("case_register")).content.decode()
    assert '<details class="fold"><summary>月报归类' in page, "shut, so that nobody has to pass it"
    for row, shown in (("", False), ("K05", True)):
        answer = browser(scene).post(
            reverse("case_register"), form(statistics_row=row, not_same="1", place=f"三排{row}")
        )
        with in_tenant(KANGBAO):
            assert Case.objects.latest("registered_at", "id").statistics_row == row
        told = browser(scene).get(answer["Location"]).content.decode()
        assert ("土地、矿产、山林、水利界限权属" in told) is shown
    wrong = browser(scene).post(reverse("case_register"), form(statistics_row="B01")).content.decode()
    assert '<details class="fold" open><summary>月报归类' in wrong


def test_a_number_that_fails_its_check_is_taken_and_marked(scene: Stage) -> None:
    wrong = sound_id()[:-1] + ("0" if sound_id()[-1] != "0" else "1")
    browser(scene).post(reverse("case_register"), form(**{"party-1-id_number": wrong}))
    with in_tenant(KANGBAO):
        assert Party.objects.get(name="李桂芝").id_unverified is True


def test_a_credit_code_is_checked_by_its_own_sign(scene: Stage) -> None:
    right = CODE + credit_check_sign(CODE)
    wrong = CODE + ("0" if right[-1] != "0" else "1")
    for number, is_marked in ((right, False), (wrong, True)):
        firm = {
            "party-1-kind": "ORGANISATION",
            "party-1-name": f"商行{is_marked}",
            "party-1-id_number": number,
        }
        browser(scene).post(reverse("case_register"), form(not_same="1", **firm))
        with in_tenant(KANGBAO):
            assert Party.objects.get(name=f"商行{is_marked}").id_unverified is is_marked


def test_a_number_that_says_another_sex_comes_back(scene: Stage) -> None:
    answer = browser(scene).post(
        reverse("case_register"), form(**{"party-0-id_number": sound_id(), "party-0-sex": "2"})
    )
    assert "与身份证号中的性别不一致" in answer.content.decode()


def test_errors_stand_beside_their_fields_and_nothing_typed_is_lost(scene: Stage) -> None:
    answer = browser(scene).post(
        reverse("case_register"),
        form(
            summary="长" * 2500,
            area="没有这个村",
            occurred_on="2027-01-01",
            **{"party-0-phone": "not a phone", "party-1-born_on": "2099-01-01"},
        ),
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    for sentence in (
        "最多2000字，现有2500字",
        "辖区内没有名为“没有这个村”的区域",
        "发生日期不能晚于今天",
        "请填写7至20位的电话号码",
        "出生日期不对，请核对",
    ):
        assert sentence in text
    for kept in ("长" * 2500, "王长顺", "李桂芝", "not a phone", 'value="2099-01-01"'):
        assert kept in text
    with in_tenant(KANGBAO):
        assert not Case.objects.exists()


def test_errors_of_a_row_stand_in_the_summary_with_the_way_to_their_field(scene: Stage) -> None:
    answer = browser(scene).post(
        reverse("case_register"), form(**{"party-1-phone": "abc", "party-1-name": ""})
    )
    summary = answer.content.decode().split('<div class="errors"')[1].split("</div>")[0]
    assert "有 2 处需要改正" in summary
    assert '<a href="#id_party-1-phone">第 2 名当事人：电话：请填写7至20位的电话号码。</a>' in summary
    assert '<a href="#id_party-1-name">第 2 名当事人：姓名或名称：' in summary


def test_nobody_stands_on_two_sides(scene: Stage) -> None:
    number = sound_id()
    twice = {"party-0-id_number": number, "party-1-id_number": number}
    answer = browser(scene).post(reverse("case_register"), form(**twice))
    assert "同一证件号码的人不能在一件纠纷中出现两次" in answer.content.decode()
    both = {"party-1-name": "王长顺", "party-0-phone": "13800005678", "party-1-phone": "13800005678"}
    assert (
        "王长顺同时登记在两方" in browser(scene).post(reverse("case_register"), form(**both)).content.decode()
    )


def test_one_more_person_keeps_everything(scene: Stage) -> None:
    answer = browser(scene).post(reverse("case_register"), form(more="1", **{"party-0-phone": "13800005678"}))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="party-2-name"' in text
    for kept in ("王长顺", "13800005678", "外墙比旧墙多出约半米"):
        assert kept in text
    third = {
        "party-TOTAL_FORMS": "3",
        "party-2-side": "THIRD",
        "party-2-kind": "ORGANISATION",
        "party-2-name": "永兴社区居委会",
        "party-2-sex": "0",
        "party-2-representative": "赵主任",
        "party-2-agent_name": "钱律师",
    }
    assert browser(scene).post(reverse("case_register"), form(**third)).status_code == 302
    with in_tenant(KANGBAO):
        party = Party.objects.get(side="THIRD")
        assert (party.kind, party.agent_name, party.agent_power) == ("ORGANISATION", "钱律师", "GENERAL")


def test_the_same_request_twice_is_one_case(scene: Stage) -> None:
    clerk, sent = browser(scene), form()
    first, second = (clerk.post(reverse("case_register"), sent | {"not_same": "1"}) for _n in range(2))
    assert first["Location"] == second["Location"]
    with in_tenant(KANGBAO):
        assert Case.objects.count() == 1


def test_what_may_be_the_same_dispute_is_proposed_and_decided_by_a_person(scene: Stage) -> None:
    clerk = browser(scene)
    clerk.post(reverse("case_register"), form())
    again = form()
    proposed = clerk.post(reverse("case_similar"), again).content.decode()
    assert "很可能是同一件" in proposed
    assert "当事人相同：李桂芝、王长顺" in proposed
    answer = clerk.post(reverse("case_register"), again)
    assert answer.status_code == 422
    assert "不是同一件，仍然登记" in answer.content.decode()
    assert clerk.post(reverse("case_register"), again | {"not_same": "1"}).status_code == 302
    with in_tenant(KANGBAO):
        assert Case.objects.count() == 2


def test_nobody_is_told_of_disputes_outside_their_sight(scene: Stage) -> None:
    browser(scene).post(reverse("case_register"), form())
    with in_tenant(KANGBAO):
        typed = [
            PartyEntry(side="APPLICANT", name="王长顺", phone="13800005678"),
            PartyEntry(side="RESPONDENT", name="李桂芝"),
        ]
        near = {"path": scene.ground.grid.path, "kind": "03", "place": "", "at": NOON}
        assert len(similar_to(typed, actor=scene.actors["clerk"], **near)) == 1
        assert similar_to(typed, actor=scene.actors["far_clerk"], **near) == []
        assert similar_to(typed, actor=scene.actors["grid_worker"], **near) == []
    outside = browser(scene, "far_clerk").post(reverse("case_register"), form())
    assert "辖区内没有名为" in outside.content.decode()


def test_a_grid_worker_reports_in_four_fields(scene: Stage) -> None:
    worker = browser(scene, "grid_worker")
    page = worker.get(reverse("case_report")).content.decode()
    assert "永兴社区 › 第一网格" in page
    sent = {
        "key": str(uuid7()),
        "summary": "两家为下水道吵了起来。",
        "applicant": "王长顺",
        "respondent": "李桂芝",
        "area": str(scene.ground.grid.pk),
    }
    assert worker.post(reverse("case_report"), sent)["Location"] == reverse("my_cases")
    with in_tenant(KANGBAO):
        case = Case.objects.get()
        assert (case.source, case.kind_code, case.path) == (Source.GRID, "99", scene.ground.grid.path)
    mine = worker.get(reverse("my_cases")).content.decode()
    assert "第一网格其他纠纷" in mine
    assert "王长顺 ↔ 李桂芝" in mine
    assert "第一网格其他纠纷" not in browser(scene, "far_mediator").get(reverse("my_cases")).content.decode()
    lacking = worker.post(reverse("case_report"), sent | {"respondent": "", "key": str(uuid7())})
    assert lacking.status_code == 422
    assert "请填写另一方的姓名或名称" in lacking.content.decode()
    assert "两家为下水道吵了起来" in lacking.content.decode()
    elsewhere = worker.post(reverse("case_report"), sent | {"area": str(scene.ground.far_grid.pk)})
    assert elsewhere.status_code == 422


def picture(colour: str) -> SimpleUploadedFile:
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(kept, "JPEG")
    return SimpleUploadedFile(f"{colour}.jpg", kept.getvalue(), "image/jpeg")


def test_photos_go_along_as_evidence_and_what_is_no_photo_is_told(scene: Stage) -> None:
    sent = {
        "key": str(uuid7()),
        "summary": "两家为下水道吵了起来。",
        "applicant": "王长顺",
        "respondent": "李桂芝",
        "area": str(scene.ground.grid.pk),
    }
    worker = browser(scene, "grid_worker")
    liar = SimpleUploadedFile("liar.jpg", b"MZ not a picture", "image/jpeg")
    for _again in range(2):
        files = {"photos": [picture("red"), picture("blue"), liar]}
        liar.seek(0)
        assert worker.post(reverse("case_report"), sent | files)["Location"] == reverse("my_cases")
    assert "liar.jpg" in worker.get(reverse("my_cases")).content.decode()
    with in_tenant(KANGBAO):
        item = DossierItem.objects.get(case=Case.objects.get())
        assert (item.kind, item.title, item.pages) == (DossierKind.EVIDENCE, "现场照片", 2)
        assert list(Scan.objects.filter(item=item).values_list("name", flat=True)) == ["red.jpg", "blue.jpg"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("notes.pdf", b"%PDF-1.7 not a photo", "请选 JPEG 或 PNG 格式的照片"),
        ("funny.gif", b"GIF89a" + b"\0" * 40, "请选 JPEG 或 PNG 格式的照片"),
        ("list.docx", b"PK\x03\x04" + b"\0" * 40, "请选 JPEG 或 PNG 格式的照片"),
        ("IMG_1.HEIC", b"\0\0\0\x18ftypheic" + b"\0" * 40, "“兼容性最佳”"),
    ],
)
def test_what_is_no_photo_is_told_in_words_for_photos(
    scene: Stage, name: str, content: bytes, said: str
) -> None:
    sent = {
        "key": str(uuid7()),
        "summary": "两家为下水道吵了起来。",
        "applicant": "王长顺",
        "respondent": "李桂芝",
        "area": str(scene.ground.grid.pk),
        "photos": [SimpleUploadedFile(name, content, "image/jpeg")],
    }
    answer = browser(scene, "grid_worker").post(reverse("case_report"), sent)
    (error,) = answer.context["form"].errors["photos"]
    assert said in error
    assert "PDF" not in error
    assert "Word" not in error
