"""The backlog with which a county begins, other systems' lists, committees and mediators: by sheet, whole or not at all."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from core.audit.models import Record
from core.tabular.checking import RowsRefused, SheetRow
from core.tenancy.context import in_tenant
from core.workcalendar.rules import end_of
from disputes.choices import HandlerRole, Level, PartyKind, Promise, Source, State
from disputes.committee_sheets import (
    check_committees,
    check_mediators,
    import_committees,
    import_mediators,
)
from disputes.counting import Month, found_in
from disputes.imports import check_backlog, check_intake, import_backlog, import_intake
from disputes.models import Case, CaseDeadline, CaseToken, Committee, Handler, Mediator, Party, Step
from disputes.selectors import found_by
from disputes.timeline import title_of
from tests.accounts.people import neighbour
from tests.cast import KANGBAO, ZHANGBEI
from tests.disputes.stage import NOON, Stage

FIELDS = (
    "reference", "title", "summary", "place", "kind", "address", "occurred_on", "people_count", "amount", "risk",
    "applicant", "applicant_phone", "respondent", "respondent_phone", "is_firm", "level", "mediator", "since",
    "source",
)  # fmt: skip


def row(number: int = 2, **given: Any) -> SheetRow:
    values = dict.fromkeys(FIELDS) | {
        "reference": "旧字12号",
        "title": "宅基地边界纠纷",
        "summary": "翻建西厢房，外墙比旧墙多出约半米。",
        "place": "永兴社区",
        "kind": "03",
        "applicant": "王长顺",
        "applicant_phone": "12900005678",
        "respondent": "李桂芝",
        "level": Level.VILLAGE,
        "since": dt.date(2025, 3, 1),
        "source": Source.HOTLINE,
    }
    return SheetRow(number, values | given)


def account_of(stage: Stage, who: str) -> str:
    user = stage.staff[who].user
    assert user is not None
    return str(user.username)


def wrong(check: Any, stage: Stage, *rows: SheetRow, who: str = "centre") -> list[tuple[int, str]]:
    return [(error.number, error.key) for error in check(rows, stage.actors[who])]


def test_a_backlog_comes_in_accepted_numbered_and_its_terms_start_that_day(stage: Stage) -> None:
    rows = [
        row(2, place=stage.ground.village.name, mediator=account_of(stage, "village_mediator")),
        row(3, place=stage.ground.village.name, reference="旧字13号", level=Level.TOWNSHIP, since=None),
        row(4, place=stage.ground.village.name, reference="旧字14号", respondent=None),
    ]
    assert wrong(check_backlog, stage, *rows) == []
    import_backlog(rows=rows, actor=stage.actors["centre"], at=NOON)
    first, second, third = Case.objects.order_by("source_reference")
    assert (first.state, first.number) == (State.ACCEPTED, "（2026）永兴人调字第1号")
    assert (second.level, second.number) == (Level.TOWNSHIP, "（2026）康镇人调字第1号")
    assert (third.state, third.number) == (State.REGISTERED, ""), "one side is missing"
    assert all(case.is_backlog and not case.was_late for case in (first, second, third))
    due = dict(CaseDeadline.objects.filter(case=first).values_list("kind", "due_at"))
    assert set(due) == {Promise.FIRST_CONTACT, Promise.SETTLE_LEVEL, Promise.SETTLE_STATUTORY}
    assert due[Promise.SETTLE_LEVEL] == end_of(NOON.date() + dt.timedelta(days=7))
    assert list(CaseDeadline.objects.filter(case=third).values_list("kind", flat=True)) == [Promise.ACCEPT]
    roles = set(Handler.objects.filter(case=first).values_list("role", flat=True))
    assert roles == {HandlerRole.LEAD, HandlerRole.FOLLOWER}
    assert [step.verb for step in Step.objects.filter(case=first).order_by("number")] == [
        "REGISTER",
        "ACCEPT",
    ]
    assert Step.objects.get(case=first, number=1).facts["since"] == "2025-03-01"
    assert set(found_by(Case.objects.all(), "旧字")) == set()
    assert found_by(Case.objects.all(), "永兴人调字第1号").get() == first
    assert Record.objects.filter(code="disputes.backlog_taken").count() == 3


def test_no_figure_of_a_month_gone_by_changes_with_a_backlog(stage: Stage) -> None:
    month = Month(2025, 3)
    import_backlog(rows=[row(place=stage.ground.village.name)], actor=stage.actors["centre"], at=NOON)
    assert not found_in([stage.ground.county.path], month.since, month.until).exists()


def test_the_next_case_goes_on_after_the_numbers_of_the_backlog(stage: Stage) -> None:
    rows = [row(n, place=stage.ground.village.name, reference=f"旧字{n}号") for n in (2, 3)]
    import_backlog(rows=rows, actor=stage.actors["centre"], at=NOON)
    assert stage.accepted().number == "（2026）永兴人调字第3号"


def test_each_wrong_cell_of_a_backlog_is_named(stage: Stage) -> None:
    village = stage.ground.village.name
    rows = [
        row(2, place="没有的村"),
        row(3, place=stage.ground.town.name),
        row(4, place=village, mediator="没有的人"),
    ]
    assert wrong(check_backlog, stage, *rows) == [(2, "place"), (3, "level"), (4, "mediator")]
    import_backlog(rows=[row(place=village)], actor=stage.actors["centre"], at=NOON)
    assert wrong(check_backlog, stage, row(place=village)) == [(2, "reference")]


def test_a_day_that_cannot_be_is_told_at_its_cell_before_anything_is_confirmed(stage: Stage) -> None:
    village, ahead = stage.ground.village.name, timezone.localdate() + dt.timedelta(days=1)
    rows = [
        row(2, place=village, occurred_on=ahead),
        row(3, place=village, since=ahead),
        row(4, place=village, since=dt.date(1999, 12, 31)),
        row(5, place=village, since=dt.date(2000, 1, 1), occurred_on=dt.date(1998, 5, 1)),
        row(
            6,
            place=village,
            respondent="王长顺",
            applicant_phone="12900005678",
            respondent_phone="12900005678",
        ),
    ]
    cells = [(2, "occurred_on"), (3, "since"), (4, "since"), (6, "respondent")]
    assert wrong(check_backlog, stage, *rows) == cells
    assert wrong(check_intake, stage, *rows) == [cells[0], cells[3]]
    with pytest.raises(RowsRefused, match="原登记日有误，请核对年份"):
        import_backlog(rows=[rows[2]], actor=stage.actors["centre"], at=NOON)


def test_the_day_of_the_old_ledger_stands_in_the_timeline(stage: Stage) -> None:
    village = stage.ground.village.name
    rows = [row(2, place=village), row(3, place=village, reference="旧字13号", since=None)]
    import_backlog(rows=rows, actor=stage.actors["centre"], at=NOON)
    told = [
        title_of(step) for step in Step.objects.filter(verb="REGISTER").order_by("case__source_reference")
    ]
    assert told == ["登记（12345热线），原登记日2025-03-01", "登记（12345热线）"]


def test_one_impossible_row_keeps_the_whole_backlog_out(stage: Stage) -> None:
    village = stage.ground.village.name
    rows = [row(2, place=village), row(3, place=village, reference="b", occurred_on=dt.date(2027, 1, 1))]
    with pytest.raises(RowsRefused, match="发生日期"):
        import_backlog(rows=rows, actor=stage.actors["centre"], at=NOON)
    with pytest.raises(RowsRefused):
        import_backlog(rows=[row(2, place=village)], actor=stage.actors["clerk"], at=NOON)


def test_a_list_of_another_system_is_registered_once(stage: Stage) -> None:
    given = row(place=stage.ground.village.name, reference="12345-1", respondent="示例物业公司", is_firm=True)
    clerk = stage.actors["clerk"]
    assert wrong(check_intake, stage, given, who="clerk") == []
    import_intake(rows=[given], actor=clerk, at=NOON)
    case = Case.objects.get()
    assert (case.state, case.source, case.source_reference) == (State.REGISTERED, Source.HOTLINE, "12345-1")
    assert Party.objects.get(name="示例物业公司").kind == PartyKind.ORGANISATION
    assert wrong(check_intake, stage, given, who="clerk") == [(2, "reference")]
    other = row(place=stage.ground.village.name, reference="12345-1", source=Source.COURT)
    assert wrong(check_intake, stage, other, who="clerk") == [], "another body's numbers are its own"
    assert wrong(
        check_intake, stage, row(reference="c", place=stage.ground.village.name), who="far_clerk"
    ) == [(2, "place")]


def test_days_of_committees_are_told_at_their_cells(stage: Stage) -> None:
    ahead = timezone.localdate() + dt.timedelta(days=1)
    committee = {
        "abbreviation": "康商人",
        "kind": "ENTERPRISE",
        "place": stage.ground.town.name,
        "takes": None,
    }
    member = {"committee": "康镇人", "username": None}
    before = stage.committees["town"].valid_from - dt.timedelta(days=1)
    assert wrong(check_committees, stage, SheetRow(2, committee | {"from_on": ahead})) == [(2, "from_on")]
    for day in (ahead, before):
        assert wrong(check_mediators, stage, SheetRow(2, member | {"from_on": day})) == [(2, "from_on")]


def test_committees_and_their_people_come_in_by_sheet(stage: Stage) -> None:
    clerk = stage.actors["clerk"]
    committee = SheetRow(2, {
        "name": "康保镇商户调委会", "abbreviation": "康商人", "kind": "ENTERPRISE", "place": stage.ground.town.name,
        "from_on": dt.date(2026, 3, 1), "takes": None, "is_mixed": None,
    })  # fmt: skip
    assert list(check_committees([committee], clerk)) == []
    import_committees(rows=[committee], actor=clerk, at=NOON)
    assert [error.key for error in check_committees([committee], clerk)] == ["abbreviation"]
    assert [error.key for error in check_committees([committee], stage.actors["far_clerk"])] == ["place"]

    def member(number: int, name: str, *, is_head: bool = False) -> SheetRow:
        return SheetRow(number, {
            "committee": "康商人", "name": name, "username": None, "sex": "2", "is_member": True, "is_head": is_head,
            "is_full_time": None, "is_minority": None, "from_on": dt.date(2026, 3, 1),
        })  # fmt: skip

    rows = [member(2, "赵芳", is_head=True), member(3, "钱秀")]
    assert list(check_mediators(rows, clerk)) == []
    import_mediators(rows=rows, actor=clerk, at=NOON)
    assert Mediator.objects.filter(committee__abbreviation="康商人").count() == 2
    with pytest.raises(RowsRefused, match="现任主任是赵芳"):
        import_mediators(rows=[member(2, "孙英", is_head=True)], actor=clerk, at=NOON)
    assert [error.key for error in check_mediators(rows, stage.actors["far_clerk"])] == [
        "committee",
        "committee",
    ]


def test_the_neighbour_has_none_of_it(counties: None) -> None:
    with in_tenant(KANGBAO):
        stage = Stage()
        import_backlog(rows=[row(place=stage.ground.village.name)], actor=stage.actors["centre"], at=NOON)
        assert CaseToken.objects.exists()
    neighbour()
    with in_tenant(ZHANGBEI):
        assert not Case.objects.exists()
        assert not Committee.objects.exists()
