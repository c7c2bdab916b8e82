"""Somebody mediates for a committee from now on."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Staff
from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.tenancy.ids import uuid7
from disputes.checking import require_sound
from disputes.choices import Sex
from disputes.committees import require_joining_day
from disputes.log_codes import MEDIATOR_JOINED
from disputes.models import Committee, Mediator
from disputes.policies import may_keep_committee


@transaction.atomic
def join_committee(
    *,
    committee: Committee,
    from_on: dt.date,
    actor: Actor,
    at: dt.datetime,
    staff: Staff | None = None,
    name: str = "",
    sex: str = Sex.UNKNOWN,
    is_member: bool = True,
    is_head: bool = False,
    is_minority: bool = False,
    is_full_time: bool = False,
) -> Mediator:
    """Enter them, with an account or by name alone. What the law misses in the composition is warned of, not refused:
    an election or appointment decides (人民调解法 arts. 8–10).

    Raises:
        Refused: not theirs, closed, nobody named, there already, a day before the committee began or to come, or a
            second head.
    """
    committee = Committee.objects.select_for_update(of=("self",)).get(pk=committee.pk)
    post = require(may_keep_committee(actor, committee))
    name = staff.name if staff else name.strip()
    if not name:
        raise Refused(_("请填写姓名，或选择工作人员。"))
    if sex not in Sex.values:
        raise Refused(_("请选择性别。"))
    require_joining_day(committee, from_on, at)
    here = Mediator.objects.filter(Q(to_on=None) | Q(to_on__gt=from_on), committee=committee)
    if (here.filter(staff=staff) if staff else here.filter(staff=None, name=name)).exists():
        raise Refused(_("%(name)s已是该调委会的调解员。") % {"name": name})
    if is_head:
        if not is_member:
            raise Refused(_("主任须是委员。"))
        if (head := here.filter(is_head=True, to_on=None).first()) is not None:
            raise Refused(_("现任主任是%(name)s，请先修改其任职。") % {"name": head.name})
    mediator = Mediator(
        committee=committee,
        staff=staff,
        name=name,
        sex=sex,
        is_member=is_member,
        is_head=is_head,
        is_minority=is_minority,
        is_full_time=is_full_time,
        seat=uuid7(),
        from_on=from_on,
    )
    require_sound(mediator)
    mediator.save(force_insert=True)
    record(
        MEDIATOR_JOINED,
        actor=actor,
        post=post,
        at=at,
        subject=mediator,
        path=committee.path,
        after={
            "committee": committee.name,
            "is_head": is_head,
            "is_full_time": is_full_time,
            "from_on": from_on,
        },
    )
    return mediator
