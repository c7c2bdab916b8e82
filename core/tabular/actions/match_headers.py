from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.tabular import policies
from core.tabular.choices import JobState
from core.tabular.models import ImportJob, RememberedHeader
from core.tabular.reading import normal_header
from core.tabular.registry import ImportKind


@transaction.atomic
def match_headers(
    *, job: ImportJob, kind: ImportKind, matches: Mapping[str, str], actor: Actor, at: datetime
) -> ImportJob:
    """Remember which column a heading means ("" leaves it out) for everybody in the county, and check again.

    Raises:
        Refused: the job was confirmed meanwhile, or a column that doesn't exist was named.
    """
    require(policies.may_import(actor, kind))
    if job.state not in (JobState.UPLOADED, JobState.CHECKED):
        raise Refused(_("当前状态：%(state)s") % {"state": job.get_state_display()})
    keys = {column.key for column in kind.sheet.columns} | {""}
    if not set(matches.values()) <= keys:
        raise Refused(_("没有这一列"))
    RememberedHeader.objects.bulk_create(
        [
            RememberedHeader(kind=kind.key, header=normal_header(header)[:100], key=key)
            for header, key in matches.items()
            if normal_header(header)
        ],
        update_conflicts=True,
        unique_fields=["tenant", "kind", "header"],
        update_fields=["key"],
    )
    job.state = JobState.UPLOADED
    job.save(update_fields=["state"])
    return job
