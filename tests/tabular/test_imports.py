import threading
from typing import Any

import pytest
from django.db import connections, transaction
from django.http import Http404

from core.audit.models import Record
from core.permissions.acting import actor_as_text, actor_from_text
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.tabular.access import job_for, kind_for
from core.tabular.actions.check_import import errors_of
from core.tabular.actions.confirm_import import confirm_import
from core.tabular.actions.match_headers import match_headers
from core.tabular.actions.run_import import run_import
from core.tabular.actions.upload_import import upload_import
from core.tabular.choices import JobState
from core.tabular.models import ImportJob
from core.tabular.progress import progress_of
from core.tabular.registry import ImportKind, imports
from core.tabular.running import check_now, import_now
from core.tabular.tasks import resume
from core.tabular.unpacking import UploadRefused
from core.tenancy.context import in_tenant
from tests.cast import KANGBAO, ZHANGBEI
from tests.crypto.probe.models import ProbePerson
from tests.tabular.conftest import NOON, person_of
from tests.tabular.sheets import PEOPLE, person, workbook


def checked(kind: ImportKind, clerk: Actor, content: bytes) -> ImportJob:
    job = upload_import(kind=kind, filename="人员.xlsx", content=content, actor=clerk, at=NOON)
    check_now(tenant=clerk.tenant, job_id=job.pk)
    job.refresh_from_db()
    return job


def imported(kind: ImportKind, clerk: Actor, content: bytes) -> ImportJob:
    job = checked(kind, clerk, content)
    assert confirm_import(job=job, kind=kind, actor=clerk, at=NOON)
    import_now(tenant=clerk.tenant, job_id=job.pk, at=NOON)
    job.refresh_from_db()
    return job


GOOD = workbook([person(n) for n in range(1, 6)])
BAD = workbook([person(1), person(2, name=None, phone="12"), person(3, name="王八")])


def test_a_dry_run_writes_nothing_and_names_every_error(
    county: int, people: ImportKind, clerk: Actor
) -> None:
    job = checked(people, clerk, BAD)
    assert (job.state, job.total_rows, job.error_count) == (JobState.CHECKED, 3, 3)
    assert [(e.number, e.key, e.message) for e in errors_of(job)] == [
        (3, "name", "必填"),
        (3, "phone", "不是电话号码：12"),
        (4, "name", "查无此人"),
    ]
    assert not ProbePerson.objects.exists()
    with pytest.raises(Refused, match="3 处错误"):
        confirm_import(job=job, kind=people, actor=clerk, at=NOON)


def test_a_confirmed_file_is_imported_once_and_recorded(
    county: int, people: ImportKind, clerk: Actor
) -> None:
    job = imported(people, clerk, GOOD)
    assert (job.state, job.imported_rows) == (JobState.DONE, 5)
    assert ProbePerson.objects.count() == 5
    record = Record.objects.get(code="tabular.sheet_imported")
    assert record.after == {"title": "人员", "rows": 5, "sha256": job.sha256}
    assert str(record.actor_id) == str(clerk.user_id) or record.actor_name == clerk.name


def test_the_same_file_again_changes_nothing(county: int, people: ImportKind, clerk: Actor) -> None:
    first = imported(people, clerk, GOOD)
    again = upload_import(kind=people, filename="另一个名字.xlsx", content=GOOD, actor=clerk, at=NOON)
    assert again.pk == first.pk
    assert not confirm_import(job=again, kind=people, actor=clerk, at=NOON)
    import_now(tenant=KANGBAO, job_id=again.pk, at=NOON)
    assert ProbePerson.objects.count() == 5


def test_the_same_file_checked_twice_is_confirmed_once(county: int, people: ImportKind, clerk: Actor) -> None:
    one = checked(people, clerk, GOOD)
    other = checked(people, clerk, GOOD)
    assert one.pk != other.pk
    assert confirm_import(job=one, kind=people, actor=clerk, at=NOON)
    assert not confirm_import(job=other, kind=people, actor=clerk, at=NOON)


def test_a_second_yes_does_nothing_twice(county: int, people: ImportKind, clerk: Actor) -> None:
    job = checked(people, clerk, GOOD)
    stale = ImportJob.objects.get(pk=job.pk)
    assert confirm_import(job=job, kind=people, actor=clerk, at=NOON)
    assert not confirm_import(job=stale, kind=people, actor=clerk, at=NOON)
    for _ in range(2):
        import_now(tenant=KANGBAO, job_id=job.pk, at=NOON)
    assert ProbePerson.objects.count() == 5
    assert Record.objects.filter(code="tabular.sheet_imported").count() == 1


def test_rows_the_verb_refuses_come_back_as_errors_and_nothing_is_kept(
    county: int, people: ImportKind, clerk: Actor
) -> None:
    job = imported(people, clerk, workbook([person(1), person(2, name="王九")]))
    assert (job.state, job.error_count, job.imported_rows) == (JobState.CHECKED, 1, 0)
    assert [(e.number, e.message) for e in errors_of(job)] == [(3, "已有岗位")]
    assert not ProbePerson.objects.exists()
    assert not Record.objects.filter(code="tabular.sheet_imported").exists()


def test_an_import_that_breaks_says_so_and_leaves_nothing(
    county: int, people: ImportKind, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = checked(people, clerk, GOOD)
    confirm_import(job=job, kind=people, actor=clerk, at=NOON)
    monkeypatch.setattr("core.tabular.actions.run_import.record", lambda *a, **k: 1 / 0)
    import_now(tenant=KANGBAO, job_id=job.pk, at=NOON)
    job.refresh_from_db()
    assert (job.state, job.failure) == (JobState.FAILED, "系统出错，一行也没有导入")
    assert not ProbePerson.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_nothing_is_half_imported_and_it_is_begun_again(
    counties: None, people: ImportKind, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with in_tenant(KANGBAO):
        job = checked(people, clerk, GOOD)
        confirm_import(job=job, kind=people, actor=clerk, at=NOON)
    with in_tenant(KANGBAO):  # the worker dies: its transaction is never committed
        run_import(job_id=job.pk, at=NOON)
        assert ProbePerson.objects.count() == 5
        transaction.set_rollback(True)
    with in_tenant(KANGBAO):
        assert not ProbePerson.objects.exists()
        assert ImportJob.objects.get(pk=job.pk).state == JobState.CONFIRMED
    begun: list[Any] = []
    monkeypatch.setattr("core.tabular.tasks.import_upload.delay", lambda **given: begun.append(given))
    resume()
    assert begun == [{"tenant": KANGBAO, "job_id": str(job.pk)}]
    import_now(tenant=KANGBAO, job_id=job.pk)
    with in_tenant(KANGBAO):
        assert ProbePerson.objects.count() == 5
        assert ImportJob.objects.get(pk=job.pk).state == JobState.DONE


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_import_once(counties: None, people: ImportKind, clerk: Actor) -> None:
    with in_tenant(KANGBAO):
        job = checked(people, clerk, workbook([person(n) for n in range(1, 300)]))
        confirm_import(job=job, kind=people, actor=clerk, at=NOON)
    start = threading.Barrier(2)

    def worker() -> None:
        start.wait()
        import_now(tenant=KANGBAO, job_id=job.pk)
        connections["default"].close()

    hands = [threading.Thread(target=worker) for _ in range(2)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    with in_tenant(KANGBAO):
        assert ProbePerson.objects.count() == 299
        assert Record.objects.filter(code="tabular.sheet_imported").count() == 1


def test_progress_is_counted_by_rows(county: int, people: ImportKind, clerk: Actor) -> None:
    job = imported(people, clerk, workbook([person(n) for n in range(1, 250)]))
    progress = progress_of(job.pk)
    assert progress is not None
    assert (progress.step, progress.done, progress.total, progress.percent) == ("write", 249, 249, 100)


def test_a_heading_matched_once_is_known_to_the_county(county: int, people: ImportKind, clerk: Actor) -> None:
    def sheet(n: int) -> bytes:
        return workbook([[f"王{n}", "13812345678", n]], ["姓名", "联系方式", "户数"])

    job = checked(people, clerk, sheet(1))
    match_headers(job=job, kind=people, matches={"联系方式": "phone"}, actor=clerk, at=NOON)
    check_now(tenant=KANGBAO, job_id=job.pk)
    later = imported(people, person_of(user=5), sheet(2))
    assert later.state == JobState.DONE
    assert ProbePerson.objects.filter(phone_index="13812345678").exists()
    with pytest.raises(Refused, match="没有这一列"):
        match_headers(job=job, kind=people, matches={"x": "tenant"}, actor=clerk, at=NOON)


def test_two_columns_of_one_name_wait_until_the_county_says_which(
    county: int, people: ImportKind, clerk: Actor
) -> None:
    def sheet(n: int) -> bytes:
        return workbook(
            [[f"王{n}", "13812345678", f"赵{n}", "13900001111"]], ["姓名", "手机", "包联干部", "手机"]
        )

    job = checked(people, clerk, sheet(1))
    assert [error.message for error in errors_of(job)] == [
        "有两列都像“手机”，请在“有不认识的表头”里选定各列对应哪一项"
    ]
    assert job.unknown_headers == ["手机（B 列）", "包联干部", "手机（D 列）"]
    said = {"手机（B 列）": "phone", "手机（D 列）": ""}
    match_headers(job=job, kind=people, matches=said, actor=clerk, at=NOON)
    assert imported(people, clerk, sheet(2)).state == JobState.DONE
    assert ProbePerson.objects.get().phone.reveal() == "13812345678"


def test_who_uploaded_and_who_said_yes_is_recorded_once(
    county: int, people: ImportKind, clerk: Actor
) -> None:
    job = imported(people, clerk, GOOD)
    upload_import(kind=people, filename="另一个名字.xlsx", content=GOOD, actor=clerk, at=NOON)
    confirm_import(job=job, kind=people, actor=clerk, at=NOON)
    uploaded = Record.objects.get(code="tabular.sheet_uploaded")
    assert (uploaded.subject_id, uploaded.post_title) == (job.pk, "李家地镇综治中心")
    assert uploaded.sentence == "赵敏上传人员的表格，待核对"
    said = Record.objects.get(code="tabular.sheet_confirmed")
    assert (said.subject_id, said.after["sha256"]) == (job.pk, job.sha256)
    assert said.sentence == "赵敏确认导入人员，共5行"


def test_a_matched_heading_is_recorded_with_what_it_meant_before(
    county: int, people: ImportKind, clerk: Actor
) -> None:
    job = checked(people, clerk, workbook([["王1", "13812345678"]], ["姓名", "联系方式"]))
    match_headers(job=job, kind=people, matches={"联系方式": "phone"}, actor=clerk, at=NOON)
    match_headers(job=job, kind=people, matches={"联系方式": ""}, actor=clerk, at=NOON)
    first, second = Record.objects.filter(code="tabular.headings_matched").order_by("id")
    assert (first.before, first.sentence) == ({}, "赵敏对照人员的表头：联系方式 → 手机")
    assert second.before == {"headings": "联系方式 → 手机"}
    assert second.after["headings"] == "联系方式 → —"


def test_a_file_that_is_no_sheet_is_not_kept(county: int, people: ImportKind, clerk: Actor) -> None:
    with pytest.raises(UploadRefused):
        upload_import(kind=people, filename="x.xlsx", content=b"PKbroken", actor=clerk, at=NOON)
    assert not ImportJob.objects.exists()


def test_an_unreadable_sheet_says_why(county: int, people: ImportKind, clerk: Actor) -> None:
    job = checked(people, clerk, workbook([["13812345678", 3]], ["手机", "户数"]))
    (error,) = errors_of(job)
    assert error.message == "缺少必填的列：姓名"


def test_without_the_ability_nothing_is_taken(county: int, people: ImportKind) -> None:
    stranger = person_of(KANGBAO, "grids.view")
    with pytest.raises(Refused):
        upload_import(kind=people, filename="x.xlsx", content=GOOD, actor=stranger, at=NOON)
    with pytest.raises(Http404):
        kind_for(stranger, "probe.people")


def test_a_job_is_its_owners_alone(counties: None, people: ImportKind, clerk: Actor) -> None:
    with in_tenant(KANGBAO):
        job = checked(people, clerk, GOOD)
        assert job_for(clerk, job.pk)[0] == job
        with pytest.raises(Http404):
            job_for(person_of(user=5), job.pk)
    with in_tenant(ZHANGBEI):
        neighbour = person_of(ZHANGBEI)
        with pytest.raises(Http404):
            job_for(neighbour, job.pk)
        assert imported(people, neighbour, GOOD).state == JobState.DONE  # the same file, another county


def test_an_actor_comes_back_from_paper_whole(clerk: Actor) -> None:
    assert actor_from_text(actor_as_text(clerk)) == clerk


def test_a_kind_is_registered_once(people: ImportKind) -> None:
    with pytest.raises(ValueError, match="already"):
        imports("probe.people", sheet=PEOPLE, ability="x", title="x")(lambda **given: None)
