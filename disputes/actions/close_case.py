"""The dossier is whole and the case is closed; and, should it come to that, opened again."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from disputes.binding import bind_dossier
from disputes.choices import Outcome, Verb
from disputes.issuing import set_aside_agreement
from disputes.models import Agreement, Case, Party
from disputes.stepping import begin_step, take_step


@transaction.atomic
def close_case(
    *,
    case: Case,
    actor: Actor,
    at: dt.datetime,
    note: str = "",
    key: UUID | None = None,
    seen: int | None = None,
) -> Case:
    """Close it, once every mandatory item of its dossier is filed; a transferred one, once it was signed for. The
    pages are numbered for good, and cover, contents and back are made.

    Raises:
        Refused: see `begin_step`; the sentence names what is missing.
    """
    turn = begin_step(case=case, verb=Verb.CLOSE, actor=actor, key=key, seen=seen)
    if turn.is_repeat:
        return turn.case
    pages = bind_dossier(case=turn.case, actor=actor, post=turn.post, at=at)
    return take_step(turn, at=at, note=note, changes={"closed_at": at}, facts={"pages": pages})


@transaction.atomic
def reopen_case(
    *,
    case: Case,
    reason: str,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
    seen: int | None = None,
) -> Case:
    """Open a closed case again, with a reason: the only way out of a closed case. Whoever had refused is asked
    anew, and an agreement of the earlier mediation no longer counts as this one's.

    What a committee had accepted goes on there under its number; what none ever accepted is to be accepted now.

    Raises:
        Refused: see `begin_step`.
    """
    turn = begin_step(case=case, verb=Verb.REOPEN, actor=actor, key=key, seen=seen)
    if turn.is_repeat:
        return turn.case
    changes: dict[str, Any] = {
        "closed_at": None,
        "settled_at": None,
        "outcome": Outcome.NONE,
        "level_since": at,
    }
    if turn.case.was_accepted:
        changes |= {"accepted_at": at, "first_accepted_at": at}
    Party.objects.filter(case=turn.case, has_refused=True).update(has_refused=False)
    # What the new mediation leads to is agreed anew; the old paper stays in the dossier.
    for agreement in Agreement.objects.filter(case=turn.case, voided_at=None):
        set_aside_agreement(agreement, at=at, reason=_("重新启动调解"))
    return take_step(turn, at=at, note=reason, changes=changes)
