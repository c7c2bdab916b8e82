import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import ActingPost, Actor
from core.printing import log_codes
from core.printing.models import DocumentFile, IssuedDocument


class DocumentDamaged(Exception):
    """The kept bytes are not the ones that were issued."""


@transaction.atomic
def reprint_document(
    *, document: IssuedDocument, actor: Actor, at: datetime, post: ActingPost | None = None, reason: str = ""
) -> bytes:
    """The bytes that were issued, to the last one; the print is recorded.

    Raises:
        DocumentDamaged: the bytes don't match the hash written down when they were issued.
    """
    pdf: bytes = DocumentFile.objects.get(document=document).content
    if hashlib.sha256(pdf).hexdigest() != document.pdf_sha256:
        raise DocumentDamaged(_("文书原件校验不一致，请联系系统管理员"))
    record(
        log_codes.DOCUMENT_PRINTED,
        actor=actor,
        post=post,
        at=at,
        subject=document,
        after={"title": document.title, "number": document.number_text},
        reason=reason,
    )
    return pdf
