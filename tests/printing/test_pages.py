from typing import Any

import pytest
from django.http import Http404

from accounts.choices import Role
from core.audit.models import Record
from core.permissions.actor import ActingPost, Actor
from core.permissions.verdict import Refused
from core.printing.access import document_for
from core.printing.actions import issue_document, take_number
from core.printing.actions.issue_extract import issue_extract
from core.printing.models import DocumentFile, IssuedDocument
from core.tenancy.context import in_tenant
from core.tenancy.ids import uuid7
from tests.cast import KANGBAO, ZHANGBEI
from tests.governance.conftest import signed_in
from tests.printing.conftest import CENTRE, NOON
from tests.printing.test_documents import issue
from tests.printing.test_typesetting import pages_of

__all__ = ["signed_in"]


def test_an_auditor_prints_what_was_found_and_prints_it_again(signed_in: Any, clerk: Actor) -> None:
    auditor = signed_in(KANGBAO, Role.AUDITOR)
    with in_tenant(KANGBAO):
        issue(clerk)  # something to find
    answer = auditor.post("/documents/audit-extract/?since=2026-11-01", follow=True)
    assert "已印发 审录〔" in answer.content.decode()
    with in_tenant(KANGBAO):
        document = IssuedDocument.objects.get(kind="audit_extract")
        original = DocumentFile.objects.get(document=document).content
    first = pages_of(original)[0]
    for text in ("行为记录摘录", "赵敏印发排查台账〔2026〕1号", "查询范围：2026-11-01至", "已脱敏"):
        assert text in "".join(pages_of(original)).replace("　", ""), first
    printed = auditor.post(f"/documents/{document.pk}/")
    assert printed["Content-Type"] == "application/pdf"
    assert printed.content == original
    with in_tenant(KANGBAO):
        assert Record.objects.filter(code="printing.document_printed").count() == 1


def test_nobody_elses_paper_can_be_opened(signed_in: Any, clerk: Actor) -> None:
    with in_tenant(KANGBAO):
        document = issue(clerk)
    for who in (signed_in(KANGBAO, Role.COUNTY_CENTRE), signed_in(ZHANGBEI, Role.COUNTY_CENTRE)):
        assert who.post(f"/documents/{document.pk}/").status_code == 404
        assert "还没有印发过文书" in who.get("/documents/").content.decode()


def test_an_extract_of_nothing_or_of_too_much_is_refused(county: int, clerk: Actor) -> None:
    with pytest.raises(Refused, match="没有可摘录"):
        issue_extract(records=[], unit="康保县", period="", actor=clerk, at=NOON)
    with pytest.raises(Refused, match="缩小"):
        issue_extract(records=[Record()] * 3001, unit="康保县", period="", actor=clerk, at=NOON)
    assert not IssuedDocument.objects.exists()


def test_papers_of_an_area_are_printed_again_by_who_may_there(county: int, clerk: Actor) -> None:
    document = issue(clerk, path="130723006")

    def actor(path: str) -> Actor:
        post = ActingPost(
            id=uuid7(),
            role="TOWNSHIP_CLERK",
            title="",
            path=path,
            unit_id=None,
            abilities=frozenset({"printing.reprint"}),
        )
        return Actor(tenant=KANGBAO, user_id=uuid7(), person_id=uuid7(), name="钱进", posts=(post,))

    assert document_for(actor("130723006"), document.pk) == document
    assert document_for(actor("130723"), document.pk) == document
    with pytest.raises(Http404):
        document_for(actor("130723007"), document.pk)


def test_a_paper_without_a_number_is_issued_too(county: int, clerk: Actor) -> None:
    board = {"title": "第二网格公示牌", "paper": "a4"}
    document = issue_document(
        template="core/printing/typst/board.typ",
        data=board,
        kind="board",
        title="公示牌",
        actor=clerk,
        at=NOON,
    )
    assert document.number_text == ""
    numbered = take_number(
        organisation_id=CENTRE, kind="board", year=2026, template="{seq}", actor=clerk, at=NOON
    )
    assert numbered.value == 1


def test_a_clerk_prints_a_paper_of_the_township_again_with_a_reason(signed_in: Any, clerk: Actor) -> None:
    centre = signed_in(KANGBAO, Role.COUNTY_CENTRE)
    with in_tenant(KANGBAO):
        document = issue(clerk, path="130723006")
        original = DocumentFile.objects.get(document=document).content
    assert "排查台账" not in centre.get("/documents/").content.decode()
    assert "排查台账" in centre.get("/documents/?show=here").content.decode()
    refused = centre.post(f"/documents/{document.pk}/", {"reason": " "}, follow=True)
    assert "请写明原因" in refused.content.decode()
    assert centre.post(f"/documents/{document.pk}/", {"reason": "原件遗失"}).content == original
    with in_tenant(KANGBAO):
        record = Record.objects.get(code="printing.document_printed")
        assert record.reason == "原件遗失"
        assert record.post_title == "县综治中心工作人员"


def test_the_neighbour_finds_no_paper_of_ours(signed_in: Any, clerk: Actor) -> None:
    with in_tenant(KANGBAO):
        document = issue(clerk, path="130723006")
    centre = signed_in(ZHANGBEI, Role.COUNTY_CENTRE)
    assert "排查台账" not in centre.get("/documents/?show=here").content.decode()
    assert centre.post(f"/documents/{document.pk}/", {"reason": "x"}).status_code == 404
