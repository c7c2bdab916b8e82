"""What is known of a door is put right: address, number, phone; of a market entity its name, code and operator."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.rules.identity import read_credit_code
from core.rules.initials import initials_of
from households.choices import DoorKind
from households.finding import index_door
from households.log_codes import DOOR_CHANGED
from households.models import Door
from households.registering import differing, kept_door, people_of, plain

OF_ALL: Final = ("address", "number", "phone", "walk_order", "note")
OF_ENTITIES: Final = ("name", "credit_code", "operator")


@transaction.atomic
def change_door(
    *, door: Door, values: Mapping[str, Any], reason: str = "", actor: Actor, at: dt.datetime
) -> Door:
    """Change what differs. A household's name is its head's and follows them.

    Raises:
        Refused: not theirs, closed, nothing differs, or a field that this door does not have.
        ValidationError: a number or credit code that another door has.
    """
    door, post = kept_door(door, actor=actor)
    is_entity = door.kind == DoorKind.ENTITY
    if set(values) - set(OF_ALL) - (set(OF_ENTITIES) if is_entity else set()):
        raise Refused(_("居民户的户主姓名请在成员中更正。"))
    given = dict(values)
    code = read_credit_code(given["credit_code"]) if given.get("credit_code") else None
    if code:
        given["credit_code"] = code.text
    changed = differing(door, given)
    if not changed:
        raise Refused(_("没有需要更正的内容。"))
    before = {name: plain(getattr(door, name)) for name in changed}
    for name, value in changed.items():
        setattr(door, name, value)
    if "credit_code" in changed:
        door.credit_unverified = bool(code and not code.is_sound)
    door.initials = initials_of(door.name)[:30]
    door.full_clean(exclude=["tenant", "origin", "into"])
    door.save()
    index_door(door, people_of(door))
    record(
        DOOR_CHANGED, actor=actor, post=post, at=at, subject=door, before=before, after=changed, reason=reason
    )
    return door
