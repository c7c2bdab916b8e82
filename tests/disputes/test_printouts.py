"""What each paper says of a case, after the case went its way."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from disputes.actions.bar_mediation import bar_mediation
from disputes.actions.close_case import reopen_case
from disputes.actions.correct_party import correct_party
from disputes.actions.draft_agreement import AgreementEntry, ObligationEntry, draft_agreement
from disputes.actions.end_mediation import end_mediation, refuse_mediation
from disputes.actions.hand_back_case import hand_back_case
from disputes.actions.hand_up_case import hand_up_case
from disputes.actions.issue_paper import issue_paper
from disputes.actions.pause_case import pause_case
from disputes.actions.record_sitting import SittingEntry, record_sitting
from disputes.actions.transfer_case import note_receipt, transfer_case
from disputes.actions.write_note import write_note
from disputes.binding import bind_dossier
from disputes.choices import AgreementForm, DossierKind, PauseGround, ReportGround, TransferTo, Verb
from disputes.dossier_page import prints_of
from disputes.file_contents import FileContents
from disputes.models import DossierItem, Party, Scan
from disputes.printouts import NothingToPrint, paper_of
from tests.disputes.journey import Journey
from tests.disputes.stage import Stage
from tests.disputes.test_dossier import text_of
from tests.workcalendar.test_rules import at

pytestmark = pytest.mark.usefixtures("years")
COURT = {"to": TransferTo.COURT, "body": "康保县人民法院", "reason": "一方坚持起诉"}
PNG = "image/png"


def printed(way: Journey, kind: str, **given: Any) -> Any:
    """The values of a paper of the case as it stands."""
    return paper_of(kind, FileContents(way.case, way.now), **given)


def person(way: Journey, name: str) -> Party:
    found: Party = Party.objects.get(case=way.case, name=name)
    return found


def scanned(way: Journey, kind: DossierKind, title: str, media_type: str = PNG) -> DossierItem:
    item: DossierItem = DossierItem.objects.create(
        case=way.case, kind=kind, position=1, title=title, pages=2, filed_at=way.now
    )
    values = {"name": title, "media_type": media_type, "size": 1, "sha256": title, "content": b"x"}
    Scan.objects.create(item=item, position=1, **values)
    return item


def test_the_handover_tells_what_came_last_be_it_a_level_or_another_body(stage: Stage) -> None:
    way = Journey(stage, "2026-03-02 09:00")
    way.accept("2026-03-02 10:00")
    with pytest.raises(NothingToPrint):
        printed(way, "HANDOVER")
    way.step("2026-03-03 09:00", hand_up_case, "village_mediator", reason="村级难以查清")
    assert printed(way, "HANDOVER").act == "提级办理"
    way.step("2026-03-03 10:00", hand_back_case, "mediator", reason="先行测量")
    back = printed(way, "HANDOVER")
    assert (back.act, back.reason, back.sender) == ("退回", "先行测量", "康保镇综治中心")
    way.accept("2026-03-03 11:00")
    scanned(way, DossierKind.EVIDENCE, "现场照片")
    way.step("2026-03-04 09:00", transfer_case, "village_mediator", **COURT)
    way.now = at("2026-03-04 09:30")
    scanned(way, DossierKind.IDENTITY, "后来归卷的")
    sent = printed(way, "HANDOVER")
    assert (sent.act, sent.receiver, sent.reason) == ("移送", "康保县人民法院", "一方坚持起诉")
    assert sent.sender == "永兴社区人民调解委员会"
    assert (sent.sent_by, sent.sent_at) == (stage.staff["village_mediator"].name, at("2026-03-04 09:00"))
    assert [(leaf.item, leaf.note) for leaf in sent.enclosed] == [("现场照片", "2页")]
    way.step("2026-03-10 09:00", reopen_after_closing(way), "village_mediator", reason="法院退回先行调解")
    way.step("2026-03-10 10:00", hand_up_case, "village_mediator", reason="请镇里接着办")
    assert printed(way, "HANDOVER").reason == "请镇里接着办"


def reopen_after_closing(way: Journey) -> Any:
    """Close the transferred case once it was signed for; what follows opens it again."""
    way.now = at("2026-03-06 09:00")
    note_receipt(
        transfer=way.case.transfers.get(),
        received_on=dt.date(2026, 3, 5),
        receipt="1号",
        result="",
        actor=way.by("village_mediator"),
        at=way.now,
    )
    way.close("2026-03-06 10:00")
    return reopen_case


def test_a_handover_by_the_sweep_is_sent_by_the_platform(stage: Stage) -> None:
    way = Journey(stage, "2026-03-02 09:00")
    way.accept("2026-03-02 10:00")
    way.sweep("2026-03-20 09:00")
    given = printed(way, "HANDOVER")
    assert (given.act, given.sent_by, given.receiver) == ("提级办理", "系统", "康保镇综治中心")


def test_the_handover_says_what_is_owed_and_until_when(stage: Stage) -> None:
    way = Journey(stage, "2026-03-02 09:00")
    way.accept("2026-03-02 10:00")
    way.step("2026-03-03 09:00", hand_up_case, "village_mediator", reason="村级难以查清")
    waiting = printed(way, "HANDOVER").due.split("\n")
    assert waiting[0].startswith("上级接收：2026年3月")
    assert waiting[1:] == ["一个月法定期限：2026年4月2日"]
    way.accept("2026-03-03 14:00", who="mediator")
    running = printed(way, "HANDOVER").due
    assert running == "本级化解：2026年3月18日\n一个月法定期限：2026年4月2日"
    pause = {"ground": PauseGround.APPRAISAL, "until": dt.date(2026, 3, 20), "reason": "等待鉴定"}
    way.step("2026-03-04 09:00", pause_case, "mediator", **pause)
    assert "本级化解：中止期间不计时" in printed(way, "HANDOVER").due
    way.step("2026-03-05 09:00", transfer_case, "mediator", **COURT)
    assert printed(way, "HANDOVER").due.startswith("移送回执：2026年")


def test_an_oral_agreement_lists_what_is_owed_by_whom_and_when(stage: Stage) -> None:
    way = Journey(stage, "2026-03-02 09:00")
    way.accept("2026-03-02 10:00")
    way.begin("2026-03-02 11:00")
    owing = person(way, "李桂芝")
    owed = [
        ObligationEntry(
            what="赔偿第一期",
            due_on=dt.date(2026, 3, 20),
            party_id=owing.pk,
            amount=Decimal("300.50"),
        ),
        ObligationEntry(what="清走杂物", due_on=dt.date(2026, 4, 1)),
    ]
    entry = AgreementEntry(
        form=AgreementForm.ORAL, content="赔偿并清走。", agreed_on=dt.date(2026, 3, 3), obligations=owed
    )
    draft_agreement(case=way.case, entry=entry, actor=way.by("village_mediator"), at=at("2026-03-03 09:00"))
    first, second = printed(way, "ORAL_AGREEMENT").as_data()["instalments"]
    assert first == {
        "due_on": "2026年3月20日",
        "what": "赔偿第一期",
        "by": "李桂芝",
        "to": "王长顺",
        "amount": "300.50元",
        "amount_words": "人民币叁佰元伍角整",
    }
    assert (second["by"], second["what"], second["amount"]) == ("双方", "清走杂物", "")


def test_only_pictures_that_are_evidence_count_as_photos(stage: Stage) -> None:
    way = Journey(stage, "2026-03-02 09:00")
    way.accept("2026-03-02 10:00")
    for kind in (DossierKind.EVIDENCE, DossierKind.IDENTITY, DossierKind.AGREEMENT, DossierKind.PERFORMANCE):
        scanned(way, kind, f"{kind.label}照片")
    scanned(way, DossierKind.EVIDENCE, "鉴定书", "application/pdf")
    gone = scanned(way, DossierKind.EVIDENCE, "拍错的")
    gone.removed_at, gone.removal_reason = way.now, "拍错"
    gone.save(update_fields=["removed_at", "removal_reason"])
    bind_dossier(case=way.case, actor=way.by("village_mediator"), post=None, at=way.now)
    assert "照片1张" in text_of(DossierItem.objects.get(case=way.case, paper="BACK"))


def test_the_closing_report_tells_the_course_without_corrections_and_remarks(stage: Stage) -> None:
    way = Journey(stage, "2026-03-02 09:00")
    way.accept("2026-03-02 10:00")
    way.begin("2026-03-02 11:00")
    way.step("2026-03-03 09:00", write_note, "village_mediator", note="已走访")
    correct_party(
        party=person(way, "李桂芝"),
        values={"phone": "15200000918"},
        reason="换号",
        actor=way.by("village_mediator"),
        at=at("2026-03-03 10:00"),
    )
    way.sit("2026-03-04 09:00")
    way.step("2026-03-05 09:00", end_mediation, "village_mediator", verb=Verb.FAIL, reason="分歧较大")
    course = printed(way, "CLOSING_REPORT").course.split("\n")
    assert [line[:10] for line in course] == ["2026-03-02"] * 3 + ["2026-03-04", "2026-03-05"]
    assert not [line for line in course if "更正" in line or "备注" in line]


def test_the_handover_tells_the_course_without_corrections_and_remarks(stage: Stage) -> None:
    way = Journey(stage, "2026-03-02 09:00")
    way.accept("2026-03-02 10:00")
    way.begin("2026-03-02 11:00")
    way.sit("2026-03-03 09:00")
    for minute in range(12):
        way.step(f"2026-03-04 09:{minute:02d}", write_note, "village_mediator", note="已走访")
    correct_party(
        party=person(way, "李桂芝"),
        values={"phone": "15200000918"},
        reason="换号",
        actor=way.by("village_mediator"),
        at=at("2026-03-04 10:00"),
    )
    way.step("2026-03-05 09:00", hand_up_case, "village_mediator", reason="村级难以查清")
    told = [line.text for line in printed(way, "HANDOVER").handled]
    assert len(told) == 5, "remarks push no step off the slip"
    assert told[0].startswith("登记")
    assert told[-1] == "上交：村级 → 乡镇级"
    assert not [line for line in told if "更正" in line or "备注" in line]


ENDINGS = [
    (end_mediation, {"verb": Verb.FAIL}, "人民调解法》第二十六条", "调解不成，分歧较大"),
    (end_mediation, {"verb": Verb.WITHDRAW}, "人民调解法》第二十三条、第二十六条", "申请人撤回，分歧较大"),
    (transfer_case, {"to": TransferTo.COURT, "body": "县法院"}, "第二十六条", "移送县法院，分歧较大"),
]


@pytest.mark.parametrize(("act", "given", "basis", "why"), ENDINGS)
def test_the_notice_cites_the_articles_of_its_ending_and_its_own_reason(
    stage: Stage, act: Any, given: dict[str, Any], basis: str, why: str
) -> None:
    way = Journey(stage, "2026-03-02 09:00")
    way.accept("2026-03-02 10:00")
    way.begin("2026-03-02 11:00")
    way.sit("2026-03-03 09:00")
    way.step("2026-03-04 09:00", act, "village_mediator", reason="分歧较大", **given)
    way.step("2026-03-05 09:00", write_note, "village_mediator", note="已电话告知")
    notice = printed(way, "TERMINATION_NOTICE")
    assert notice.basis.endswith(basis)
    assert (notice.reason, notice.ended_on) == (why, dt.date(2026, 3, 4)), "no remark made afterwards"


@pytest.mark.parametrize(
    ("ground", "basis"),
    [
        (ReportGround.CRIME, "《人民调解工作若干规定》第二十二条"),
        (ReportGround.MINOR, "《人民调解工作若干规定》第二十二条"),
        (ReportGround.ESCALATION, "《中华人民共和国人民调解法》第二十五条"),
        (ReportGround.VIOLENCE, "《中华人民共和国人民调解法》第二十五条"),
    ],
)
def test_what_may_not_be_mediated_ends_by_its_own_articles_and_tells_no_finding(
    stage: Stage, ground: str, basis: str
) -> None:
    way = Journey(stage, "2026-03-02 09:00")
    way.accept("2026-03-02 10:00")
    found = {"ground": ground, "found": "邻居反映孩子身上有伤", "found_at": at("2026-03-03 08:50")}
    way.step("2026-03-03 09:00", bar_mediation, "village_mediator", **found)
    notice = printed(way, "TERMINATION_NOTICE")
    assert notice.basis.startswith(basis)
    assert notice.reason == "不得调解", "whoever is suspected reads it"


def test_after_a_transfer_the_notice_is_offered_only_where_mediation_had_begun(stage: Stage) -> None:
    def offered(way: Journey) -> bool:
        return "TERMINATION_NOTICE" in {one.kind for one in prints_of(FileContents(way.case, way.now))}

    way = Journey(stage, "2026-03-02 09:00")
    way.accept("2026-03-02 10:00")
    way.step("2026-03-03 09:00", transfer_case, "village_mediator", **COURT)
    assert not offered(way)
    with pytest.raises(NothingToPrint, match="没有开始调解"):
        printed(way, "TERMINATION_NOTICE")
    begun = Journey(stage, "2026-03-02 09:00")
    begun.accept("2026-03-02 10:00")
    begun.begin("2026-03-02 11:00")
    begun.step("2026-03-03 09:00", transfer_case, "village_mediator", **COURT)
    assert offered(begun)


def test_a_minor_is_present_with_the_guardian_named_once(stage: Stage) -> None:
    way = Journey(stage, "2026-03-02 09:00")
    way.accept("2026-03-02 10:00")
    Party.objects.filter(case=way.case, name="李桂芝").update(is_minor=True, agent_name="李强")
    way.begin("2026-03-02 11:00")
    for number, present in enumerate((["王长顺"], ["王长顺", "李桂芝"], ["李桂芝", "李强"]), start=3):
        entry = SittingEntry(begins_at=at(f"2026-03-0{number} 09:00"), present=present, result="未成")
        way.step(f"2026-03-0{number} 10:00", record_sitting, "village_mediator", entry=entry)
    named = [
        printed(way, "MEDIATION_RECORD", about=one.pk).present for one in way.case.sittings.order_by("number")
    ]
    assert named == [("王长顺",), ("王长顺", "李桂芝", "李强"), ("李桂芝", "李强")]


def test_after_a_refusal_the_notice_cites_both_articles_and_the_register_ticks_it(stage: Stage) -> None:
    way = Journey(stage, "2026-03-02 09:00")
    way.accept("2026-03-02 10:00")
    assert printed(way, "REGISTRATION").is_consented is None, "left for a pen: nobody was asked yet"
    way.begin("2026-03-02 11:00")
    assert printed(way, "REGISTRATION").is_consented is True
    refusing = person(way, "李桂芝").pk
    way.step(
        "2026-03-03 09:00", refuse_mediation, "village_mediator", party_ids=[refusing], reason="要去法院"
    )
    assert printed(way, "REGISTRATION").is_consented is False
    assert printed(way, "TERMINATION_NOTICE").basis.endswith("第十七条、第二十六条")
    way.close("2026-03-04 09:00")
    way.step("2026-03-05 09:00", reopen_case, "village_mediator", reason="愿意调解")
    assert printed(way, "REGISTRATION").is_consented is None, "asked anew"
    way.begin("2026-03-05 10:00")
    way.sit("2026-03-05 11:00")
    way.step("2026-03-06 09:00", end_mediation, "village_mediator", verb=Verb.FAIL, reason="分歧较大")
    assert printed(way, "TERMINATION_NOTICE").basis.endswith("法》第二十六条")


def test_a_blank_inquiry_form_bears_whom_it_is_for_without_naming_them(stage: Stage) -> None:
    way = Journey(stage, "2026-03-02 09:00")
    way.accept("2026-03-02 10:00")
    titles = [
        issue_paper(
            case=way.case,
            kind="INVESTIGATION_RECORD",
            about=person(way, name).pk,
            actor=way.by("village_mediator"),
            at=at("2026-03-02 11:00"),
        ).title
        for name in ("王长顺", "李桂芝")
    ]
    assert titles == ["人民调解调查记录（申请人王*）", "人民调解调查记录（被申请人李*）"]
