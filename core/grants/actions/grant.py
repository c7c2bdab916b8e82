"""Open one row to somebody by name."""

from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.audit.codes import Code
from core.grants.holders import Holder
from core.grants.log_codes import GRANTED
from core.grants.models import NamedGrant
from core.grants.permitting import grants_model, permission_of
from core.permissions.actor import ActingPost, Actor
from core.permissions.verdict import Refused


class AlreadyGranted(Refused):
    """The same holder has the same ability on the same row already."""


class PurposeMissing(Refused):
    """A grant without a reason."""


class WrongDays(Refused):
    """It would end before it begins."""


@transaction.atomic
def grant(
    *,
    subject: models.Model,
    ability: str,
    holder: Holder,
    from_on: date,
    to_on: date | None,
    purpose: str,
    actor: Actor,
    at: datetime,
    post: ActingPost | None = None,
    code: Code = GRANTED,
) -> NamedGrant:
    """Let `holder` use `ability` on `subject` on the days [from_on, to_on). Whether the actor may is the room's verdict.

    Args:
        ability: as in the table of abilities, e.g. "disputes.advise"; declared in `Meta.permissions` of the subject.
        to_on: the first day on which it is over; None for as long as nobody revokes it.
        post: the post it is granted under, as `require` returned it.
        code: the room's own act; its sentence may use {after[holder]}, {after[from_on]}, {after[to_on]}, {reason}.

    Raises:
        AlreadyGranted, PurposeMissing, WrongDays: each with a sentence for the clerk.
        NotGrantable: the room declares no such permission.
    """
    if not purpose.strip():
        raise PurposeMissing(_("请写明授权事由。"))
    if to_on is not None and to_on <= from_on:
        raise WrongDays(_("授权的终止日须晚于起始日。"))
    _lock(subject)
    table: Any = grants_model(type(subject))
    permission = permission_of(type(subject), ability)
    standing = table.objects.filter(
        content_object=subject,
        permission=permission,
        user_id=holder.user_id,
        unit_id=holder.unit_id,
        closed_at=None,
    ).first()
    if standing is not None:
        _make_way(standing, from_on, at)
    row: Any = table(
        content_object=subject,
        permission=permission,
        user_id=holder.user_id,
        unit_id=holder.unit_id,
        holder=holder.label,
        from_on=from_on,
        to_on=to_on,
        purpose=purpose.strip(),
        granted_by_id=actor.user_id,
        granted_by_name=actor.name,
        granted_at=at,
    )
    row.save(force_insert=True)
    after = {"holder": holder.label, "ability": ability, "from_on": from_on, "to_on": to_on}
    record(code, actor=actor, post=post, at=at, subject=subject, after=after, reason=row.purpose)
    return row  # type: ignore[no-any-return]  # the room's own subclass


def _lock(subject: models.Model) -> None:
    """Two who grant the same at once: the second sees what the first wrote."""
    type(subject)._base_manager.select_for_update().get(pk=subject.pk)


def _make_way(standing: NamedGrant, from_on: date, at: datetime) -> None:
    """One that has run out makes room for the next."""
    if standing.to_on is None or standing.to_on > from_on:
        until = (
            _("长期") if standing.to_on is None else _("至%(day)s前") % {"day": standing.to_on.isoformat()}
        )
        raise AlreadyGranted(
            _("%(holder)s已获授权（%(until)s），无需重复授权。") % {"holder": standing.holder, "until": until}
        )
    standing.closed_at, standing.closing = at, _("到期，另行授权")
    standing.save(update_fields=["closed_at", "closing"])
