import io
import re
from typing import Any

import pytest
import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import RequestContext, Template
from django.test import Client, RequestFactory

from accounts.choices import Role
from core.audit.models import Record
from core.forms.address import Address
from core.tabular.choices import JobState
from core.tabular.columns import Column, Sheet
from core.tabular.models import ImportJob
from core.tabular.registry import ImportKind
from core.tabular.responses import csv_response, workbook_response
from core.tabular.tables import page_table
from core.tenancy.context import in_tenant
from tests.cast import KANGBAO, ZHANGBEI
from tests.crypto.probe.models import ProbePerson
from tests.governance.conftest import signed_in
from tests.tabular.conftest import NOON, person_of
from tests.tabular.sheets import person, workbook

__all__ = ["signed_in"]
FILE = "/imports/probe.people/upload/"
SHEET = Sheet(
    "probe",
    "人员",
    [Column("name", "姓名", order="name", link=lambda row: f"/p/{row.pk}/"), Column("phone", "手机")],
)


def book_of(response: Any) -> Any:
    content = io.BytesIO(b"".join(response.streaming_content))
    return python_calamine.CalamineWorkbook.from_filelike(content).get_sheet_by_index(0).to_python()


def send(client: Client, content: bytes, name: str = "人员.xlsx") -> Any:
    return client.post(FILE, {"file": SimpleUploadedFile(name, content)}, follow=True)


@pytest.fixture
def centre(signed_in: Any) -> Client:
    client: Client = signed_in(KANGBAO, Role.COUNTY_CENTRE)
    return client


def test_a_sheet_goes_in_by_the_front_door(centre: Client, people: ImportKind) -> None:
    shown = centre.get("/imports/").content.decode()
    assert "人员" in shown
    form = centre.get("/imports/probe.people/form.xlsx")
    assert book_of(form)[0][0] == "姓名*"

    page = send(centre, workbook([person(1), person(2, phone="12")]))
    assert "不是电话号码：12" in page.content.decode()
    assert "有 1 处错误" in page.content.decode()
    with in_tenant(KANGBAO):
        job = ImportJob.objects.get()
    errors = centre.get(f"/imports/jobs/{job.pk}/errors.xlsx")
    assert book_of(errors)[2][-1] == "手机：不是电话号码：12"
    refused = centre.post(f"/imports/jobs/{job.pk}/confirm/", follow=True).content.decode()
    assert "改正后重新上传" in refused

    good = workbook([person(1), person(2)])
    page = send(centre, good)
    assert "没有错误，可以导入" in page.content.decode()
    (confirm,) = re.findall(r'action="(/imports/jobs/[^"]+/confirm/)"', page.content.decode())
    for _ in range(2):
        assert "已导入 2 行" in centre.post(confirm, follow=True).content.decode()
    with in_tenant(KANGBAO):
        assert ProbePerson.objects.count() == 2
    assert "没有作任何更改" in send(centre, good).content.decode()


def test_a_file_that_is_no_sheet_comes_back_beside_the_field(centre: Client, people: ImportKind) -> None:
    page = send(centre, b"%PDF-1.7\0\0", "a.pdf")
    assert page.status_code == 422
    assert "请上传 Excel" in page.content.decode()
    assert centre.post(FILE, {}).status_code == 422


def test_unknown_headings_are_matched_on_the_page(centre: Client, people: ImportKind) -> None:
    page = send(centre, workbook([["王明", "13812345678", 3]], ["姓名", "联系方式", "户数"])).content.decode()
    assert "有不认识的表头" in page
    (match,) = re.findall(r'action="(/imports/jobs/[^"]+/match/)"', page)
    page = centre.post(match, {"h0": "phone"}, follow=True).content.decode()
    assert "有不认识的表头" not in page
    assert "没有错误，可以导入" in page


def test_a_large_file_is_left_to_a_worker(
    centre: Client,
    people: ImportKind,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    monkeypatch.setattr("core.tabular.running.INLINE_BYTES", 10)
    begun: list[Any] = []
    monkeypatch.setattr("core.tabular.tasks.check_upload.delay", lambda **given: begun.append(given))
    with django_capture_on_commit_callbacks(execute=True):
        page = send(centre, workbook([person(n) for n in range(50)])).content.decode()
    with in_tenant(KANGBAO):
        job = ImportJob.objects.get()
    assert job.state == JobState.UPLOADED
    assert begun == [{"tenant": KANGBAO, "job_id": str(job.pk)}]
    assert 'hx-trigger="every 2s"' in page
    assert "正在校验" in centre.get(f"/imports/jobs/{job.pk}/progress/").content.decode()


def test_somebody_elses_job_and_the_neighbours_are_not_there(
    centre: Client, signed_in: Any, people: ImportKind
) -> None:
    send(centre, workbook([person(1)]))
    with in_tenant(KANGBAO):
        job = ImportJob.objects.get()
    for other in (signed_in(KANGBAO, Role.TOWNSHIP_CLERK), signed_in(ZHANGBEI, Role.COUNTY_CENTRE)):
        for part in ("", "progress/", "errors.xlsx"):
            assert other.get(f"/imports/jobs/{job.pk}/{part}").status_code == 404
        assert other.post(f"/imports/jobs/{job.pk}/confirm/").status_code == 404


def table_of(query: str = "", **more: Any) -> str:
    request = RequestFactory().get(f"/p/{query}")
    table = page_table(SHEET, ProbePerson.objects.all(), Address(request.GET), **more)
    template = Template("{% load sheets %}{% sheet_table table %}")
    return template.render(RequestContext(request, {"table": table}))


def test_the_page_table_sorts_pages_and_masks(county: int) -> None:
    ProbePerson.objects.bulk_create(ProbePerson(name=f"p{n:02d}", phone=f"1380000{n:04d}") for n in range(12))
    first = table_of("?sort=name&q=x", per_page=5)
    assert re.findall(r">(p\d\d)<", first) == [f"p{n:02d}" for n in range(5)]
    assert "138****0003" in first
    assert "13800000003" not in first
    assert 'aria-sort="ascending"' in first
    assert "sort=-name" in first
    assert "q=x" in first
    assert re.findall(r">(p\d\d)<", table_of("?sort=-name&page=3", per_page=5)) == ["p01", "p00"]
    assert re.findall(
        r">(p\d\d)<", table_of("?sort=phone;drop", per_page=5)
    )  # what can't be sorted by is ignored


def test_an_empty_table_says_what_to_do_next(county: int) -> None:
    assert "请先登记" in table_of(empty_title="还没有人员", empty_advice="请先登记。")


def test_a_sheet_out_is_recorded_and_masked(county: int) -> None:
    ProbePerson.objects.create(name="王明", phone="13812345678")
    response = workbook_response(
        SHEET, ProbePerson.objects.iterator(), actor=person_of(), at=NOON, filters="全部"
    )
    assert book_of(response)[3] == ["王明", "138****5678"]
    assert Record.objects.get(code="tabular.sheet_exported").after["rows"] == 1


@pytest.mark.django_db(transaction=True)
def test_a_streaming_download_opens_its_county_itself(counties: None) -> None:
    with in_tenant(ZHANGBEI):
        ProbePerson.objects.create(name="邻县", phone="13900000000")
    with in_tenant(KANGBAO):
        ProbePerson.objects.create(name="王明", phone="13812345678")
        response = csv_response(SHEET, ProbePerson.objects.iterator, actor=person_of(), at=NOON)
    stream: Any = response
    body = b"".join(stream.streaming_content).decode()
    assert "王明,138****5678" in body
    assert "邻县" not in body
