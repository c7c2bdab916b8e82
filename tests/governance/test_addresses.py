"""What of an address is not understood is left out and said, on every page; a sheet or paper asked for by it is refused."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.contrib.messages import get_messages
from django.db import transaction
from django.test import Client
from django.urls import reverse

from core.audit.models import Record
from core.printing.models import IssuedDocument
from core.tabular.exporting import find_export
from core.tabular.models import ExportRequest
from core.tenancy.context import in_tenant
from disputes.models import MonthlyStatement
from tests.cast import KANGBAO
from tests.governance.route_objects import arguments
from tests.house import House

NOBODY = str(UUID(int=7))
NO_MONTH, TO_COME = "没有 2026-13 这个月，已显示本月。", "2099-01 还没有到，已显示本月。"
NO_AREA, NO_UNIT, NO_CADRE = (
    "没有找到这个区域，",
    "没有找到这个单位，没有按它筛选。",
    "没有找到这名干部，没有按它筛选。",
)
NO_OPTION = "没有“NONE”这个选项，"
NO_DAY = "“2026-02-30”不是可用的日期，"

# Page, who opens it, what of its address is wrong, and how that is said.
PAGES = (
    ("cases", "township_clerk", {"state": "NONE"}, NO_OPTION),
    ("cases", "township_clerk", {"sort": "NONE"}, "没有“NONE”这一列，没有按它排序。"),
    ("cases", "township_clerk", {"since": "2026-02-30"}, f"{NO_DAY}没有按它筛选。"),
    ("cases", "township_clerk", {"until": "9999-12-31"}, "“9999-12-31”不是可用的日期"),
    ("cases", "township_clerk", {"area": "没有这个村"}, "没有这个村"),
    ("roster", "township_clerk", {"week": "2026-02-30"}, f"{NO_DAY}已显示本周。"),
    ("roster", "township_clerk", {"week": "1970-01-01"}, "不在值班表的范围内，已显示本周。"),
    ("committees", "township_clerk", {"kind": "NONE"}, NO_OPTION),
    ("dispute_statistics", "township_clerk", {"month": "2026-13"}, "没有 2026-13 这个月，已显示20"),
    ("dispute_statistics", "township_clerk", {"month": "2099-01"}, "2099-01 还没有到，已显示20"),
    ("dispute_statistics", "township_clerk", {"area": NOBODY}, f"{NO_AREA}已显示康保镇。"),
    ("statistics_rows", "township_clerk", {"month": "2026-13"}, "没有 2026-13 这个月"),
    ("statistics_rows", "township_clerk", {"area": "NONE"}, f"{NO_AREA}已显示康保镇。"),
    ("dispute_figures", "county_leader", {"since": "2026-02-30"}, f"{NO_DAY}没有按它筛选。"),
    ("dispute_figures", "county_leader", {"since": "2026-03-01", "until": "2026-02-01"}, "已对调。"),
    ("dispute_figures", "county_leader", {"area": NOBODY}, f"{NO_AREA}已显示康保县。"),
    ("figure_rows", "county_leader", {"until": "0001-01-01"}, "“0001-01-01”不是可用的日期"),
    ("figure_rows", "county_leader", {"area": NOBODY}, NO_AREA),
    ("figure_rows", "county_leader", {"kind": "NONE"}, NO_OPTION),
    ("figure_rows", "county_leader", {"township": "130723999"}, "没有找到这个乡镇，没有按它筛选。"),
    ("figure_rows", "county_leader", {"township": "NONE"}, "没有找到这个乡镇，没有按它筛选。"),
    ("ledger", "township_clerk", {"since": "NONE"}, "“NONE”不是可用的日期"),
    ("ledger", "township_clerk", {"area": NOBODY}, f"{NO_AREA}已显示康保镇。"),
    ("risk_sweep", "township_clerk", {"area": NOBODY}, NO_AREA),
    ("risk_cases", "township_clerk", {"area": NOBODY}, NO_AREA),
    ("risk_cases", "township_clerk", {"show": "NONE"}, NO_OPTION),
    ("leader_cases", "county_leader", {"show": "NONE"}, NO_OPTION),
    ("my_cases", "grid_worker", {"scope": "NONE"}, NO_OPTION),
    ("dossier", "township_clerk", {"place": "NONE"}, NO_OPTION),
    ("change_term", "county_centre", {"level": "NONE"}, NO_OPTION),
    ("change_allowance_rate", "county_centre", {"grade": "NONE"}, NO_OPTION),
    ("duties", "township_clerk", {"month": "2026-13"}, NO_MONTH),
    ("duties", "township_clerk", {"month": "2099-01"}, TO_COME),
    ("duties", "township_clerk", {"area": "130723999"}, f"{NO_AREA}已显示康保镇。"),
    ("duties", "township_clerk", {"unit": NOBODY}, NO_UNIT),
    ("duties", "township_clerk", {"staff": NOBODY}, NO_CADRE),
    ("duties", "township_clerk", {"by": "NONE"}, NO_OPTION),
    ("duties", "department_handler", {"unit": NOBODY}, NO_UNIT),
    ("duties", "department_handler", {"area": "130723001"}, NO_AREA),
    ("duty_list", "township_clerk", {"month": "NONE"}, "没有 NONE 这个月，已显示本月。"),
    ("duty_list", "liaison_cadre", {"show": "NONE"}, NO_OPTION),
    ("visits", "township_clerk", {"show": "NONE"}, NO_OPTION),
    ("visits", "township_clerk", {"way": "NONE"}, NO_OPTION),
    ("visits", "township_clerk", {"since": "2026-02-30"}, f"{NO_DAY}没有按它筛选。"),
    ("visits", "township_clerk", {"until": "9999-12-31"}, "“9999-12-31”不是可用的日期"),
    ("visits", "township_clerk", {"since": "0001-01-01"}, "“0001-01-01”不是可用的日期"),
    ("visits", "liaison_cadre", {"area": "康保镇"}, "没有按区域筛选。"),
    ("demands", "township_clerk", {"of": "NONE"}, NO_OPTION),
    ("demands", "township_clerk", {"state": "NONE"}, NO_OPTION),
    ("demands", "township_clerk", {"area": "没有这个村"}, "没有这个村"),
    ("doors", "township_clerk", {"kind": "NONE"}, NO_OPTION),
    ("doors", "township_clerk", {"sort": "NONE"}, "没有“NONE”这一列"),
    ("add_door", "grid_worker", {"kind": "NONE"}, NO_OPTION),
    ("add_door", "grid_worker", {"area": "没有这个村"}, "没有找到“没有这个村”，请填写网格。"),
    ("uncovered", "township_clerk", {"kind": "NONE"}, "请从列表中选择。"),
    ("pairing", "township_clerk", {"by": "NONE"}, NO_OPTION),
    ("pairing", "township_clerk", {"by": "cadre", "unit": "没有这个局"}, NO_UNIT),
    ("liaison_units", "department_handler", {"show": "NONE"}, NO_OPTION),
    ("liaison_units", "department_handler", {"unit": "没有这个局"}, NO_UNIT),
    ("data_requests", "township_clerk", {"show": "NONE"}, NO_OPTION),
    ("door_ledgers", "township_clerk", {"month": "2026-13"}, NO_MONTH),
    ("door_ledgers", "township_clerk", {"area": NOBODY}, f"{NO_AREA}已显示康保镇。"),
    ("door_ledgers", "township_clerk", {"unit": NOBODY}, NO_UNIT),
    ("door_ledgers", "township_clerk", {"kind": "NONE"}, f"{NO_OPTION}已显示干部包联群众信息台账。"),
    ("unit_ledgers", "department_handler", {"month": "2026-13"}, NO_MONTH),
    ("unit_ledgers", "department_handler", {"unit": NOBODY}, NO_UNIT),
    ("cards", "township_clerk", {"area": NOBODY}, NO_AREA),
    ("cards", "township_clerk", {"whose": "NONE"}, NO_OPTION),
    ("cards", "township_clerk", {"unit": NOBODY}, NO_UNIT),
    ("cards", "township_clerk", {"cadre": NOBODY}, NO_CADRE),
    ("call_backs", "township_clerk", {"month": "2026-13"}, NO_MONTH),
    ("my_doors", "grid_worker", {"show": "NONE"}, NO_OPTION),
    ("campaign", "township_clerk", {"area": "130723999"}, f"{NO_AREA}已显示整个摸排范围。"),
    ("campaign_doors", "grid_worker", {"show": "NONE"}, NO_OPTION),
    ("campaign_doors", "grid_worker", {"area": "130723999"}, NO_AREA),
    ("record_grid_visit", "county_leader", {"path": "NONE"}, NO_OPTION),
    ("calendar", "system_administrator", {"year": "abc"}, "没有 abc 年的日历，已显示今年。"),
    ("calendar", "system_administrator", {"year": "1066"}, "没有 1066 年的日历，已显示今年。"),
    ("post_list", "township_clerk", {"on": "2026-02-30"}, f"{NO_DAY}已显示今天。"),
    ("post_list", "township_clerk", {"role": "NONE"}, NO_OPTION),
    ("post_list", "township_clerk", {"place": "没有这个村"}, "没有按它筛选。"),
    ("post_list", "township_clerk", {"sort": "NONE"}, f"{NO_OPTION}没有按它排序。"),
    ("unit_list", "township_clerk", {"kind": "NONE"}, NO_OPTION),
    ("appoint", "township_clerk", {"role": "NONE"}, NO_OPTION),
    ("documents", "township_clerk", {"show": "NONE"}, NO_OPTION),
    ("inbox", "township_clerk", {"show": "NONE"}, NO_OPTION),
)

# Sheet, who takes it, and what of its address is wrong.
SHEETS = (
    ("disputes.cases", "township_clerk", {"state": "NONE"}),
    ("households.doors", "township_clerk", {"area": "没有这个村"}),
    ("households.doors", "township_clerk", {"away": "NONE"}),
    ("households.people", "township_clerk", {"kind": "NONE"}),
    ("households.duties", "township_clerk", {"month": "2026-13"}),
    ("households.duties", "township_clerk", {"show": "NONE"}),
    ("households.coverage", "township_clerk", {"area": "130723999"}),
    ("households.households", "township_clerk", {"area": NOBODY}),
    ("households.units", "township_clerk", {"month": "2099-01"}),
    ("households.journal", "township_clerk", {"unit": NOBODY}),
    ("households.problems", "township_clerk", {"month": "NONE"}),
    ("households.households_of_unit", "department_handler", {"unit": NOBODY}),
    ("households.units_of_unit", "department_handler", {"month": "2099-01"}),
    ("households.journal_of_unit", "department_handler", {"month": "2026-13"}),
    ("households.problems_of_unit", "department_handler", {"month": "2026-13"}),
    ("accounts.posts", "township_clerk", {"on": "2026-02-30"}),
    ("accounts.posts", "township_clerk", {"place": "没有这个村"}),
    ("accounts.units", "township_clerk", {"kind": "NONE"}),
    ("printing.documents", "township_clerk", {"show": "NONE"}),
)

# What else is made by the address of a page.
PAPERS = (
    ("cases_paper", "township_clerk", {"state": "NONE"}),
    ("ledger_sheet", "township_clerk", {"since": "2026-02-30"}),
    ("ledger_paper", "township_clerk", {"area": NOBODY}),
    ("sign_statistics", "township_clerk", {"month": "2026-13"}),
    ("statistics_paper", "township_clerk", {"area": NOBODY}),
    ("file_ledger", "township_clerk", {"month": "2099-01"}),
    ("cards_paper", "township_clerk", {"unit": NOBODY}),
    ("grid_cards_paper", "township_clerk", {"area": NOBODY}),
    ("audit_export", "auditor", {"since": "2026-02-30"}),
    ("audit_extract", "auditor", {"area": "没有这个村"}),
)


def address_of(route: str, house: House, wrong: dict[str, str], **more: str) -> str:
    kwargs = arguments(route, house) | more
    return f"{reverse(route, kwargs=kwargs)}?{urlencode(wrong)}"


def told(answer: Any) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def made() -> list[int]:
    """How much went out so far: acts, papers, requests and signed tables."""
    with in_tenant(KANGBAO):
        return [kind.objects.count() for kind in (Record, IssuedDocument, ExportRequest, MonthlyStatement)]


def opened(browser: Client, address: str) -> Any:
    with transaction.atomic():
        answer = browser.get(address)
        transaction.set_rollback(True)
    return answer


def refused(browser: Client, address: str, sent: dict[str, str], **headers: str) -> Any:
    """The answer to something that was sent, by which nothing went out."""
    with transaction.atomic():
        before = made()
        answer = browser.post(address, sent, headers=headers)
        assert made() == before
        transaction.set_rollback(True)
    return answer


@pytest.mark.parametrize(("route", "who", "wrong", "said"), PAGES, ids=lambda part: str(part))
def test_a_page_says_what_of_its_address_it_left_out(
    house: House, browsers: dict[str, Client], route: str, who: str, wrong: dict[str, str], said: str
) -> None:
    answer = opened(browsers[who], address_of(route, house, wrong))
    assert answer.status_code == 200
    alerts = answer.content.decode().split('<div class="notice notice-warn" role="alert">')[1:]
    assert [said in alert.partition("</div>")[0] for alert in alerts].count(True) == 1, alerts


@pytest.mark.parametrize(("route", "who"), sorted({(route, who) for route, who, *_rest in PAGES}))
def test_a_page_has_nothing_to_say_of_an_address_that_asks_for_nothing(
    house: House, browsers: dict[str, Client], route: str, who: str
) -> None:
    answer = opened(browsers[who], address_of(route, house, {}))
    assert "没有按它" not in answer.content.decode()
    assert list(answer.context["troubles"]) == []


@pytest.mark.parametrize("way", ["export_sheet", "list_ledger", "export_ask"])
@pytest.mark.parametrize(("key", "who", "wrong"), SHEETS, ids=lambda part: str(part))
def test_a_sheet_or_list_on_paper_is_refused_with_a_sentence(
    house: House, browsers: dict[str, Client], way: str, key: str, who: str, wrong: dict[str, str]
) -> None:
    assert find_export(key)
    address = address_of(way, house, wrong, key=key)
    answer = refused(browsers[who], address, {"reason": "核对"}, referer="http://testserver/")
    assert answer.status_code == 302
    assert "请改正条件后再试。" in told(answer)


@pytest.mark.parametrize(("route", "who", "wrong"), PAPERS, ids=lambda part: str(part))
def test_a_paper_is_refused_with_a_sentence(
    house: House, browsers: dict[str, Client], route: str, who: str, wrong: dict[str, str]
) -> None:
    answer = refused(browsers[who], address_of(route, house, wrong), {"key": NOBODY})
    assert answer.status_code == 302
    assert any(part in told(answer) for part in ("请改正条件后再试。", "请先改正。"))
    assert urlencode(wrong) in answer["Location"]


@pytest.mark.parametrize(
    ("route", "who", "sent"),
    [
        ("copy_roster", "township_clerk", {"week": "2026-02-30"}),
        ("report_zero_risk", "township_clerk", {"area": NOBODY}),
        ("draw_call_backs", "township_clerk", {"month": "2026-13", "of": "path-130723001"}),
    ],
)
def test_an_act_is_not_done_somewhere_else_than_it_was_sent_for(
    house: House, browsers: dict[str, Client], route: str, who: str, sent: dict[str, str]
) -> None:
    answer = refused(browsers[who], address_of(route, house, {}), sent)
    assert "请改正条件后再试。" in told(answer)


def test_an_area_of_the_neighbour_is_none(house: House, browsers: dict[str, Client]) -> None:
    own = {"area": str(house.ground.town.pk)}
    for route in ("door_ledgers", "dispute_statistics", "ledger"):
        for who in ("far_clerk", "neighbour"):
            answer = opened(browsers[who], address_of(route, house, own))
            assert NO_AREA in answer.content.decode()
            assert "康保镇" not in answer.content.decode().partition("</h1>")[2].partition("<form")[0]
