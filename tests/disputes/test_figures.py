"""Ledgers, the monthly table and the leader's figures: counted from the facts, each figure opening exactly its rows."""

import datetime as dt
import html
import io
import re
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from core.permissions.verdict import Refused
from core.rules.rates import rate_text
from core.tenancy.context import in_tenant
from core.workcalendar.rules import SHANGHAI
from disputes.actions.correct_case import correct_case
from disputes.actions.end_mediation import end_mediation
from disputes.actions.make_statement import StatementLocked, return_statement, sign_statement
from disputes.actions.print_ledger import print_ledger
from disputes.actions.settle_on_spot import settle_on_spot
from disputes.behind import cases_behind
from disputes.choices import Verb
from disputes.counting import FIGURES, Month, figures_by, found_in, month_matrix, summed
from disputes.exports import LEDGERS
from disputes.ledger_rows import ledger_cases, rows_of
from disputes.models import Case, MonthlyStatement
from disputes.statements import changes_of
from tests.accounts.people import browser_of, neighbour
from tests.disputes.stage import NOON, Stage

OCTOBER = Month(2026, 10)
IN_OCTOBER = dt.datetime(2026, 10, 20, 12, tzinfo=SHANGHAI)
SINCE, UNTIL = Month(2026, 1).since, Month(2026, 12).until


@pytest.fixture
def october(stage: Stage) -> Stage:
    """Four disputes found in October: settled at the door, failed, in hand, not accepted yet; one in November."""
    worker = stage.actors["grid_worker"]
    first = stage.registered(at=IN_OCTOBER)
    settle_on_spot(case=first, content="各让一步", actor=worker, at=IN_OCTOBER)
    stage.accepted(at=IN_OCTOBER, kind_code="02", people_count=60)
    failed = stage.accepted(at=IN_OCTOBER, kind_code="10")
    end_mediation(
        case=failed, verb=Verb.TERMINATE, reason="联系不上", actor=stage.actors["clerk"], at=IN_OCTOBER
    )
    stage.registered(at=IN_OCTOBER)
    stage.accepted()
    return stage


def test_the_monthly_table_counts_and_its_sums_hold(october: Stage) -> None:
    table = month_matrix(october.ground.county.path, OCTOBER)
    assert table.faults() == ()
    assert table.cell("VILLAGE", "TOTAL") == (4, 3, 1)
    assert table.cell("YEAR", "TOTAL") == (4, 3, 1)
    assert table.cell("VILLAGE", "K07") == (1, 1, 0)
    assert table.cell("VILLAGE", "B02") == (1, 1, 0)


def test_a_dispute_counts_in_the_row_that_was_set_for_it_and_else_in_its_kinds(stage: Stage) -> None:
    path = stage.ground.county.path
    stage.registered(at=IN_OCTOBER)  # 03 房屋宅基地 counts as K17
    boundary = stage.registered(at=IN_OCTOBER, statistics_row="K05")
    table = month_matrix(path, OCTOBER)
    assert (table.cell("YEAR", "K17"), table.cell("YEAR", "K05")) == ((1, 0, 0), (1, 0, 0))
    given: dict[str, Any] = {
        "case": boundary,
        "new_parties": [],
        "reason": "并非界址",
        "actor": stage.actors["clerk"],
    }
    with pytest.raises(Refused, match="统计行"):
        correct_case(**given, values={"statistics_row": "B01"}, at=IN_OCTOBER)
    correct_case(**given, values={"statistics_row": ""}, at=IN_OCTOBER)
    table = month_matrix(path, OCTOBER)
    assert table.faults() == ()
    assert (table.cell("YEAR", "K17"), table.cell("YEAR", "K05")) == ((2, 0, 0), (0, 0, 0))


def test_a_signed_month_is_locked_until_the_level_above_returns_it(october: Stage) -> None:
    clerk, town = october.actors["clerk"], october.ground.town.path
    statement = sign_statement(path=town, month=OCTOBER, note="", actor=clerk, at=NOON)
    late = october.registered(at=IN_OCTOBER)
    with pytest.raises(StatementLocked, match="已签发封账"):
        sign_statement(path=town, month=OCTOBER, note="", actor=clerk, at=NOON)
    assert statement.figures["YEAR/TOTAL"] == [4, 3, 1]
    with pytest.raises(Refused, match="只能由上级退回"):
        return_statement(statement=statement, reason="漏报", actor=clerk, at=NOON)
    return_statement(statement=statement, reason="漏报", actor=october.actors["centre"], at=NOON)
    again = sign_statement(path=town, month=OCTOBER, note="", actor=clerk, at=NOON)
    assert again.figures["YEAR/TOTAL"] == [5, 3, 1]
    assert again.corrections[0]["cells"]["YEAR/TOTAL"] == [[4, 3, 1], [5, 3, 1]]
    told = changes_of(again.corrections[0])[0]
    assert (told.row, told.column, told.before, told.after) == ("总况", "村居", "4", "5")
    assert late.pk
    assert MonthlyStatement.objects.count() == 1


def test_what_changed_after_the_month_was_locked_is_listed_cell_by_cell(october: Stage) -> None:
    clerk, town = october.actors["clerk"], october.ground.town.path
    browser, address = browser_of(october.staff["clerk"]), reverse("dispute_statistics") + "?month=2026-10"
    sign_statement(path=town, month=OCTOBER, note="", actor=clerk, at=NOON)
    assert "封账后明细的变化" not in browser.get(address).content.decode()
    october.registered(at=IN_OCTOBER)
    answer = browser.get(address)
    assert "封账后明细的变化" in answer.content.decode()
    found = [one for one in answer.context["since"] if one.measure == answer.context["since"][0].measure]
    assert {(one.before, one.after) for one in found if one.column == "年度累计"} >= {("4", "5")}


def test_a_month_that_is_not_over_is_not_signed(october: Stage) -> None:
    with pytest.raises(Refused, match="尚未结束"):
        sign_statement(
            path=october.ground.town.path,
            month=Month(2026, 11),
            note="",
            actor=october.actors["clerk"],
            at=NOON,
        )


def test_the_neighbour_county_counts_nothing(october: Stage, neighbour_county: int) -> None:
    path = october.ground.county.path
    assert found_in([path], SINCE, UNTIL).count() == 5
    assert found_in([october.ground.other_town.path], SINCE, UNTIL).count() == 0


def test_each_figure_opens_exactly_its_rows(october: Stage) -> None:
    path = october.ground.county.path
    total = summed(figures_by("township", [path], SINCE, UNTIL, {}))
    assert total == summed(figures_by("kind", [path], SINCE, UNTIL, {}))
    browser = browser_of(october.staff["leader"])
    for slug, count in total.items():
        address = reverse("figure_rows", args=[slug]) + "?since=2026-01-01&until=2026-12-31"
        page = browser.get(address).context["page"]
        assert page.paginator.count == count, slug
    assert rate_text(total["settled"], total["handled"]) == "25.0%"


def test_days_out_of_reach_are_said_and_what_stands_now_is_compared_with_nothing(october: Stage) -> None:
    browser = browser_of(october.staff["leader"])
    for asked in ("since=9999-12-31&until=9999-12-31", "since=0001-01-01&until=0001-01-02", "since=abc"):
        answer = browser.get(f"{reverse('dispute_figures')}?{asked}")
        assert answer.status_code == 200, asked
        assert "不是可用的日期" in answer.content.decode(), asked
    before = {
        slug: row for slug, *_words, row in browser.get(reverse("dispute_figures")).context["headlines"]
    }
    assert before["open"] is None
    assert before["found"] is not None


def test_each_cell_of_the_monthly_table_opens_exactly_its_rows(october: Stage) -> None:
    path = october.ground.county.path
    Case.objects.filter(kind_code="10").update(statistics_row="K16")
    table = month_matrix(path, OCTOBER)
    for line in table.lines():
        for column, cell in line.columns if line.figure else ():
            found = cases_behind(path, OCTOBER, column=column, row=line.code)
            assert str(found.filter(FIGURES[line.figure][2]).count()) == cell, (line, column)
    assert table.cell("VILLAGE", "K16") == (1, 1, 0)
    browser = browser_of(october.staff["leader"])
    page = browser.get(reverse("dispute_statistics") + "?month=2026-10").content.decode()
    links = re.findall(r'href="(/disputes/statistics/rows/[^"]+)"[^>]*>(\d+)<', page)
    assert len(links) > 10
    for address, count in links:
        answer = browser.get(html.unescape(address))
        assert answer.context["page"].paginator.count == int(count), address
    assert browser.get(reverse("statistics_rows", args=["found"]) + "?row=K99").status_code == 404


def test_a_leader_sees_masked_names(october: Stage) -> None:
    answer = browser_of(october.staff["leader"]).get(
        reverse("figure_rows", args=["found"]) + "?since=2026-01-01&until=2026-12-31"
    )
    text = answer.content.decode()
    assert "王*" in text
    assert "王长顺" not in text
    assert '<span class="where">康保县' in text, "the frame says where the person stands"
    assert "康保县 · 2026-01-01 至 2026-12-31 · " in text


def test_a_ledger_says_the_same_on_the_page_and_on_paper(october: Stage) -> None:
    kind, town = LEDGERS["intake"], october.ground.town
    rows = list(rows_of(ledger_cases(kind, [town.path], OCTOBER.since, OCTOBER.until)))
    assert [row["applicants"] for row in rows] == ["王长顺"] * 4
    assert all(row["due_on"] for row in rows), "what is done keeps the term it was promised in"
    document = print_ledger(
        kind=kind,
        place=town,
        since=OCTOBER.since,
        until=OCTOBER.until,
        period="2026年10月",
        actor=october.actors["clerk"],
        at=NOON,
    )
    assert document.number_text == "纠台〔2026〕1号"
    content = document.files.get().content

    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    assert text.count("王长顺") == 4
    assert "13800005678" not in text
    head = text.replace(" ", "").replace("\n", "")
    for part in ("2026年康保镇受理登记台账", "填报单位（盖章）：康保镇综治中心", "康保镇综治中心制"):
        assert part in head, part


def test_a_ledger_sheet_is_masked(october: Stage) -> None:
    browser = browser_of(october.staff["clerk"])
    answer: Any = browser.post(
        reverse("ledger_sheet", args=["intake"]) + "?since=2026-10-01&until=2026-10-31"
    )
    body = b"".join(answer.streaming_content)
    assert answer.status_code == 200
    assert body[:2] == b"PK"


def test_the_pages_open_for_their_clerk_and_not_for_the_neighbour(october: Stage) -> None:
    clerk = browser_of(october.staff["clerk"])
    for address in (
        *(reverse("ledger", args=[slug]) for slug in LEDGERS),
        reverse("dispute_statistics"),
        reverse("dispute_figures"),
    ):
        assert clerk.get(address + "?since=2026-01-01&until=2026-12-31").status_code == 200, address
    far = browser_of(october.staff["far_clerk"])
    answer = far.get(reverse("ledger", args=["intake"]) + "?since=2026-01-01&until=2026-12-31")
    assert "王" not in answer.content.decode().split("<main", 1)[1].split("演", 1)[0]


@pytest.mark.django_db
def test_the_neighbour_gets_an_empty_ledger(counties: None) -> None:
    with in_tenant(130723):
        Stage().accepted()
    outsider = neighbour()
    with in_tenant(130722):
        browser = browser_of(outsider)
    answer = browser.get(reverse("ledger", args=["intake"]) + "?since=2026-01-01&until=2026-12-31")
    assert answer.status_code == 200
    assert "王长顺" not in answer.content.decode()
    with in_tenant(130722):
        assert Case.objects.count() == 0
