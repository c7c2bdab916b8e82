"""Ask for a sheet in full."""

import json
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.tabular import log_codes, policies
from core.tabular.exporting import ExportKind
from core.tabular.models import ExportRequest


class ReasonMissing(Refused):
    """A sheet in full is asked for without a reason."""


class AlreadyAsked(Refused):
    """One request for this sheet waits already."""


@transaction.atomic
def ask_export(
    *, kind: ExportKind, params: Mapping[str, str], reason: str, on: date, actor: Actor, at: datetime
) -> ExportRequest:
    """Ask that somebody else allow this sheet in full, as it is filtered now.

    Args:
        params: the filters in the address of the page.
        on: the day the rows are counted for.

    Raises:
        Refused: no right to the sheet, nothing masked in it, no reason, or one request waits already.
    """
    post = require(policies.may_ask_for_full(actor, kind))
    if not reason.strip():
        raise ReasonMissing(_("请写明导出明文的事由。"))
    if ExportRequest.objects.filter(asked_by_id=actor.user_id, kind=kind.key, settled_at=None).exists():
        raise AlreadyAsked(_("您对该表已有一份申请在等待审批。"))
    opened = "、".join(str(column.label) for column in kind.masked)
    asked = ExportRequest.objects.create(
        kind=kind.key,
        title=str(kind.sheet.title),
        params=json.dumps(dict(params), ensure_ascii=False),
        filters=kind.said(actor, params),
        opened=opened[:200],
        path=kind.place_of(actor),
        rows_asked=kind.count(actor, params, on),
        reason=reason.strip(),
        asked_by_id=actor.login,
        asked_by_name=actor.name,
        asked_as=post.title if post else "",
        asked_at=at,
    )
    record(
        log_codes.EXPORT_ASKED,
        actor=actor,
        post=post,
        at=at,
        subject=asked,
        after={"title": asked.title, "rows": asked.rows_asked, "opened": opened},
        reason=asked.reason,
    )
    return asked
