"""Two cases that are one are joined by a person, and can be parted again."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from disputes.choices import Promise, State, Verb
from disputes.models import Case
from disputes.stepping import begin_step, take_step

_LEVEL = (Promise.SETTLE_LEVEL, Promise.SETTLE_STATUTORY)
_OWED_AGAIN: dict[str, tuple[Promise, ...]] = {
    State.REGISTERED: (Promise.ACCEPT,),
    State.RETURNED: (Promise.RESUBMIT,),
    State.HANDED_UP: (Promise.RECEIVE,),
    State.ACCEPTED: (Promise.FIRST_CONTACT, *_LEVEL),
    State.MEDIATING: _LEVEL,
}


@transaction.atomic
def merge_case(
    *,
    case: Case,
    into: Case,
    reason: str,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
    seen: int | None = None,
) -> Case:
    """Join `case` to `into`: it rests there with its parties, papers and steps, and counts no more by itself.

    Raises:
        Refused: see `begin_step`; the same case, a closed one, or one that is joined itself.
    """
    # Both rows in the order of their keys, so that two clerks who join them crosswise do not wait for each other.
    locked = {
        row.pk: row
        for row in Case.objects.select_for_update(of=("self",))
        .filter(pk__in=[case.pk, into.pk])
        .order_by("pk")
    }
    turn = begin_step(case=case, verb=Verb.MERGE, actor=actor, key=key, seen=seen)
    if turn.is_repeat:
        return turn.case
    into = locked[into.pk]
    if into.pk == case.pk:
        raise Refused(_("不能并入自身。"))
    if not into.is_open:
        raise Refused(_("只能并入尚未结案的纠纷。"))
    if turn.case.merged.exists():
        raise Refused(_("该纠纷已有其他案件并入，请先撤销。"))
    return take_step(
        turn,
        at=at,
        note=reason,
        changes={"merged_into_id": into.pk},
        facts={"into": str(into.pk), "into_label": into.audit_label},
        told={"into": into.audit_label},
    )


@transaction.atomic
def unmerge_case(
    *,
    case: Case,
    reason: str,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
    seen: int | None = None,
) -> Case:
    """Part it again: it stands where it stood, and its terms are made anew from now, but for the statutory
    month, which goes on to where it would have ended.

    Raises:
        Refused: see `begin_step`.
    """
    turn = begin_step(case=case, verb=Verb.UNMERGE, actor=actor, key=key, seen=seen)
    if turn.is_repeat:
        return turn.case
    into = turn.case.merged_into
    again = _OWED_AGAIN.get(turn.case.resume_state, ())
    if turn.case.contacted_at is not None:
        again = tuple(promise for promise in again if promise != Promise.FIRST_CONTACT)
    label = into.audit_label if into else ""
    return take_step(
        turn,
        at=at,
        note=reason,
        changes={"merged_into_id": None},
        facts={"from": label},
        told={"into": label},
        also=again,
    )
