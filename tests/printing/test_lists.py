"""The rows of a list page on paper: the same filters, masked, recorded; the neighbour's never among them."""

from typing import Any

import pytest

from core.audit.models import Record
from core.permissions.verdict import Refused
from core.printing.actions import print_list as printing
from core.tabular.exporting import find_export
from core.tenancy.context import in_tenant
from tests.accounts.people import KANGBAO, NOON, TODAY, TOWN, acting, browser_of, holder, neighbour
from tests.grids.ground import Ground
from tests.printing.test_typesetting import pages_of

PHONE = "13812345678"


@pytest.fixture
def clerk(county: int) -> Any:
    Ground()
    staff = holder("TOWNSHIP_CLERK", TOWN, "赵敏")
    staff.personal_phone = PHONE
    staff.save(update_fields=["personal_phone"])
    holder("TOWNSHIP_MEDIATOR", TOWN, "钱进")
    return staff


def test_a_filtered_list_is_printed_masked_and_recorded(clerk: Any) -> None:
    answer = browser_of(clerk).post("/documents/lists/accounts.posts/?q=赵敏")
    assert answer["Content-Type"] == "application/pdf"
    (page,) = pages_of(answer.content)
    for text in ("岗位名单", "河北省张家口市康保县", "姓名：赵敏", "138****5678", "康保镇"):
        assert text in page.replace("　", ""), text
    assert PHONE not in page
    assert "钱进" not in page
    record = Record.objects.get(code="printing.list_printed")
    assert (record.after["rows"], record.after["filters"], record.path) == (1, "姓名：赵敏", TOWN)


def test_the_list_page_offers_it_with_its_filters(clerk: Any) -> None:
    for page in ("/posts/?q=赵敏", "/units/", "/documents/"):
        assert "/documents/lists/" in browser_of(clerk).get(page).content.decode()


def test_what_nobody_reads_on_paper_is_refused(clerk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "MOST_ROWS", 1)
    kind = find_export("accounts.posts")
    assert kind is not None
    with pytest.raises(Refused, match="请先筛选"):
        printing.print_list(kind=kind, params={}, unit="康保县", on=TODAY, actor=acting(clerk), at=NOON)
    answer = browser_of(clerk).post(
        "/documents/lists/accounts.posts/", headers={"Referer": "http://testserver/posts/"}, follow=True
    )
    assert answer.redirect_chain[0][0] == "http://testserver/posts/"
    assert "请先筛选" in answer.content.decode()


def test_the_neighbour_prints_nothing_of_ours(counties: None) -> None:
    with in_tenant(KANGBAO):
        Ground()
        holder("TOWNSHIP_CLERK", TOWN, "赵敏")
    answer = browser_of(neighbour()).post("/documents/lists/accounts.posts/")
    assert "赵敏" not in "".join(pages_of(answer.content))
