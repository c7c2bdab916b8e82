"""导入: choose what, take the form, upload, look at the errors, confirm, watch."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.permissions.gate import open_to
from core.permissions.verdict import Refused
from core.tabular import policies
from core.tabular.access import job_for, kind_for
from core.tabular.actions.check_import import dry_run, errors_of, notes_of
from core.tabular.actions.confirm_import import confirm_import
from core.tabular.actions.match_headers import match_headers
from core.tabular.actions.upload_import import upload_import
from core.tabular.choices import JobState
from core.tabular.forms import Matches, Upload
from core.tabular.forms_out import write_errors, write_form
from core.tabular.models import ImportJob
from core.tabular.progress import progress_of
from core.tabular.registry import ImportKind, kinds_for
from core.tabular.running import check_now, import_now, is_small
from core.tabular.selectors import jobs_of
from core.tabular.tasks import check_upload, import_upload
from core.tabular.unpacking import UploadRefused
from core.tabular.writing import spooled

ABILITY = "tabular.import"
ERRORS_SHOWN = 200
JOBS_SHOWN = 20


@open_to(ABILITY)
@require_GET
def page(request: Any) -> HttpResponse:
    """What this person can import, and what they did before."""
    kinds = kinds_for(request.actor)
    titles = {kind.key: kind.title for kind in kinds}
    jobs = [(job, titles.get(job.kind, job.kind)) for job in jobs_of(request.actor)[:JOBS_SHOWN]]
    return render(request, "tabular/imports.html", {"kinds": kinds, "jobs": jobs, "form": Upload()})


@open_to(ABILITY)
@require_GET
def form(request: Any, key: str) -> FileResponse:
    """The empty workbook to fill in."""
    kind = kind_for(request.actor, key)
    out = spooled()
    write_form(kind.sheet, out)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=f"{kind.title}.xlsx")


@open_to(ABILITY)
@require_POST
def upload(request: Any, key: str) -> HttpResponse:
    """Take a file; small ones are checked at once."""
    kind = kind_for(request.actor, key)
    given = Upload(request.POST, request.FILES)
    if given.is_valid():
        file = given.cleaned_data["file"]
        try:
            job = upload_import(
                kind=kind, filename=file.name, content=file.read(), actor=request.actor, at=timezone.now()
            )
        except (UploadRefused, Refused) as refused:
            given.add_error("file", str(refused))
        else:
            if job.state in (JobState.CONFIRMED, JobState.DONE):
                messages.info(request, _("这个文件已经导入过，没有作任何更改。"))
            return _after_upload(request, job)
    context = {"kinds": kinds_for(request.actor), "jobs": [], "form": given, "chosen": kind}
    return render(request, "tabular/imports.html", context, status=422)


@open_to(ABILITY)
@require_GET
def job(request: Any, pk: UUID) -> HttpResponse:
    """One import: progress, errors, or the question whether to go on."""
    one, kind = job_for(request.actor, pk)
    return render(request, "tabular/job.html", _job_context(request, one, kind))


@open_to(ABILITY)
@require_GET
def progress(request: Any, pk: UUID) -> HttpResponse:
    """The part of the page that is asked for again while something runs."""
    one, _kind = job_for(request.actor, pk)
    if one.is_running:
        return render(request, "tabular/progress.html", {"job": one, "progress": progress_of(one.pk)})
    response = render(request, "tabular/progress.html", {"job": one, "progress": None})
    response["HX-Refresh"] = "true"
    return response


@open_to(ABILITY)
@require_POST
def match(request: Any, pk: UUID) -> HttpResponse:
    """Say what unknown headings mean; it is remembered for the county, and the file is checked again."""
    one, kind = job_for(request.actor, pk, lock=True)
    given = Matches(request.POST, job=one, kind=kind)
    if not given.is_valid():
        context = _job_context(request, one, kind) | {"matches": given}
        return render(request, "tabular/job.html", context, status=422)
    try:
        match_headers(job=one, kind=kind, matches=given.matches, actor=request.actor, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("import_job", pk=one.pk)
    return _after_upload(request, one)


@open_to(ABILITY)
@require_GET
def errors(request: Any, pk: UUID) -> HttpResponseBase:
    """The uploaded rows as a workbook, wrong cells marked."""
    one, kind = job_for(request.actor, pk)
    try:
        grid, checked, _survey = dry_run(job=one, kind=kind, actor=request.actor, at=timezone.now())
    except UploadRefused as refused:
        messages.error(request, str(refused))
        return redirect("import_job", pk=one.pk)
    out = spooled()
    write_errors(kind.sheet, grid, checked.errors, out)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=f"错误-{one.filename.rpartition('.')[0]}.xlsx")


@open_to(ABILITY)
@require_POST
def confirm(request: Any, pk: UUID) -> HttpResponse:
    """Import it. A second click finds the first one's work."""
    one, kind = job_for(request.actor, pk, lock=True)
    try:
        is_first = confirm_import(job=one, kind=kind, actor=request.actor, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("import_job", pk=one.pk)
    if is_first and is_small(one):
        import_now(tenant=request.actor.tenant, job_id=one.pk)
    elif is_first:
        _later(import_upload, request, one)
    return redirect("import_job", pk=one.pk)


def _after_upload(request: Any, one: ImportJob) -> HttpResponse:
    if one.state == JobState.UPLOADED:
        if is_small(one):
            check_now(tenant=request.actor.tenant, job_id=one.pk)
        else:
            _later(check_upload, request, one)
    return redirect("import_job", pk=one.pk)


def _later(task: Any, request: Any, one: ImportJob) -> None:
    tenant, job_id = request.actor.tenant, str(one.pk)
    transaction.on_commit(lambda: task.delay(tenant=tenant, job_id=job_id))


def _job_context(request: Any, one: ImportJob, kind: ImportKind) -> dict[str, Any]:
    found = errors_of(one) if one.error_count else []
    notes = notes_of(one) if one.state == JobState.CHECKED else []
    labels = {column.key: column.label for column in kind.sheet.columns}
    can_match = one.state == JobState.CHECKED and bool(one.unknown_headers)
    return {
        "job": one,
        "kind": kind,
        "errors": [(error, labels.get(error.key, "")) for error in found[:ERRORS_SHOWN]],
        "notes": [(note, labels.get(note.key, "")) for note in notes[:ERRORS_SHOWN]],
        "notes_count": len(notes),
        "progress": progress_of(one.pk) if one.is_running else None,
        "verdict": policies.may_confirm(request.actor, kind, one),
        "matches": Matches(job=one, kind=kind) if can_match else None,
        "is_unreadable": bool(found) and found[0].number == 0,
    }
