"""Papers printed from the case itself, their signed sheets, the numbered volume, and the gate before closing."""

import io
from typing import Any

import pytest
from django.utils import timezone
from pypdf import PdfReader

from accounts.choices import Role
from core.permissions.verdict import Refused
from core.printing.models import DocumentFile
from core.tenancy.context import in_tenant
from disputes.actions.correct_sitting import correct_sitting
from disputes.actions.issue_paper import issue_paper
from disputes.choices import DossierKind, State
from disputes.models import Case, DossierItem, FollowUp, Obligation, Party, Sitting
from disputes.printouts import FILLINGS, NothingToPrint
from disputes.selectors import facts_of
from disputes.sittings import SittingEntry
from tests.accounts.people import KANGBAO, browser_of, holder
from tests.disputes.scene import Scene, words_of
from tests.disputes.test_step_forms import agreed, day, draft_of, visit
from tests.disputes.test_uploads import pdf, upload


def text_of(item: DossierItem) -> str:
    """What is printed, without the breaks."""
    content = DocumentFile.objects.get(document=item.document).content
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return "".join(pages).replace("\n", "").replace(" ", "").replace("　", "")


def printed(scene: Scene, case: Case, kind: str, **sent: Any) -> DossierItem:
    who, slug = "village_mediator", kind.lower()
    answer = scene.browser(who).post(f"/disputes/{case.pk}/papers/{slug}/", sent)
    assert answer.status_code == 302
    with in_tenant(KANGBAO):
        item: DossierItem = DossierItem.objects.filter(case=case, paper=kind, removed_at=None).get()
        return item


def printed_again(scene: Scene, case: Case, kind: str, *, but: DossierItem) -> DossierItem:
    """The print that stands beside an earlier one."""
    answer = scene.browser("village_mediator").post(f"/disputes/{case.pk}/papers/{kind.lower()}/")
    assert answer.status_code == 302
    with in_tenant(KANGBAO):
        found = DossierItem.objects.filter(case=case, paper=kind, removed_at=None).exclude(pk=but.pk)
        item: DossierItem = found.get()
        return item


def settled(scene: Scene) -> Case:
    """A case whose agreement is performed, with nothing in its dossier yet."""
    case = agreed(scene)
    browser, base = scene.browser("village_mediator"), f"/disputes/{case.pk}/agreement/"
    drawn = {"owed-0-what": "拆除外墙", "owed-1-what": "", "owed-1-amount": "", "owed-1-due_on": ""}
    browser.post(f"{base}draft/", draft_of(case, **drawn))
    hidden = {"key": draft_of(case)["key"], "seen": "1"}
    days = {"parties_signed_on": day(), "mediator_signed_on": day(), "sealed_on": day()}
    browser.post(f"{base}sign/", {**hidden, **days})
    scene.step("village_mediator", case, "agree")
    with in_tenant(KANGBAO):
        owed = Obligation.objects.get(agreement__case=case)
    browser.post(f"{base}owed/{owed.pk}/", {**hidden, "performed_on": day()})
    assert scene.step("village_mediator", case, "perform").status_code == 302
    return scene.again(case)


def test_a_print_waits_for_its_signed_sheet_and_gives_way_to_a_new_print(scene: Scene) -> None:
    case = scene.make("mediating")
    first = printed(scene, case, "RIGHTS_NOTICE")
    second = printed(scene, case, "RIGHTS_NOTICE")
    assert first.pk != second.pk
    with in_tenant(KANGBAO):
        first.refresh_from_db()
        assert first.removal_reason == "重新印制"
        assert "选择或者接受人民调解员" in text_of(second)
        assert "王长顺" in text_of(second)
    page = words_of(scene.page("village_mediator", case, "dossier/"))
    assert "待签名" in page
    answer = upload(scene, case, ("签收.pdf", pdf(3)), signs=str(second.pk), kind="")
    assert answer.status_code == 302
    with in_tenant(KANGBAO):
        second.refresh_from_db()
        assert (second.is_signed, second.pages) == (True, 3)
        actor = scene.stage.actors["village_mediator"]
        with pytest.raises(Refused, match="签名件已归卷"):
            issue_paper(case=case, kind="RIGHTS_NOTICE", actor=actor, at=timezone.now())
    copy = scene.browser("village_mediator").post(f"/disputes/{case.pk}/dossier/{second.pk}/print/")
    assert copy.content.startswith(b"%PDF-")
    for who in ("far_clerk", "far_mediator"):
        gone = scene.browser(who).post(f"/disputes/{case.pk}/dossier/{second.pk}/print/")
        assert gone.status_code == 404
    assert scene.neighbour.post(f"/disputes/{case.pk}/papers/statement/").status_code == 404


def test_every_paper_is_printed_from_the_case_or_says_what_is_missing(scene: Scene) -> None:
    case = settled(scene)
    scene.step("village_mediator", case, "follow-up", **visit())
    with in_tenant(KANGBAO):
        Party.objects.filter(case=case, name="李桂芝").update(agent_name="李强", agent_power="SPECIAL")
        actor, at = scene.stage.actors["village_mediator"], timezone.now()
        said = {}
        for kind in FILLINGS:
            try:
                item = issue_paper(case=case, kind=kind, actor=actor, at=at, text="卷内无缺页。")
            except NothingToPrint as nothing:
                said[kind] = str(nothing)
            else:
                assert item.pages >= 1
                assert "王长顺" in text_of(item) or kind in (
                    "STATEMENT",
                    "AUTHORITY",
                    "INVESTIGATION_RECORD",
                ), kind
                assert case.number in text_of(item).replace(" ", ""), kind
        assert said == {"TERMINATION_NOTICE": "调解尚未终止。", "HANDOVER": "该纠纷没有移交过。"}
        agreement = DossierItem.objects.get(case=case, paper="AGREEMENT", removed_at=None)
        assert "以墙根外三十厘米为界" in text_of(agreement)
        assert "拆除外墙" in text_of(agreement)


def test_the_record_is_printed_as_it_was_last_corrected_and_copied_as_word(scene: Scene) -> None:
    case = agreed(scene)
    with in_tenant(KANGBAO):
        Sitting.objects.filter(case=case).update(result="旧结果")
        first = Sitting.objects.get(case=case)
        entry = SittingEntry(
            begins_at=first.begins_at,
            present=["王长顺"],
            record="王长顺：墙多出半米。\n就这样。",
            result="达成一致",
        )
        correct_sitting(
            sitting=first,
            entry=entry,
            reason="错字",
            actor=scene.stage.actors["village_mediator"],
            at=timezone.now(),
        )
    item = printed(scene, case, "MEDIATION_RECORD", about=str(first.pk))
    with in_tenant(KANGBAO):
        assert "墙多出半米" in text_of(item)
        assert "旧结果" not in text_of(item)
        assert item.title == "人民调解记录（第1次）"
    word = scene.browser("village_mediator").post(f"/disputes/{case.pk}/papers/mediation_record/word/")
    assert word.content.startswith(b"PK")
    refused = scene.browser("village_mediator").post(f"/disputes/{case.pk}/papers/statement/word/")
    assert refused.status_code == 302
    assert scene.browser("village_mediator").post(f"/disputes/{case.pk}/papers/cover/").status_code == 404


def test_a_case_closes_with_its_volume_numbered_and_bound(scene: Scene) -> None:
    case = settled(scene)
    page = words_of(scene.page("village_mediator", case, "dossier/"))
    assert "还缺 6 项必备材料" in page
    assert "卷宗还缺 6 项" in scene.step("village_mediator", case, "close").content.decode()
    for place, pages in (("03", 2), ("04", 1), ("05", 2), ("09", 3), ("10", 2), ("11", 1)):
        # each scan differs, since the same file is not kept twice
        sheet = (f"{place}.pdf", pdf(pages) + place.encode())
        assert upload(scene, case, sheet, kind=place).status_code == 302
    page = words_of(scene.page("village_mediator", case, "dossier/"))
    assert "必备材料齐全，可以结案" in page
    assert "共 11 页" in page
    assert scene.step("village_mediator", case, "close").status_code == 302
    assert scene.again(case).state == State.CLOSED
    with in_tenant(KANGBAO):
        made = {
            item.kind: item
            for item in DossierItem.objects.filter(case=case, paper__in=("COVER", "CONTENTS", "BACK"))
        }
        assert set(made) == {DossierKind.COVER, DossierKind.CONTENTS, DossierKind.BACK}
        assert "王长顺与李桂芝房屋宅基地纠纷" in text_of(made[DossierKind.COVER])
        assert "本卷共11页" in text_of(made[DossierKind.COVER])
        assert "保管期限：30年" in text_of(made[DossierKind.COVER])
        contents = text_of(made[DossierKind.CONTENTS])
        assert "调解协议书或终止通知书9—10" in contents
        assert "履行凭证11" in contents
    closed = words_of(scene.page("village_mediator", case, "dossier/"))
    assert "该纠纷已结案，须先重新启动" in closed
    assert upload(scene, case, ("晚了.pdf", pdf(9))).status_code == 422


def test_the_record_of_a_visit_after_the_closing_is_bound_behind_the_numbered_pages(scene: Scene) -> None:
    case = settled(scene)
    for place in ("03", "04", "05", "09", "10", "11"):
        sheet = (f"{place}.pdf", pdf(1) + place.encode())
        assert upload(scene, case, sheet, kind=place).status_code == 302
    assert scene.step("village_mediator", case, "close").status_code == 302
    scene.step("village_mediator", case, "follow-up", **visit())
    page = words_of(scene.page("village_mediator", case, "dossier/"))
    assert "只能归入结案后的回访记录" in page
    assert "调解申请书 印制" not in page
    with in_tenant(KANGBAO):
        about = str(FollowUp.objects.get(case=case).pk)
    item = printed(scene, case, "FOLLOW_UP_RECORD", about=about)
    signed = upload(scene, case, ("回访.pdf", pdf(2)), kind="12", signs=str(item.pk))
    assert signed.status_code == 302
    with in_tenant(KANGBAO):
        contents = DossierItem.objects.get(case=case, paper="CONTENTS", removed_at=None)
        assert "人民调解回访记录（2026）永兴人调字第1号7—8" in text_of(contents)
        with pytest.raises(Refused, match="已结案"):
            issue_paper(
                case=case, kind="APPLICATION", actor=scene.stage.actors["village_mediator"], at=timezone.now()
            )


def test_what_nobody_signed_is_named_before_the_closing_and_bound_with_nothing(scene: Scene) -> None:
    case = settled(scene)
    printed(scene, case, "RIGHTS_NOTICE")
    scene.step("village_mediator", case, "follow-up", **visit())
    visited = printed(scene, case, "FOLLOW_UP_RECORD")
    for place in ("03", "04", "05", "09", "10", "11"):
        sheet = (f"{place}.pdf", pdf(1) + place.encode())
        assert upload(scene, case, sheet, kind=place, title=f"材料{place}").status_code == 302
    form = words_of(scene.page("village_mediator", case, "steps/close/"))
    assert "2 份文书已印制，签名件没有归卷：人民调解当事人权利义务告知书、人民调解回访记录" in form
    assert scene.step("village_mediator", case, "close").status_code == 302
    page = words_of(scene.page("village_mediator", case, "dossier/"))
    assert "人民调解当事人权利义务告知书 未签名" in page
    assert "共 6 页" in page
    assert "人民调解回访记录 待签名" in page, "the only one whose sheet may still come"
    with in_tenant(KANGBAO):
        contents = text_of(DossierItem.objects.get(case=case, paper="CONTENTS", removed_at=None))
        assert "材料04" in contents
        assert "权利义务告知书" not in contents
        assert "回访记录" not in contents
        notice = DossierItem.objects.get(case=case, paper="RIGHTS_NOTICE")
    late = upload(scene, case, ("告知书.pdf", pdf(1)), kind="12", signs=str(notice.pk))
    assert late.status_code == 422
    assert upload(scene, case, ("回访.pdf", pdf(2)), kind="12", signs=str(visited.pk)).status_code == 302
    with in_tenant(KANGBAO):
        contents = text_of(DossierItem.objects.get(case=case, paper="CONTENTS", removed_at=None))
        assert "7—8" in contents, "behind the pages that were numbered, though printed before them"
        assert "材料116" in contents, "the last of the six pages"
    assert scene.neighbour.get(f"/disputes/{case.pk}/steps/close/").status_code == 404
    assert scene.browser("far_mediator").get(f"/disputes/{case.pk}/steps/close/").status_code == 404


def test_what_was_signed_of_an_earlier_agreement_fills_no_place(scene: Scene) -> None:
    case = agreed(scene)
    browser, base = scene.browser("village_mediator"), f"/disputes/{case.pk}/agreement/"
    browser.post(f"{base}draft/", draft_of(case))
    first = printed(scene, case, "AGREEMENT")
    upload(scene, case, ("签名件.pdf", pdf(2)), kind="10", signs=str(first.pk))
    page = words_of(scene.page("village_mediator", case, "dossier/"))
    assert "已签名" in page
    assert browser.post(f"{base}draft/", draft_of(case)).status_code == 302
    with in_tenant(KANGBAO):
        assert DossierKind.AGREEMENT not in facts_of(case).filed
    again = printed_again(scene, case, "AGREEMENT", but=first)
    assert "（原协议）" in words_of(scene.page("village_mediator", case, "dossier/"))
    upload(scene, case, ("新签名件.pdf", pdf(3)), kind="10", signs=str(again.pk))
    with in_tenant(KANGBAO):
        assert DossierKind.AGREEMENT in facts_of(case).filed


def test_a_register_of_an_oral_agreement_does_not_stand_for_a_written_one(scene: Scene) -> None:
    case = agreed(scene)
    browser, base = scene.browser("village_mediator"), f"/disputes/{case.pk}/agreement/"
    browser.post(f"{base}draft/", draft_of(case, form="ORAL"))
    register = printed(scene, case, "ORAL_AGREEMENT")
    browser.post(f"{base}draft/", draft_of(case))
    with in_tenant(KANGBAO):
        assert DossierItem.objects.get(pk=register.pk).removal_reason == "协议重新拟订"
        assert DossierKind.AGREEMENT not in facts_of(case).filed


def test_no_minor_is_named_on_what_stands_outside_the_dossier(scene: Scene) -> None:
    case = settled(scene)
    with in_tenant(KANGBAO):
        Party.objects.filter(case=case, name="李桂芝").update(is_minor=True, agent_name="李强")
    for place in ("03", "04", "05", "09", "10", "11"):
        upload(scene, case, (f"{place}.pdf", pdf(1) + place.encode()), kind=place, title=f"李桂芝材料{place}")
    assert scene.step("village_mediator", case, "close").status_code == 302
    with in_tenant(KANGBAO):
        for kind in ("COVER", "CONTENTS", "BACK"):
            assert "李桂芝" not in text_of(DossierItem.objects.get(case=case, paper=kind))


def test_who_only_looks_sees_titles_and_opens_nothing(scene: Scene) -> None:
    case = scene.make("mediating")
    upload(scene, case, ("正面.pdf", pdf()), title="身份证明")
    printed(scene, case, "APPLICATION")
    with in_tenant(KANGBAO):
        head = browser_of(holder(Role.GRID_HEAD, scene.stage.ground.grid.path, "网格长"))
    html = head.get(f"/disputes/{case.pk}/dossier/").content.decode()
    assert "身份证明" in html
    assert "正面.pdf" not in html
    assert "已印制、等签名件归卷" in html
    assert "王*" in head.get(f"/disputes/{case.pk}/").content.decode()
    assert "王长顺" not in head.get(f"/disputes/{case.pk}/").content.decode()
