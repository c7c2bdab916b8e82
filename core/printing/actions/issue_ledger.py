"""Issue a ledger as a numbered paper."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from core.permissions.actor import ActingPost, Actor
from core.printing.actions.issue_document import issue_document
from core.printing.actions.take_number import take_number
from core.printing.ledger import Ledger
from core.printing.models import IssuedDocument
from core.printing.typesetting import LEDGER
from core.workcalendar.rules import day_of


@transaction.atomic
def issue_ledger(
    *,
    ledger: Ledger,
    rows: Sequence[Sequence[str]],
    kind: str,
    title: str,
    number: str,
    organisation_id: UUID,
    path: str,
    actor: Actor,
    at: datetime,
    post: ActingPost | None,
) -> IssuedDocument:
    """Take the organisation's next number of the kind and year, and issue the ledger under it.

    Args:
        rows: as `core.tabular.writing.paper_rows` gives them.
        number: how the number is written, e.g. "纠台〔{year}〕{seq}号".
        organisation_id: whose numbers they are, and whose seal it gets.

    Raises:
        FontMissing, TypesettingFailed: nothing was issued and no number was used.
    """
    taken = take_number(
        organisation_id=organisation_id,
        kind=kind,
        year=day_of(at).year,
        template=number,
        actor=actor,
        at=at,
    )
    return issue_document(
        template=LEDGER,
        data={**ledger.as_data(), "rows": rows},
        kind=kind,
        title=title,
        actor=actor,
        at=at,
        post=post,
        number=taken,
        organisation_id=organisation_id,
        path=path,
    )
