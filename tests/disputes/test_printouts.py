"""What each paper says of a case, after the case went its way."""

import datetime as dt
from typing import Any

import pytest

from disputes.actions.close_case import reopen_case
from disputes.actions.hand_back_case import hand_back_case
from disputes.actions.hand_up_case import hand_up_case
from disputes.actions.pause_case import pause_case
from disputes.actions.transfer_case import note_receipt, transfer_case
from disputes.choices import DossierKind, PauseGround, TransferTo
from disputes.file_contents import FileContents
from disputes.models import DossierItem, Party, Scan
from disputes.printouts import NothingToPrint, paper_of
from tests.disputes.journey import Journey
from tests.disputes.stage import Stage
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
