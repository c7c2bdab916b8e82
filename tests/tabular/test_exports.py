"""A sheet in full: asked for by one, allowed by another, taken once; the neighbour gets none of it."""

import datetime as dt
import io
from typing import Any
from uuid import uuid4

import pytest
import python_calamine
from django.db import IntegrityError, transaction
from django.http import Http404
from django.urls import reverse

from accounts.models import Staff
from accounts.notices import who_approves_sheets
from core.audit.models import Record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.tabular.access import own_request_for, request_to_settle_for
from core.tabular.actions.ask_export import AlreadyAsked, ReasonMissing, ask_export
from core.tabular.actions.settle_export import AnswerMissing, settle_export
from core.tabular.actions.take_export import take_export
from core.tabular.choices import RequestState
from core.tabular.exporting import ExportKind, find_export
from core.tabular.models import ExportRequest
from core.tabular.notices import who_asked
from core.tabular.selectors import requests_to_settle, taken_since
from core.tenancy.context import in_tenant
from tests.accounts.people import (
    COUNTY_PATH,
    KANGBAO,
    NOON,
    OTHER_TOWN,
    TODAY,
    TOWN,
    acting,
    browser_of,
    holder,
    neighbour,
    user_of,
)
from tests.grids.ground import Ground

DAY = dt.timedelta(days=1)
PHONE = "13812345678"


def kind(key: str = "accounts.posts") -> ExportKind:
    found = find_export(key)
    assert found is not None
    return found


def ask(by: Actor, reason: str = "换届核对通讯录", params: Any = None) -> ExportRequest:
    return ask_export(kind=kind(), params=params or {}, reason=reason, on=TODAY, actor=by, at=NOON)


def settle(request: ExportRequest, by: Actor, approve: bool = True, answer: str = "") -> ExportRequest:
    return settle_export(asked=request, approve=approve, answer=answer, actor=by, at=NOON)


def take(request: ExportRequest, by: Actor, at: dt.datetime = NOON) -> list[list[Any]]:
    out = take_export(asked=request, kind=kind(), account="zhaomin", on=TODAY, actor=by, at=at)
    return rows_of(out.read())


def rows_of(content: bytes) -> list[list[Any]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(0).to_python()


@pytest.fixture
def ground(county: int) -> Any:
    return Ground()


@pytest.fixture
def clerk_staff(ground: Any) -> Staff:
    staff = holder("TOWNSHIP_CLERK", TOWN, "赵敏")
    staff.personal_phone = PHONE
    staff.save(update_fields=["personal_phone"])
    return staff


@pytest.fixture
def clerk(clerk_staff: Staff) -> Actor:
    return acting(clerk_staff)


@pytest.fixture
def member(ground: Any) -> Actor:
    return acting(holder("POLITICAL_LEGAL_MEMBER", TOWN, "钱进"))


def test_approved_by_another_it_is_taken_once_in_full_with_account_and_approver(
    clerk: Actor, member: Actor
) -> None:
    request = settle(ask(clerk), member)
    rows = take(request, clerk)
    assert rows[1][0].startswith(
        "导出人：赵敏（zhaomin）　导出时间：2026-11-20 12:00:00　批准人：钱进　含明文"
    )
    assert PHONE in {cell for row in rows for cell in row}
    record = Record.objects.get(code="tabular.export_taken")
    assert record.reason == "换届核对通讯录"
    assert record.after["rows"] == len(rows) - 3 == 2
    with pytest.raises(Refused, match="已下载过一次"):
        take(request, clerk)
    assert taken_since(member, NOON - DAY) == {"sheets": 1, "rows": 2}


def test_before_anybody_approved_it_is_not_taken(clerk: Actor) -> None:
    with pytest.raises(Refused, match="尚未批准"):
        take(ask(clerk), clerk)


def test_it_can_be_taken_for_seven_days(clerk: Actor, member: Actor) -> None:
    request = settle(ask(clerk), member)
    assert request.state(NOON + 7 * DAY) == RequestState.APPROVED
    assert request.state(NOON + 7 * DAY + dt.timedelta(seconds=1)) == RequestState.EXPIRED
    with pytest.raises(Refused, match="下载期限已过"):
        take(request, clerk, at=NOON + 8 * DAY)


def test_turned_down_it_is_not_taken_and_who_asked_is_told_why(clerk: Actor, member: Actor) -> None:
    request = ask(clerk)
    with pytest.raises(AnswerMissing, match="写明原因"):
        settle(request, member, approve=False, answer=" ")
    settle(request, member, approve=False, answer="只需值班电话")
    with pytest.raises(Refused, match="已退回"):
        take(request, clerk)
    (notice,) = who_asked(Record.objects.get(code="tabular.export_turned_down"))
    assert (notice.recipient_id, notice.body) == (clerk.user_id, "只需值班电话")
    with pytest.raises(Refused, match="已审批"):
        settle(request, member)


def test_nobody_approves_their_own(ground: Any) -> None:
    leader = acting(holder("COUNTY_LEADER", COUNTY_PATH, "孙书记"))
    request = ask(leader)
    with pytest.raises(Refused, match="不能审批自己的申请"):
        settle(request, leader)
    assert request not in requests_to_settle(leader)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExportRequest.objects.update(settled_by=leader.user_id, settled_at=NOON, is_approved=True)


@pytest.mark.parametrize(
    ("role", "path", "may"),
    [
        ("POLITICAL_LEGAL_MEMBER", TOWN, True),
        ("COUNTY_LEADER", COUNTY_PATH, True),
        ("POLITICAL_LEGAL_MEMBER", OTHER_TOWN, False),
        ("TOWNSHIP_MEDIATOR", TOWN, False),
        ("COUNTY_CENTRE", COUNTY_PATH, False),
        ("SYSTEM_ADMINISTRATOR", COUNTY_PATH, False),
    ],
)
def test_only_an_approver_who_reaches_all_of_it_may_settle(
    clerk: Actor, role: str, path: str, may: bool
) -> None:
    request, other = ask(clerk), acting(holder(role, path, "李四"))
    assert (request in requests_to_settle(other)) is may
    if may:
        assert request_to_settle_for(other, request.pk) == request
        assert settle(request, other).is_approved
    else:
        with pytest.raises(Http404):
            request_to_settle_for(other, request.pk)
        with pytest.raises(Refused, match="政法委员"):
            settle(request, other)


def test_the_whole_county_is_the_leaders_to_approve_and_no_townships(ground: Any, member: Actor) -> None:
    request = ask(acting(holder("COUNTY_CENTRE", COUNTY_PATH, "周正")))
    assert request.path == COUNTY_PATH
    with pytest.raises(Refused):
        settle(request, member)


def test_whoever_moved_up_meanwhile_does_not_take_more_than_was_approved(
    clerk_staff: Staff, member: Actor
) -> None:
    request = settle(ask(acting(clerk_staff)), member)
    post: Any = clerk_staff.posts.get()
    post.path, post.role = COUNTY_PATH, "COUNTY_CENTRE"
    post.save(update_fields=["path", "role"])
    with pytest.raises(Refused, match="管辖范围与批准时不同"):
        take(request, acting(clerk_staff))


def test_a_request_takes_a_reason_and_waits_alone(clerk: Actor) -> None:
    with pytest.raises(ReasonMissing, match="写明导出明文的事由"):
        ask(clerk, reason="  ")
    ask(clerk)
    with pytest.raises(AlreadyAsked, match="等待审批"):
        ask(clerk)


def test_a_sheet_without_a_mask_is_not_asked_for(clerk: Actor) -> None:
    with pytest.raises(Refused, match="没有脱敏内容"):
        ask_export(kind=kind("accounts.units"), params={}, reason="x", on=TODAY, actor=clerk, at=NOON)


def test_the_filters_are_kept_sealed_and_read_again(clerk: Actor, member: Actor) -> None:
    request = settle(ask(clerk, params={"q": "钱进"}), member)
    assert request.filters.reveal() == "姓名：钱进"
    assert [row[0] for row in take(request, clerk)[3:]] == ["钱进"]


def test_those_who_approve_there_are_told(clerk: Actor, member: Actor) -> None:
    leader = holder("COUNTY_LEADER", COUNTY_PATH, "孙书记")
    holder("POLITICAL_LEGAL_MEMBER", OTHER_TOWN, "远镇人")
    ask(clerk)
    told = list(who_approves_sheets(Record.objects.get(code="tabular.export_asked")))
    assert {notice.recipient_id for notice in told} == {member.user_id, user_of(leader).pk}
    assert {notice.url for notice in told} == {"/exports/"}


def test_somebody_elses_request_is_not_there(clerk: Actor, member: Actor) -> None:
    request = settle(ask(clerk), member)
    with pytest.raises(Http404):
        own_request_for(member, request.pk)
    with pytest.raises(Refused, match="只有申请人"):
        take(request, member)


class TestByTheFrontDoor:
    def test_from_the_list_page_to_the_approver_and_back(self, clerk_staff: Staff) -> None:
        clerk = browser_of(clerk_staff)
        leader = browser_of(holder("COUNTY_LEADER", COUNTY_PATH, "孙书记"))
        page = clerk.get("/posts/?role=TOWNSHIP_CLERK").content.decode()
        assert 'action="/exports/accounts.posts/?role=TOWNSHIP_CLERK"' in page
        assert PHONE not in page
        asked = "/exports/accounts.posts/ask/?role=TOWNSHIP_CLERK"
        assert "本人电话" in clerk.get(asked).content.decode()
        assert clerk.post(asked, {"reason": ""}).status_code == 422
        assert "等待审批" not in clerk.post(asked, {"reason": "换届"}, follow=True).content.decode()
        request = ExportRequest.objects.get()
        assert "赵敏申请导出岗位名单明文" in leader.get("/").content.decode()
        assert "换届" in leader.get("/exports/").content.decode()
        settled = leader.post(f"/exports/requests/{request.pk}/settle/", {"decision": "approve"}, follow=True)
        assert "已批准" in settled.content.decode()
        assert "已批准，待下载" in clerk.get("/").content.decode()
        taken: Any = clerk.post(f"/exports/requests/{request.pk}/take/")
        rows = rows_of(b"".join(taken.streaming_content))
        assert rows[3][:2] == ["赵敏", "乡镇综治中心工作人员"]
        assert PHONE in rows[3]
        again = clerk.post(f"/exports/requests/{request.pk}/take/", follow=True)
        assert "已下载过一次" in again.content.decode()

    def test_a_sheet_taken_at_once_is_masked(self, clerk_staff: Staff) -> None:
        answer: Any = browser_of(clerk_staff).post("/exports/accounts.posts/?q=赵敏")
        rows = rows_of(b"".join(answer.streaming_content))
        assert "138****5678" in rows[3]
        assert Record.objects.get(code="tabular.sheet_exported").after["filters"] == "姓名：赵敏"

    def test_a_place_nobody_knows_makes_no_sheet(self, clerk_staff: Staff) -> None:
        browser = browser_of(clerk_staff)
        page = reverse("post_list")
        answer = browser.post(
            "/exports/accounts.posts/?place=月球", headers={"referer": f"http://testserver{page}"}
        )
        assert answer["Location"] == f"http://testserver{page}"
        assert "请改正条件后再试。" in browser.get(page).content.decode()
        assert not Record.objects.filter(code="tabular.sheet_exported").exists()

    def test_an_answer_that_says_neither_is_sent_back(self, clerk: Actor) -> None:
        leader = browser_of(holder("COUNTY_LEADER", COUNTY_PATH, "孙书记"))
        answer = leader.post(f"/exports/requests/{ask(clerk).pk}/settle/", {"decision": "perhaps"})
        assert answer.status_code == 422


def test_the_neighbour_sees_and_settles_nothing(counties: None) -> None:
    with in_tenant(KANGBAO):
        Ground()
        request = ask(acting(holder("TOWNSHIP_CLERK", TOWN, "赵敏")))
    leader = neighbour("COUNTY_LEADER")
    browser = browser_of(leader)
    assert "赵敏" not in browser.get("/exports/").content.decode()
    assert browser.post(f"/exports/requests/{request.pk}/settle/", {"decision": "approve"}).status_code == 404
    assert browser.post(f"/exports/requests/{request.pk}/take/").status_code == 404
    assert browser.post(f"/exports/requests/{uuid4()}/take/").status_code == 404
    with in_tenant(leader.tenant_id):
        assert not ExportRequest.objects.exists()
