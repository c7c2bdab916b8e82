from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from accounts.choices import Role
from core.audit.actions.record import Entry, record, record_many
from core.audit.actions.record_view import record_view
from core.audit.actions.verify_chain import verify_chain
from core.audit.models import Record
from core.tenancy.context import in_tenant
from core.tenancy.models import Tenant
from tests.audit.acts import FILE_OPENED, MOVED_IN, RENAMED, clerk
from tests.cast import KANGBAO, ZHANGBEI
from tests.governance.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(signed_in: SignIn) -> Client:
    return signed_in(KANGBAO, Role.AUDITOR)


def happen(count: int = 1, *, tenant: int = KANGBAO, days_ago: int = 0, **entry: Any) -> list[UUID]:
    at = timezone.now() - timedelta(days=days_ago)
    rows = [Entry(**({"after": {"name": f"第{n}网格"}} | entry)) for n in range(count)]
    with in_tenant(tenant):
        return record_many(RENAMED, actor=clerk(tenant), at=at, rows=rows)


def shown(client: Client, **asked: Any) -> str:
    answer = client.get("/audit/", asked)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def test_the_auditor_reads_sentences_of_the_last_week(auditor: Client) -> None:
    happen(after={"name": "第一网格"})
    happen(after={"name": "很久以前"}, days_ago=8)
    page = shown(auditor)
    assert "李敏将—更名为第一网格" in page
    assert "很久以前" not in page
    assert "很久以前" in shown(auditor, since="2020-01-01")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.AUDITOR])
def test_nobody_but_the_auditor_enters(signed_in: SignIn, role: str) -> None:
    client = signed_in(KANGBAO, role)
    assert client.get("/audit/").status_code == 403
    assert client.post("/audit/export/").status_code == 403
    assert client.post("/audit/verify/").status_code == 403


def test_the_neighbours_auditor_finds_nothing_of_ours(signed_in: SignIn) -> None:
    happen(after={"name": "第一网格"})
    assert "第一网格" not in shown(signed_in(ZHANGBEI, Role.AUDITOR))


def test_personal_values_are_masked(auditor: Client) -> None:
    with in_tenant(KANGBAO):
        entry = Entry(after={"phone": "13812345678"}, subject_label="王建国")
        record_many(MOVED_IN, actor=clerk(), at=timezone.now(), rows=[entry])
    page = shown(auditor)
    assert "王*，电话138****5678" in page
    assert "13812345678" not in page
    assert "王建国" not in page


def test_searching_is_itself_recorded_with_what_was_asked(auditor: Client) -> None:
    shown(auditor, actor="李敏", since="2026-01-01")
    with in_tenant(KANGBAO):
        row = Record.objects.get(code="audit.records_searched")
        assert row.after == {"actor": "李敏", "since": "2026-01-01"}
        assert (row.actor_name, row.post_title, row.channel) == ("王秀英", str(Role.AUDITOR.label), "WEB")
        assert row.request_id


def test_each_filter_narrows(auditor: Client) -> None:
    with in_tenant(KANGBAO):
        county = Tenant.objects.get(code=KANGBAO)
        zhao, li = clerk(name="赵云"), clerk(name="李敏")
        now = timezone.now()
        record(RENAMED, actor=zhao, at=now, after={"name": "甲网格"}, path="130723001001")
        record(RENAMED, actor=li, at=now, after={"name": "乙网格"}, path="130723002")
        record_view(FILE_OPENED, actor=li, at=now, subject=county, reason="丙理由")

    def found(**asked: Any) -> set[str]:
        page = shown(auditor, **asked)
        return {word for word in ("甲网格", "乙网格", "丙理由") if word in page}

    assert found(since="2026-01-01") == {"甲网格", "乙网格", "丙理由"}
    assert found(actor="赵云") == {"甲网格"}
    assert found(actor_id=str(li.user_id)) == {"乙网格", "丙理由"}
    assert found(kind="READ", since="2026-01-01") == {"丙理由"}
    assert found(code="probe.renamed") == {"甲网格", "乙网格"}
    assert found(subject=str(UUID(int=KANGBAO))) == {"丙理由"}
    assert found(until="2020-01-01") == set()


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"since": "yesterday"}, "日期"),
        ({"since": "2026-02-02", "until": "2026-01-01"}, "止日早于起日"),
        ({"area": "没有的镇"}, "没有叫这个名称或编码的区域"),
        ({"subject": "x"}, "UUID"),
    ],
)
def test_what_can_not_be_asked_is_said_beside_the_field(
    auditor: Client, asked: dict[str, str], says: str
) -> None:
    answer = auditor.get("/audit/", asked)
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_pages_follow_each_other_without_gap_or_repeat(auditor: Client) -> None:
    ids = happen(120)
    address, seen = "/audit/?code=probe.renamed", []
    while address:
        context = auditor.get(address).context
        seen += [row.id for row, _area in context["rows"]]
        address = context["older"]
    assert seen == sorted(ids, reverse=True)


def test_a_broken_cursor_shows_the_newest(auditor: Client) -> None:
    happen(after={"name": "第一网格"})
    for broken in ("x", "2026-01-01,x", ",", "2026-13-01T00:00:00Z,x"):
        assert "第一网格" in shown(auditor, code="probe.renamed", before=broken)


def test_the_sheet_is_the_search_and_carries_who_took_it(auditor: Client) -> None:
    happen(3)
    with in_tenant(KANGBAO):
        entry = Entry(after={"phone": "13812345678"}, subject_label="=HYPERLINK(1)")
        record_many(MOVED_IN, actor=clerk(), at=timezone.now(), rows=[entry])
    answer = auditor.post("/audit/export/?code=probe.renamed")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert str(rows[0][0]).startswith("王秀英 于 20")
    assert rows[1][:4] == ["时间", "操作人", "岗位", "行为"]
    assert [row[3] for row in rows[2:]] == [f"李敏将—更名为第{n}网格" for n in (2, 1, 0)]
    with in_tenant(KANGBAO):
        assert Record.objects.get(code="audit.records_exported").after == {"code": "probe.renamed", "rows": 3}


def test_the_page_shows_the_head_and_the_last_verification(auditor: Client) -> None:
    page = shown(auditor)
    assert "尚未校验" in page
    with in_tenant(KANGBAO):
        assert list(verify_chain(KANGBAO, at=timezone.now())) == []
    answer = auditor.get("/audit/")
    assert "校验通过，至第 0 条" in answer.content.decode()
    assert parse_qs(urlsplit(answer.context["older"]).query) == {}


def test_the_page_costs_the_same_however_many_rows(
    auditor: Client, django_assert_max_num_queries: Any
) -> None:
    happen(60)
    with django_assert_max_num_queries(25):
        auditor.get("/audit/")
