import json
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from core.crypto.sealing import Sealed
from core.permissions.actor import Actor
from core.tabular.checking import Checked, RowError, Survey, check_grid
from core.tabular.choices import JobState
from core.tabular.models import ImportJob
from core.tabular.progress import report
from core.tabular.reading import Grid, missing_columns, read_grid
from core.tabular.registry import ImportKind
from core.tabular.selectors import remembered_headers
from core.tabular.unpacking import UploadRefused

KEPT_ERRORS: Final = 2000
"""Errors kept with the job for its page; the workbook of errors is made from the file and has them all."""


@transaction.atomic
def check_import(*, job: ImportJob, kind: ImportKind, actor: Actor, at: datetime) -> ImportJob:
    """The dry run: read the file and keep every error with the job. Nothing else is written."""
    try:
        grid, checked, survey = dry_run(job=job, kind=kind, actor=actor, at=at)
    except UploadRefused as refused:
        job.total_rows, job.error_count = 0, 1
        job.errors = errors_as_text([RowError(0, "", str(refused))])
        job.notes, job.outlook = "", {}
    else:
        job.total_rows, job.error_count = checked.total, len(checked.errors)
        job.known_keys = [key for key in grid.keys if key]
        job.unknown_headers = [header for _at, header in grid.unknown]
        job.errors = errors_as_text(checked.errors[:KEPT_ERRORS])
        job.notes = errors_as_text(survey.notes[:KEPT_ERRORS]) if survey.notes else ""
        job.outlook = dict(survey.outlook)
    job.state, job.checked_at, job.failure = JobState.CHECKED, at, ""
    job.save(
        update_fields=[
            "total_rows",
            "error_count",
            "errors",
            "notes",
            "outlook",
            "known_keys",
            "unknown_headers",
            "state",
            "checked_at",
            "failure",
        ]
    )
    return job


def dry_run(*, job: ImportJob, kind: ImportKind, actor: Actor, at: datetime) -> tuple[Grid, Checked, Survey]:
    """The grid of the job's file, what is wrong in it, and what the verb would be called with.

    Raises:
        UploadRefused: it can't be read as this sheet at all.
    """
    grid = read_grid(job.content, kind.sheet, remembered=remembered_headers(kind.key))
    total = len(grid.rows)
    report(job.pk, "check", 0, total)
    checked = check_grid(kind.sheet, grid, progress=lambda done: report(job.pk, "check", done, total))
    if wrong := _wrong_head(kind, grid):
        checked.errors = [RowError(grid.first_row - 1, "", words) for words in wrong]
        return grid, checked, Survey([], [], [], {})
    survey = Survey(list(kind.check(checked.rows, actor)) if kind.check else [], [], checked.rows, {})
    if kind.survey is not None:
        survey = kind.survey(checked, actor, at)
    checked.errors += survey.errors
    checked.errors.sort(key=lambda error: error.number)
    return grid, checked, survey


def _wrong_head(kind: ImportKind, grid: Grid) -> list[str]:
    """What keeps the file from being read row by row, in sentences."""
    wrong = [
        _("有两列都像“%(label)s”，请在“有不认识的表头”里选定各列对应哪一项")
        % {"label": kind.sheet.column(key).label}
        for key in grid.unclear
    ]
    if missing := missing_columns(kind.sheet, (*grid.keys, *grid.unclear)):
        wrong.append(_("缺少必填的列：%(labels)s") % {"labels": "、".join(missing)})
    return wrong


def errors_as_text(errors: Sequence[RowError]) -> str:
    return json.dumps([[e.number, e.key, e.message] for e in errors], ensure_ascii=False)


def errors_of(job: ImportJob) -> list[RowError]:
    """The errors kept with the job."""
    return _opened(job.errors)


def notes_of(job: ImportJob) -> list[RowError]:
    """What was noted of cells that come in all the same."""
    return _opened(job.notes)


def _opened(kept: Sealed | None) -> list[RowError]:
    text = kept.reveal() if kept else ""
    return [RowError(*entry) for entry in json.loads(text)] if text else []
