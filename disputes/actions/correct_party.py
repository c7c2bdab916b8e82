"""What is known of a party is put right or filled in: phone, address, who speaks for them."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.rules.initials import initials_of
from core.workcalendar.rules import day_of
from disputes.checking import require_day, require_sound
from disputes.choices import Verb
from disputes.entering import READ_OFF, check_parties, entry_of, read_correction, require_kept
from disputes.finding import reindex_case
from disputes.models import Case, Party
from disputes.stepping import begin_step, take_step

SEALED = ("id_number", "phone", "agent_phone")
UNTOLD = (*SEALED, "ethnicity")
CORRECTABLE = (
    "name",
    "sex",
    "born_on",
    "ethnicity",
    "occupation",
    "address",
    "representative",
    "agent_name",
    "agent_power",
    "is_minor",
    *SEALED,
)


@transaction.atomic
def correct_party(
    *,
    party: Party,
    values: Mapping[str, Any],
    reason: str,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
    seen: int | None = None,
) -> Case:
    """Change what is known of somebody in the case; the timeline names the fields, never a phone, a number or
    a 民族.

    What follows from a number or a birth date is put right with it, and named as well.

    Raises:
        PartyOnBothSides, Refused: see `begin_step`, `read_correction` and `check_parties`; nothing changes, or a field
            is not for correcting.
    """
    case = Case.objects.get(pk=party.case_id)
    turn = begin_step(case=case, verb=Verb.CORRECT, actor=actor, key=key, seen=seen)
    if turn.is_repeat:
        return turn.case
    if set(values) - set(CORRECTABLE):
        raise Refused(_("只能更正登记内容。"))
    people = list(Party.objects.filter(case=case))
    others = [one for one in people if one.pk != party.pk]
    (party,) = (one for one in people if one.pk == party.pk)
    standing = entry_of(party)
    require_day(_("出生日期"), values.get("born_on"), at)
    read = read_correction(party, values, on=day_of(case.registered_at))
    require_kept(read)
    changed = {
        name: getattr(read.entry, name)
        for name in CORRECTABLE
        if (name in values or name in READ_OFF) and getattr(read.entry, name) != getattr(standing, name)
    }
    if not changed:
        raise Refused(_("没有需要更正的内容。"))
    check_parties([read.entry], standing=others)
    before = {name: _plain(getattr(party, name)) for name in changed if name not in UNTOLD}
    for name, value in changed.items():
        setattr(party, name, value)
    party.initials = initials_of(party.name)[:30]
    party.id_unverified = read.id_unverified
    require_sound(party)
    party.save()
    labels = Party.labels_of(changed)
    moved = take_step(
        turn,
        at=at,
        note=reason,
        facts={
            "party": party.name,
            "fields": labels,
            "before": before,
            "after": {name: _plain(value) for name, value in changed.items() if name not in UNTOLD},
        },
    )
    reindex_case(moved, [party, *others])
    return moved


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)
