from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.tabular import log_codes, policies
from core.tabular.choices import JobState
from core.tabular.models import ImportJob, RememberedHeader
from core.tabular.reading import normal_header
from core.tabular.registry import ImportKind
from core.tabular.selectors import remembered_headers


@transaction.atomic
def match_headers(
    *, job: ImportJob, kind: ImportKind, matches: Mapping[str, str], actor: Actor, at: datetime
) -> ImportJob:
    """Remember which column a heading means ("" leaves it out) for everybody in the county, and check again.

    Raises:
        Refused: the job was confirmed meanwhile, or a column that doesn't exist was named.
    """
    post = require(policies.may_import(actor, kind))
    if job.state not in (JobState.UPLOADED, JobState.CHECKED):
        raise Refused(_("当前状态：%(state)s") % {"state": job.get_state_display()})
    keys = {column.key for column in kind.sheet.columns} | {""}
    if not set(matches.values()) <= keys:
        raise Refused(_("没有这一列"))
    said = {normal_header(header)[:100]: key for header, key in matches.items() if normal_header(header)}
    remembered = remembered_headers(kind.key)
    RememberedHeader.objects.bulk_create(
        [RememberedHeader(kind=kind.key, header=header, key=key) for header, key in said.items()],
        update_conflicts=True,
        unique_fields=["tenant", "kind", "header"],
        update_fields=["key"],
    )
    job.state = JobState.UPLOADED
    job.save(update_fields=["state"])
    replaced = {header: remembered[header] for header in said if header in remembered}
    record(
        log_codes.HEADINGS_MATCHED,
        actor=actor,
        post=post,
        at=at,
        subject=job,
        before={"headings": _aloud(replaced, kind)} if replaced else {},
        after={"title": str(kind.title), "headings": _aloud(said, kind)},
    )
    return job


def _aloud(matches: Mapping[str, str], kind: ImportKind) -> str:
    labels = {column.key: str(column.label) for column in kind.sheet.columns}
    return "、".join(f"{header} → {labels.get(key, '—')}" for header, key in matches.items())
