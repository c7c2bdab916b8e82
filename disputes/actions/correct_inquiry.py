"""The record of an inquiry is put right: a new row that names the old one, whose text stays as it was."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.tenancy.ids import uuid7
from disputes.checking import differing, require_sound
from disputes.inquiries import InquiryEntry, check_inquiry, inquiry_columns
from disputes.log_codes import INQUIRY_CORRECTED
from disputes.models import Case, Inquiry
from disputes.policies import may_write
from disputes.selectors import facts_of


@transaction.atomic
def correct_inquiry(
    *,
    inquiry: Inquiry,
    entry: InquiryEntry,
    reason: str,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
) -> Inquiry:
    """Write the corrected record beside the first one. The same key again answers with the same row.

    Raises:
        Refused: not theirs, the case is closed, no reason, nothing changes, or see `record_inquiry`.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=inquiry.case_id)
    if key is not None and (known := Inquiry.objects.filter(pk=key, case=case).first()) is not None:
        return known
    post = require(may_write(actor, case, facts_of(case)))
    if not reason.strip():
        raise Refused(_("请写明更正原因。"))
    check_inquiry(case, entry, at)
    first = inquiry if inquiry.corrects_id is None else inquiry.corrects
    latest = Inquiry.objects.filter(corrects=first).order_by("-written_at").first() or first
    values = inquiry_columns(case, entry)
    changed = differing(latest, values)
    if not changed:
        raise Refused(_("没有需要更正的内容。"))
    corrected = Inquiry(
        id=key or uuid7(),
        case=case,
        number=first.number,
        level=first.level,
        corrects=first,
        written_at=at,
        written_by_id=actor.person,
        **values,
    )
    require_sound(corrected)
    corrected.save(force_insert=True)
    record(
        INQUIRY_CORRECTED,
        actor=actor,
        post=post,
        at=at,
        subject=case,
        after={"number": first.number, "fields": changed},
        reason=reason.strip(),
    )
    return corrected
