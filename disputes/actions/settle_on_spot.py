"""A quarrel is settled at the door, and the register keeps what was agreed."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.workcalendar.rules import day_of
from disputes.choices import AgreementForm, Verb
from disputes.handing import name_lead
from disputes.models import Agreement, Case
from disputes.stepping import begin_step, take_step


@transaction.atomic
def settle_on_spot(
    *,
    case: Case,
    content: str,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
    seen: int | None = None,
) -> Case:
    """Register the oral agreement reached at the door (人民调解法 art. 30). A visit follows by its term.

    Raises:
        Refused: see `begin_step`; or nothing was said of what was agreed.
    """
    turn = begin_step(case=case, verb=Verb.SETTLE_ON_SPOT, actor=actor, key=key, seen=seen)
    if turn.is_repeat:
        return turn.case
    if not content.strip():
        raise Refused(_("请写明双方商定的内容。"))
    name_lead(turn.case, actor.person, facts=turn.facts, level=turn.case.level, at=at)
    # A case that was settled so once and opened again has one in force.
    before = Agreement.objects.filter(case=turn.case, voided_at=None)
    before.update(voided_at=at, void_reason=_("重新拟订"))
    Agreement.objects.create(
        case=turn.case,
        form=AgreementForm.ORAL,
        content=content.strip(),
        agreed_on=day_of(at),
        effective_on=day_of(at),
        written_at=at,
        written_by_id=actor.person,
    )
    changes = {"settled_at": at, "mediator_id": actor.person}
    return take_step(turn, at=at, note=_("当场化解"), changes=changes)
