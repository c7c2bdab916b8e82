import json
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from core.audit.models import Record
from core.permissions.actor import Actor
from core.printing.actions import issue_document, reprint_document, take_number
from core.printing.ledger import Ledger, LedgerColumn
from core.printing.models import DocumentFile, IssuedDocument, NumberTaken
from core.printing.originals import DocumentDamaged
from core.printing.typesetting import LEDGER, TypesettingFailed
from core.tenancy.context import in_tenant
from tests.cast import ZHANGBEI
from tests.printing.conftest import CENTRE, NOON
from tests.printing.test_typesetting import pages_of

SHEET = Ledger(title="排查台账", columns=[LedgerColumn("当事人"), LedgerColumn("电话")])


def issue(clerk: Actor, rows: list[list[str]] | None = None, **changed: Any) -> IssuedDocument:
    number = take_number(
        organisation_id=CENTRE, kind="ledger", year=2026, template="〔{year}〕{seq}号", actor=clerk, at=NOON
    )
    data = {**SHEET.as_data(), "rows": rows or [["王明", "13812345678"]]}
    return issue_document(
        **{
            "template": LEDGER,
            "data": data,
            "kind": "ledger",
            "title": SHEET.title,
            "actor": clerk,
            "at": NOON,
            "number": number,
            **changed,
        }
    )


def test_a_paper_keeps_what_it_was_set_from_and_its_bytes(county: int, clerk: Actor) -> None:
    document = issue(clerk)
    kept = IssuedDocument.objects.get()
    assert json.loads(kept.snapshot.reveal())["rows"] == [["王明", "13812345678"]]
    assert kept.number_text == "〔2026〕1号"
    assert kept.head_printed.startswith("0:")
    (page,) = pages_of(DocumentFile.objects.get(document=document).content)
    assert "〔2026〕1号" in page
    assert f"存证{kept.head_printed}" in page
    record = Record.objects.get(code="printing.document_issued")
    assert record.after["sha256"] == kept.pdf_sha256


def test_a_reprint_is_the_same_bytes_and_is_recorded(county: int, clerk: Actor) -> None:
    document = issue(clerk)
    original = DocumentFile.objects.get().content
    assert reprint_document(document=document, actor=clerk, at=NOON) == original
    assert reprint_document(document=document, actor=clerk, at=NOON) == original
    assert Record.objects.filter(code="printing.document_printed").count() == 2


def test_neither_the_snapshot_nor_the_file_lies_there_in_plain(county: int, clerk: Actor) -> None:
    issue(clerk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT snapshot FROM printing_issueddocument")
        assert "13812345678" not in cursor.fetchone()[0]
        cursor.execute("SELECT content FROM printing_documentfile")
        assert b"%PDF" not in bytes(cursor.fetchone()[0])


@pytest.mark.parametrize("table", ["printing_issueddocument", "printing_documentfile"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_an_issued_paper_can_not_be_changed_or_removed(
    county: int, clerk: Actor, table: str, change: str
) -> None:
    issue(clerk)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as c,
    ):
        c.execute(change.format(table))


def test_bytes_that_are_not_the_issued_ones_are_refused(county: int, clerk: Actor) -> None:
    document = issue(clerk)
    document.pdf_sha256 = "0" * 64
    with pytest.raises(DocumentDamaged):
        reprint_document(document=document, actor=clerk, at=NOON)


def test_a_paper_that_can_not_be_set_uses_no_number(county: int, clerk: Actor) -> None:
    with pytest.raises(TypesettingFailed), transaction.atomic():
        issue(clerk, data={"title": "坏", "rows": []})
    assert not NumberTaken.objects.exists()
    assert not Record.objects.exists()
    assert issue(clerk).number_text == "〔2026〕1号"


@pytest.mark.django_db(transaction=True)
def test_the_neighbour_county_sees_no_paper(counties: None, clerk: Actor) -> None:
    with in_tenant(clerk.tenant):
        issue(clerk)
    with in_tenant(ZHANGBEI):
        assert not IssuedDocument.objects.exists()
        assert not DocumentFile.objects.exists()
