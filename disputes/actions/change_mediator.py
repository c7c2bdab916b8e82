"""What somebody is on a committee."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from disputes.choices import Sex
from disputes.committees import require_joining_day
from disputes.log_codes import MEDIATOR_CHANGED
from disputes.models import Committee, DutyShift, Mediator
from disputes.policies import may_keep_committee


@transaction.atomic
def change_mediator(
    *,
    mediator: Mediator,
    sex: str,
    is_member: bool,
    is_head: bool,
    is_minority: bool,
    is_full_time: bool,
    from_on: dt.date,
    actor: Actor,
    at: dt.datetime,
) -> Mediator:
    """Change it. Who becomes the head takes it over from the one before, in the same act.

    Raises:
        Refused: not theirs, they have left, nothing changes, a head who is no member, or a day that can't be: to come,
            before the committee began, after their first shift.
    """
    committee = Committee.objects.select_for_update(of=("self",)).get(pk=mediator.committee_id)
    post = require(may_keep_committee(actor, committee))
    mediator = Mediator.objects.select_for_update(of=("self",)).get(pk=mediator.pk)
    if mediator.to_on is not None:
        raise Refused(_("%(name)s已离任。") % {"name": mediator.name})
    if sex not in Sex.values:
        raise Refused(_("请选择性别。"))
    if is_head and not is_member:
        raise Refused(_("主任须是委员。"))
    given = {
        "sex": sex,
        "is_member": is_member,
        "is_head": is_head,
        "is_minority": is_minority,
        "is_full_time": is_full_time,
        "from_on": from_on,
    }
    before = {
        name: getattr(mediator, name) for name, value in given.items() if getattr(mediator, name) != value
    }
    if not before:
        raise Refused(_("没有需要修改的内容。"))
    if "from_on" in before:
        _check_day(mediator, committee, from_on, at)
    told = dict(before)
    if is_head and "is_head" in before:
        heads = Mediator.objects.filter(committee=committee, to_on=None, is_head=True)
        if (head := heads.first()) is not None:
            told["is_head"] = head.name
            heads.update(is_head=False)
    for name in before:
        setattr(mediator, name, given[name])
    mediator.save(update_fields=list(before))
    record(
        MEDIATOR_CHANGED,
        actor=actor,
        post=post,
        at=at,
        subject=mediator,
        path=committee.path,
        before=told,
        after={"committee": committee.name} | {name: given[name] for name in before},
    )
    return mediator


def _check_day(mediator: Mediator, committee: Committee, from_on: dt.date, at: dt.datetime) -> None:
    require_joining_day(committee, from_on, at)
    first = DutyShift.objects.filter(mediator=mediator).order_by("on").first()
    if first is not None and from_on > first.on:
        raise Refused(_("任职日不能晚于首次值班日（%(day)s）。") % {"day": first.on})
