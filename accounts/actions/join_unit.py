"""Moving a person into a unit, or out of one."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import log_codes as codes
from accounts.models import Membership, Staff, Unit
from accounts.policies import may_add_staff
from accounts.seats import WrongDay
from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require


@transaction.atomic
def join_unit(
    *, staff: Staff, unit: Unit, from_on: dt.date, actor: Actor, at: dt.datetime, is_head: bool = False
) -> Membership:
    """Let a person belong to `unit` from `from_on` on; the unit they were in is left that day."""
    post = require(may_add_staff(actor, path=unit.path))
    if unit.valid_to is not None and unit.valid_to <= from_on:
        raise Refused(_("该单位已撤销。"))
    last = _last(staff)
    if last is not None and last.to_on is None:
        if last.from_on >= from_on:
            raise WrongDay(_("须晚于现单位的起始日%(day)s。") % {"day": last.from_on})
        last.to_on = from_on
        last.save(update_fields=["to_on"])
    elif last is not None and last.to_on is not None and last.to_on > from_on:
        raise WrongDay(_("不能早于原单位的截止日%(day)s。") % {"day": last.to_on})
    joined = Membership.objects.create(
        staff=staff,
        unit=unit,
        is_head=is_head,
        from_on=from_on,
        previous_to_on=last.to_on if last else None,
    )
    record(
        codes.UNIT_JOINED,
        actor=actor,
        post=post,
        at=at,
        subject=staff,
        path=unit.path,
        before={"unit": last.unit.name if last and last.to_on == from_on else ""},
        after={"unit": unit.name, "from_on": from_on},
    )
    return joined


@transaction.atomic
def leave_unit(*, staff: Staff, to_on: dt.date, actor: Actor, at: dt.datetime) -> Membership:
    """Take a person out of their unit as of `to_on`."""
    last = _last(staff)
    if last is None or last.to_on is not None:
        raise Refused(_("此人不在任何单位。"))
    post = require(may_add_staff(actor, path=last.unit.path))
    if to_on <= last.from_on:
        raise WrongDay(_("须晚于起始日%(day)s。") % {"day": last.from_on})
    last.to_on = to_on
    last.save(update_fields=["to_on"])
    record(
        codes.UNIT_LEFT,
        actor=actor,
        post=post,
        at=at,
        subject=staff,
        path=last.unit.path,
        before={"unit": last.unit.name},
        after={"to_on": to_on},
    )
    return last


def _last(staff: Staff) -> Membership | None:
    Staff.objects.select_for_update(no_key=True).get(pk=staff.pk)
    return Membership.objects.filter(staff=staff).select_related("unit").order_by("-from_on").first()
