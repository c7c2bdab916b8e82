"""What is known of a party is put right or filled in: phone, address, who speaks for them."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.rules.identity import read_id_number
from core.rules.initials import initials_of
from disputes.choices import PartyKind, Verb
from disputes.finding import reindex_case
from disputes.models import Case, Party
from disputes.stepping import begin_step, take_step

SEALED = ("id_number", "phone", "agent_phone")
CORRECTABLE = (
    "name",
    "sex",
    "born_on",
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
    """Change what is known of somebody in the case; the timeline names the fields, never a phone or a number.

    Raises:
        Refused: see `begin_step`; nothing changes, a field is not for correcting, or an agent's power has no agent.
    """
    case = Case.objects.get(pk=party.case_id)
    turn = begin_step(case=case, verb=Verb.CORRECT, actor=actor, key=key, seen=seen)
    if turn.is_repeat:
        return turn.case
    if set(values) - set(CORRECTABLE):
        raise Refused(_("只能更正登记内容。"))
    party = Party.objects.get(pk=party.pk)
    changed = {name: value for name, value in values.items() if _stands(party, name) != value}
    if not changed:
        raise Refused(_("没有需要更正的内容。"))
    before = {name: _plain(getattr(party, name)) for name in changed if name not in SEALED}
    for name, value in changed.items():
        setattr(party, name, value)
    if party.agent_power and not party.agent_name:
        raise Refused(_("写了代理权限，请填写代理人。"))
    party.initials = initials_of(party.name)[:30]
    number = party.id_number.reveal()
    is_person = party.kind == PartyKind.PERSON
    party.id_unverified = bool(is_person and number and not read_id_number(number).is_sound)
    if (
        is_person
        and number
        and Party.objects.filter(case=case, id_number_index=party.id_number_index)
        .exclude(pk=party.pk)
        .exists()
    ):
        raise Refused(_("同一证件号码的人不能在一件纠纷中出现两次。"))
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
            "after": {name: _plain(value) for name, value in changed.items() if name not in SEALED},
        },
    )
    reindex_case(moved, list(Party.objects.filter(case=moved)))
    return moved


def _stands(party: Party, name: str) -> Any:
    value = getattr(party, name)
    return value.reveal() if name in SEALED else value


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)
