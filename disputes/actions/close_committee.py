"""A committee is dissolved."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar.rules import day_of
from disputes.committees import earliest_end_of, open_cases_of
from disputes.log_codes import COMMITTEE_CLOSED
from disputes.models import Committee, DutyShift, Mediator, Room
from disputes.policies import may_keep_committee


@transaction.atomic
def close_committee(
    *, committee: Committee, on: dt.date, reason: str, actor: Actor, at: dt.datetime
) -> Committee:
    """Dissolve it as of a day, once none of its cases is open: its people leave, its rooms close, duty ends.
    On its founding day it ends as never having been, where nobody joined and nothing was taken.

    Raises:
        Refused: not theirs, dissolved already, open cases, a day before its beginning or to come, or no reason.
    """
    committee = Committee.objects.select_for_update(of=("self",)).get(pk=committee.pk)
    post = require(may_keep_committee(actor, committee))
    if on > day_of(at):
        raise Refused(_("撤销日不能晚于今天。"))
    if on < (earliest := earliest_end_of(committee)):
        raise Refused(
            _("最早可于%(day)s撤销，即设立日、成员任职日的次日；这些日期有误的，请先修改。")
            % {"day": earliest}
        )
    if not reason.strip():
        raise Refused(_("请写明撤销原因。"))
    if number := open_cases_of(committee):
        raise Refused(_("该调委会还有 %(n)s 件在办纠纷，请先转交或结案。") % {"n": number})
    here = Mediator.objects.filter(Q(to_on=None) | Q(to_on__gt=on), committee=committee)
    DutyShift.objects.filter(room__committee=committee, on__gte=on).delete()
    left = here.update(to_on=on)
    Room.objects.filter(committee=committee, is_active=True).update(is_active=False)
    committee.valid_to = on
    committee.save(update_fields=["valid_to"])
    record(
        COMMITTEE_CLOSED,
        actor=actor,
        post=post,
        at=at,
        subject=committee,
        after={"valid_to": on, "members": left},
        reason=reason.strip(),
    )
    return committee
