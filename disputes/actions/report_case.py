"""A dispute is reported from the door, with what was photographed there."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from disputes.actions.file_in_dossier import file_in_dossier
from disputes.actions.register_case import register_case
from disputes.choices import DossierKind
from disputes.entering import CaseEntry, PartyEntry
from disputes.models import Case
from disputes.scanning import Sheet


@transaction.atomic
def report_case(
    *,
    entry: CaseEntry,
    parties: Sequence[PartyEntry],
    photos: Sequence[Sheet],
    actor: Actor,
    at: dt.datetime,
    key: UUID,
) -> Case:
    """Register the dispute and file its photos as evidence: both, or neither. The same key again is the same answer.

    Raises:
        Refused: see `register_case` and `file_in_dossier`.
    """
    case = register_case(entry=entry, parties=parties, actor=actor, at=at, key=key)
    if photos:
        file_in_dossier(
            case=case,
            kind=DossierKind.EVIDENCE,
            title=_("现场照片"),
            sheets=photos,
            actor=actor,
            at=at,
            key=uuid5(key, "photos"),
        )
    return case
