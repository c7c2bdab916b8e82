"""A sheet declared once is a ledger too."""

from core.printing.ledger import Ledger, render_ledger
from core.tabular.writing import paper_rows
from tests.printing.test_typesetting import IMPRINT, pages_of
from tests.tabular.sheets import PEOPLE
from tests.tabular.test_writing import WANG


def test_a_sheets_columns_head_a_ledger_and_its_rows_are_masked() -> None:
    ledger = Ledger(title="人员台账", columns=PEOPLE.columns, unit="李家地镇")
    (page,) = pages_of(render_ledger(ledger, paper_rows(PEOPLE, [WANG]), IMPRINT))
    for text in ("任职日期", "138****5678", "2026-11-22", "高"):
        assert text in page
    assert "13812345678" not in page
    (page,) = pages_of(render_ledger(ledger, paper_rows(PEOPLE, [WANG], unmasked=True), IMPRINT))
    assert "13812345678" in page
