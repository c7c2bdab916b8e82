from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.printing import log_codes, policies
from core.printing.models import IssuedDocument
from core.printing.originals import original_of


class ReasonMissing(Refused):
    """Somebody else's paper is printed again without a word."""


@transaction.atomic
def reprint_document(*, document: IssuedDocument, actor: Actor, at: datetime, reason: str = "") -> bytes:
    """The bytes that were issued, to the last one; the print is recorded.

    Args:
        reason: why; needed for a paper that somebody else issued.

    Raises:
        Refused: not theirs to print, or somebody else's without a reason.
        DocumentDamaged: the bytes don't match the hash written down when they were issued.
    """
    post = require(policies.may_reprint(actor, document))
    if not reason.strip() and not policies.is_own(actor, document):
        raise ReasonMissing(_("重印他人印发的文书请写明原因。"))
    pdf = original_of(document)
    record(
        log_codes.DOCUMENT_PRINTED,
        actor=actor,
        post=post,
        at=at,
        subject=document,
        after={"title": document.title, "number": document.number_text},
        reason=reason.strip(),
    )
    return pdf
