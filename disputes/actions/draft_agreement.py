"""What the parties agree is written down, with what each owes and when."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.tenancy.ids import uuid7
from core.workcalendar.rules import day_of
from disputes.checking import require_sound
from disputes.choices import AgreementForm
from disputes.issuing import set_aside_agreement
from disputes.log_codes import AGREEMENT_DRAFTED
from disputes.models import Agreement, Case, Obligation
from disputes.policies import may_draft
from disputes.selectors import facts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationEntry:
    """One thing owed: by whom, what, how much, by when."""

    what: str
    due_on: dt.date
    party_id: UUID | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementEntry:
    """An agreement as entered: see `Agreement` for the fields."""

    form: str
    content: str
    agreed_on: dt.date
    facts: str = ""
    performance: str = ""
    copies: int = 3
    obligations: Sequence[ObligationEntry] = ()


@transaction.atomic
def draft_agreement(
    *, case: Case, entry: AgreementEntry, actor: Actor, at: dt.datetime, key: UUID | None = None
) -> Agreement:
    """Write it down, in place of one before it, whose papers fill no place in the dossier any more. It binds nobody
    until its conditions of effect are met.

    Raises:
        Refused: see `may_draft`; the text is empty, a day lies where it can't.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if key is not None and (known := Agreement.objects.filter(pk=key, case=case).first()) is not None:
        return known
    post = require(may_draft(actor, case, facts_of(case)))
    _check(entry, at)
    for before in Agreement.objects.filter(case=case, voided_at=None):
        set_aside_agreement(before, at=at, reason=_("协议重新拟订"))
    agreement = Agreement(
        id=key or uuid7(),
        case=case,
        form=entry.form,
        content=entry.content.strip(),
        facts=entry.facts,
        performance=entry.performance,
        copies=entry.copies,
        agreed_on=entry.agreed_on,
        number=case.number,
        written_at=at,
        written_by_id=actor.person,
    )
    owed = [
        Obligation(
            agreement=agreement,
            position=position,
            party_id=one.party_id,
            what=one.what,
            amount=one.amount,
            due_on=one.due_on,
        )
        for position, one in enumerate(entry.obligations, start=1)
    ]
    for row in (agreement, *owed):
        require_sound(row)
    agreement.save(force_insert=True)
    Obligation.objects.bulk_create(owed)
    record(
        AGREEMENT_DRAFTED,
        actor=actor,
        post=post,
        at=at,
        subject=case,
        after={"form": entry.form, "agreed_on": entry.agreed_on, "obligations": len(entry.obligations)},
    )
    return agreement


def _check(entry: AgreementEntry, at: dt.datetime) -> None:
    if entry.form not in AgreementForm.values:
        raise Refused(_("请选择协议形式。"))
    if not entry.content.strip():
        raise Refused(_("请填写协议内容。"))
    if entry.agreed_on > day_of(at):
        raise Refused(_("达成日期不能晚于今天。"))
    if any(one.due_on < entry.agreed_on for one in entry.obligations):
        raise Refused(_("履行期限不能早于协议达成日。"))
