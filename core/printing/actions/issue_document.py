import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from core.audit.actions.record import record
from core.audit.selectors import head_of
from core.permissions.actor import ActingPost, Actor
from core.printing import log_codes
from core.printing.actions.take_number import Numbered
from core.printing.models import DocumentFile, IssuedDocument
from core.printing.setting import Told, nobody, typeset
from core.printing.typesetting import Imprint, template_version


@transaction.atomic
def issue_document(
    *,
    template: str,
    data: Mapping[str, Any],
    kind: str,
    title: str,
    actor: Actor,
    at: datetime,
    subject: models.Model | None = None,
    post: ActingPost | None = None,
    number: Numbered | None = None,
    organisation_id: UUID | None = None,
    path: str = "",
    told: Told = nobody,
) -> IssuedDocument:
    """Set a paper, number it, keep what it was set from and its bytes, and record that it left the house.

    A paper with a one-time secret (an activation slip) is not issued but only rendered: its bytes must not stay.

    Args:
        template: a path below the project, e.g. "grids/printouts/notice_board.typ"; the ledger template is set in parts.
        data: what the template reads; dates and decimals are written as text.
        kind: what sort of paper, in the room's own words, e.g. "notice_board".
        number: from `take_number`, in the same transaction, so that a paper that fails takes none.
        told: hears how far a long paper is.
        path: area of the paper, for who may print it again; the subject's own where it has one.

    Raises:
        FontMissing, TypesettingFailed: nothing was issued and no number was used.
    """
    snapshot = json.dumps(data, ensure_ascii=False, sort_keys=True, cls=DjangoJSONEncoder)
    plain = json.loads(snapshot)
    imprint = Imprint(
        printed_at=at,
        printed_by=actor.name,
        number=number.text if number else "",
        head_hash=head_of(actor.tenant).printed,
    )
    pdf = typeset(template, plain, imprint, told=told)
    document: IssuedDocument = IssuedDocument.objects.create(
        kind=kind,
        title=title,
        number=number.taken if number else None,
        number_text=imprint.number,
        organisation_id=organisation_id,
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        path=path or getattr(subject, "path", None) or "",
        template=template,
        template_version=template_version(template),
        snapshot=snapshot,
        pdf_sha256=hashlib.sha256(pdf).hexdigest(),
        pdf_size=len(pdf),
        head_printed=imprint.head_hash,
        issued_at=at,
        issued_by_id=actor.person_id,
        issued_by=actor.name,
    )
    DocumentFile.objects.create(document=document, content=pdf)
    record(
        log_codes.DOCUMENT_ISSUED,
        actor=actor,
        post=post,
        at=at,
        subject=document,
        after={"title": title, "number": imprint.number, "sha256": document.pdf_sha256},
    )
    return document
