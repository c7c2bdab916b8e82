"""A party has received the notice of rights and duties (权利义务告知书) and signed for it."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar.rules import day_of
from disputes.log_codes import NOTICE_SIGNED
from disputes.models import Case, Party
from disputes.policies import may_write
from disputes.selectors import facts_of


@transaction.atomic
def sign_notice(*, case: Case, party_ids: Iterable[UUID], on: dt.date, actor: Actor, at: dt.datetime) -> int:
    """Note who signed for the notice on a day (人民调解法 arts. 23–24). Signing again changes nothing.

    Returns:
        How many signed now.

    Raises:
        Refused: the case is closed or not theirs; the day lies ahead.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    post = require(may_write(actor, case, facts_of(case)))
    if on > day_of(at):
        raise Refused(_("签收日期不能晚于今天。"))
    signing = Party.objects.filter(case=case, pk__in=list(party_ids), notice_signed_on=None)
    names = list(signing.values_list("name", flat=True))
    signed = signing.update(notice_signed_on=on)
    if signed:
        record(
            NOTICE_SIGNED,
            actor=actor,
            post=post,
            at=at,
            subject=case,
            after={"name": "、".join(names), "on": on},
        )
    return signed
