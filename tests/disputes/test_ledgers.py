"""What stands in the ledgers: wide enough for a day, as last corrected, nobody named to whom it is masked."""

import datetime as dt
import io
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from core.tabular.choices import Kind
from core.workcalendar.rules import SHANGHAI
from disputes.actions.correct_sitting import correct_sitting
from disputes.actions.issue_statement import issue_statement
from disputes.actions.print_ledger import print_ledger
from disputes.actions.record_sitting import record_sitting
from disputes.choices import Side
from disputes.counting import Month
from disputes.exports import LEDGERS
from disputes.ledger_rows import ledger_cases, rows_of
from disputes.models import Case, Sitting
from disputes.rules.levels import seal_at
from disputes.sittings import SittingEntry
from tests.accounts.people import browser_of
from tests.disputes.stage import NOON, Stage

ROOM_MM = 297 - 2 * 15 - 10  # A4 landscape between its margins, without 序号
DAY_MM = 19.2  # 2026-11-20 in 9 pt with the cell's inset
SINCE, UNTIL = Month(2026, 1).since, Month(2026, 12).until


def row(stage: Stage, slug: str, **how: Any) -> dict[str, Any]:
    (found,) = rows_of(ledger_cases(LEDGERS[slug], [stage.ground.county.path], SINCE, UNTIL), **how)
    return found


@pytest.mark.parametrize("slug", LEDGERS)
def test_a_day_never_runs_over_the_rules_of_its_column(slug: str) -> None:
    columns = LEDGERS[slug].sheet.columns
    whole = sum(column.width for column in columns)
    for column in columns:
        if column.kind == Kind.DATE:
            assert column.width / whole * ROOM_MM >= DAY_MM, column.key


ENTRY = SittingEntry(
    begins_at=NOON,
    place="永兴社区",
    recorder="记录人甲",
    is_joint=True,
    units=["司法所"],
    result="王长顺同意退让半米。",
)


def sat(stage: Stage) -> Case:
    case = stage.mediating()
    record_sitting(case=case, entry=ENTRY, actor=stage.actors["village_mediator"], at=NOON)
    return case


def test_the_ledger_of_joint_sessions_names_who_called_them_and_says_what_was_last_put_down(
    stage: Stage,
) -> None:
    case = sat(stage)
    first = row(stage, "joint", in_full=True)
    assert first["convener"] == stage.staff["village_mediator"].name
    assert first["opinion"] == "王长顺同意退让半米。"
    correct_sitting(
        sitting=Sitting.objects.get(case=case),
        entry=replace(ENTRY, result="王长顺同意退让一米。"),
        reason="笔误",
        actor=stage.actors["village_mediator"],
        at=NOON + dt.timedelta(hours=1),
    )
    assert row(stage, "joint", in_full=True)["opinion"] == "王长顺同意退让一米。"
    assert row(stage, "sweep", in_full=True)["progress"] == "调解1次：王长顺同意退让一米。"


def test_nobody_is_named_in_the_running_text_of_a_masked_ledger(stage: Stage) -> None:
    sat(stage)
    Case.objects.update(summary="王长顺与李桂芝争一堵墙。")
    masked = row(stage, "sweep")
    assert masked["summary"] == "王*与李*争一堵墙。"
    assert masked["progress"] == "调解1次：王*同意退让半米。"
    assert row(stage, "sweep", in_full=True)["summary"] == "王长顺与李桂芝争一堵墙。"
    for who, sees in (("leader", False), ("clerk", True)):
        page = browser_of(stage.staff[who]).get(
            reverse("ledger", args=["sweep"]) + "?since=2026-01-01&until=2026-12-31"
        )
        assert ("王长顺" in page.content.decode()) is sees, who


def test_a_minor_is_named_in_no_ledger_not_even_on_paper(stage: Stage) -> None:
    case = stage.registered(summary="王小宝推倒了院墙。")
    case.parties.filter(side=Side.APPLICANT).update(name="王小宝", is_minor=True)
    document = print_ledger(
        kind=LEDGERS["intake"],
        place=stage.ground.town,
        since=SINCE,
        until=UNTIL,
        period="2026年",
        actor=stage.actors["clerk"],
        at=NOON,
    )
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(document.files.get().content)).pages)
    assert "王小宝" not in text
    assert "未成年人" in text.replace("\n", "")


def test_the_monthly_table_on_paper_says_each_kind_once_and_whose_it_is(stage: Stage) -> None:
    stage.accepted(at=dt.datetime(2026, 10, 20, 12, tzinfo=SHANGHAI))
    document = issue_statement(
        place=stage.ground.town, month=Month(2026, 10), actor=stage.actors["clerk"], at=NOON
    )
    pages = PdfReader(io.BytesIO(document.files.get().content)).pages
    text = "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")
    assert text.count("重大矛盾纠纷") == 1
    assert "26集中排查次数" in text
    assert "涉及50人以下起数" in text
    assert "填报单位（盖章）：康保镇综治中心" in text


def test_a_seal_is_of_the_centre_or_of_the_village_committee(stage: Stage) -> None:
    ground = stage.ground
    assert seal_at("康保县", ground.county.path) == "康保县综治中心"
    assert seal_at("康保镇", ground.town.path) == "康保镇综治中心"
    assert seal_at("永兴社区", ground.village.path) == "永兴社区人民调解委员会"
