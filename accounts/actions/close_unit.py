import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import log_codes as codes
from accounts.models import Membership, Post, Unit
from accounts.policies import may_change_units
from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require


class UnitStillInUse(Refused):
    """People or posts stand in the unit beyond that day."""


@transaction.atomic
def close_unit(*, unit: Unit, valid_to: dt.date, reason: str, actor: Actor, at: dt.datetime) -> Unit:
    """Close a unit as of `valid_to`, once nobody stands in it beyond that day."""
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    post = require(may_change_units(actor, path=unit.path))
    if unit.valid_to is not None:
        raise Refused(_("该单位已撤销。"))
    if valid_to <= unit.valid_from:
        raise Refused(_("撤销日须晚于设立日%(day)s。") % {"day": unit.valid_from})
    beyond = Q(to_on=None) | Q(to_on__gt=valid_to)
    posts = Post.objects.filter(beyond, unit=unit).count()
    members = Membership.objects.filter(beyond, unit=unit).count()
    if posts or members:
        raise UnitStillInUse(
            _("该单位届时尚有%(members)s名成员、%(posts)s个岗位，请先调出或免职。")
            % {"members": members, "posts": posts}
        )
    unit.valid_to = valid_to
    unit.save(update_fields=["valid_to"])
    record(
        codes.UNIT_CLOSED,
        actor=actor,
        post=post,
        at=at,
        subject=unit,
        after={"valid_to": valid_to},
        reason=reason,
    )
    return unit
