"""The bytes of a paper as they were issued, checked against what was written down then."""

import hashlib

from django.utils.translation import gettext as _

from core.permissions.verdict import Refused
from core.printing.models import DocumentFile, IssuedDocument


class DocumentDamaged(Refused):
    """The kept bytes are not the ones that were issued."""


def original_of(document: IssuedDocument) -> bytes:
    """The bytes that were issued, to the last one.

    Raises:
        DocumentDamaged: the bytes don't match the hash written down when they were issued.
    """
    pdf: bytes = DocumentFile.objects.get(document=document).content
    if hashlib.sha256(pdf).hexdigest() != document.pdf_sha256:
        raise DocumentDamaged(_("文书原件校验不一致，请联系系统管理员。"))
    return pdf
