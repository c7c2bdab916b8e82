"""A bound ledger of many small sections that follow one another on a page."""

import pytest

from core.printing.ledger import LedgerColumn
from core.printing.setting import nobody
from core.printing.volume import BoundLedger, Section, render_volume
from tests.printing.test_typesetting import IMPRINT, pages_of

COLUMNS = [LedgerColumn("问题", width=3), LedgerColumn("进展")]


def bound(sections: list[Section]) -> list[str]:
    ledger = BoundLedger(
        title="问题台账",
        place="康保县康保镇",
        period="2026年10月",
        facts=[("填报单位", "康保镇")],
        columns=COLUMNS,
        sections=sections,
        signers=[("签发人", "", "")],
        sentence="所载内容与登记一致。",
        page_each=False,
    )
    return pages_of(render_volume(ledger.as_data(), IMPRINT, told=nobody))


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_the_name_of_a_section_never_stands_alone_at_the_foot_of_a_page(rows: int) -> None:
    numbers = range(10, 50)
    sections = [
        Section(f"第{n}村庄", f"{rows}条", [[f"路灯{n}之{row}", "办理中"] for row in range(rows)])
        for n in numbers
    ]
    pages = [page for page in bound(sections) if "办理中" in page]
    assert len(pages) > 2
    for n in numbers:
        (page,) = (page for page in pages if f"第{n}村庄" in page)
        assert f"路灯{n}之0" in page
