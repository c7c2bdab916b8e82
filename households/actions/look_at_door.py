"""The phones and ID numbers of a door are opened, for a reason."""

import datetime as dt
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audit.actions.record_view import record_view
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar.rules import day_of
from households.log_codes import DOOR_SEEN
from households.models import Door
from households.opening import Opened, is_a_minors_door, is_young
from households.policies import may_open_minors, may_open_numbers
from households.registering import people_of
from households.selectors import pair_of

LABELS: Final = {"phone": gettext_lazy("电话"), "id_number": gettext_lazy("身份证号")}


@transaction.atomic
def look_at_door(
    *, door: Door, reason: str, with_minors: bool = False, actor: Actor, at: dt.datetime
) -> Opened:
    """Open them in this answer only; "who looked" shows it.

    Args:
        with_minors: what is known of minors too; only for who keeps the register.

    Raises:
        Refused: neither paired with it nor keeping it, or no reason.
    """
    today = day_of(at)
    pair = pair_of(door, on=today)
    is_paired = pair is not None and pair.staff_id == actor.person_id
    post = require(may_open_numbers(actor, path=door.path, is_paired=is_paired))
    if with_minors:
        require(may_open_minors(actor, path=door.path))
    if not reason.strip():
        raise Refused(_("请写明查看原因。"))
    people: dict[UUID, dict[str, str]] = {}
    fields: set[str] = set()
    everybody = people_of(door)
    for one in everybody:
        if is_young(one, today) and not with_minors:
            continue
        opened = {name: plain for name in LABELS if (plain := getattr(one, name).reveal())}
        people[one.pk] = opened
        fields |= {str(LABELS[name]) for name in opened}
    is_hidden = not with_minors and is_a_minors_door(everybody, today)
    phone = "" if is_hidden else door.phone.reveal()
    record_view(
        DOOR_SEEN,
        actor=actor,
        at=at,
        subject=door,
        post=post,
        fields=fields | ({str(_("未成年人信息"))} if with_minors else set()),
        reason=reason.strip(),
    )
    return Opened(phone, people)
