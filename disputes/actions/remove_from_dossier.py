"""A paper that lies in the wrong dossier, or in the wrong place, is taken out: it stays kept, with the reason."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from disputes.choices import DossierKind
from disputes.log_codes import DOSSIER_REMOVED
from disputes.models import Case, DossierItem
from disputes.policies import may_write
from disputes.selectors import facts_of


@transaction.atomic
def remove_from_dossier(*, item: DossierItem, reason: str, actor: Actor, at: dt.datetime) -> DossierItem:
    """Take it out. Taken out twice it stays as it was the first time.

    Raises:
        Refused: the case is closed or not theirs, or no reason.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=item.case_id)
    item = DossierItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if item.removed_at is not None:
        return item
    post = require(may_write(actor, case, facts_of(case)))
    if not reason.strip():
        raise Refused(_("请写明撤出原因。"))
    item.removed_at, item.removal_reason = at, reason.strip()[:200]
    item.save(update_fields=["removed_at", "removal_reason"])
    record(
        DOSSIER_REMOVED,
        actor=actor,
        post=post,
        at=at,
        subject=case,
        before={"title": item.title, "kind": str(DossierKind(item.kind).label), "pages": item.pages},
        reason=reason.strip(),
    )
    return item
