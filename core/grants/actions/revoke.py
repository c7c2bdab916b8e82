"""End grants before their last day."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import Entry, record_many
from core.audit.codes import Code
from core.grants.log_codes import REVOKED
from core.grants.models import NamedGrant
from core.permissions.actor import ActingPost, Actor
from core.permissions.verdict import Refused


class NothingToRevoke(Refused):
    """They are closed already."""


class ReasonMissing(Refused):
    """Ending a grant says why."""


@transaction.atomic
def revoke(
    *,
    grants: Sequence[NamedGrant],
    reason: str,
    actor: Actor,
    at: datetime,
    post: ActingPost | None = None,
    code: Code = REVOKED,
) -> int:
    """Close standing grants of one room at once: one, or all of a row that is closed itself.

    Args:
        code: the room's own act; its sentence may use {before[holder]} and {reason}.

    Returns:
        How many were closed; those that were closed already are passed over.

    Raises:
        NothingToRevoke, ReasonMissing: with a sentence for the clerk.
    """
    if not reason.strip():
        raise ReasonMissing(_("请写明终止授权的原因。"))
    table = type(grants[0]) if grants else None
    rows: list[NamedGrant] = (
        list(
            table.objects.filter(pk__in=[row.pk for row in grants], closed_at=None)
            .select_for_update(of=("self",))
            .select_related("content_object", "permission")
            .order_by("pk")
        )
        if table
        else []
    )
    if table is None or not rows:
        raise NothingToRevoke(_("该授权已终止。"))
    table.objects.filter(pk__in=[row.pk for row in rows]).update(
        closed_at=at, closed_by_name=actor.name, closing=reason.strip()
    )
    entries = [
        Entry.of(
            row.content_object,
            before={
                "holder": row.holder,
                "ability": row.ability,
                "from_on": row.from_on,
                "to_on": row.to_on,
            },
        )
        for row in rows
    ]
    record_many(code, actor=actor, post=post, at=at, rows=entries, reason=reason.strip())
    return len(rows)
