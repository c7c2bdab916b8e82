"""A township's allowances of a quarter are collected and declared."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.tenancy.ids import uuid7
from core.workcalendar.rules import day_of
from disputes.choices import ClaimState
from disputes.claiming import Candidate, candidates
from disputes.log_codes import BATCH_DECLARED
from disputes.models import AllowanceBatch, AllowanceClaim
from disputes.policies.allowance import may_declare_batch
from disputes.rules.risks import quarter_span


@transaction.atomic
def declare_batch(*, path: str, year: int, quarter: int, actor: Actor, at: dt.datetime) -> AllowanceBatch:
    """Collect the quarter's settled, performed and whole cases by grade; the others are listed with why not. Declared
    again before it is checked, it is collected again, and what a person refused stays refused.

    Raises:
        Refused: not theirs, the quarter is not over, or the batch is checked already.
    """
    post = require(may_declare_batch(actor, path))
    if quarter not in (1, 2, 3, 4) or quarter_span(year, quarter)[1] > day_of(at):
        raise Refused(_("该季度尚未结束，不能申报。"))
    AllowanceBatch.objects.bulk_create(
        [AllowanceBatch(id=uuid7(), path=path, year=year, quarter=quarter, declared_at=at)],
        ignore_conflicts=True,  # two at once: the second waits for the lock below and collects again
    )
    batch: AllowanceBatch = AllowanceBatch.objects.select_for_update(of=("self",)).get(
        path=path, year=year, quarter=quarter
    )
    if batch.state != ClaimState.DECLARED:
        raise Refused(_("该批次已初审，不能重新申报。"))
    batch.declared_at, batch.declared_by_id = at, actor.person
    batch.save(update_fields=["declared_at", "declared_by"])
    found = candidates(path, year, quarter, batch=batch)
    _collect(batch, found)
    due = [one for one in found if not one.refusal]
    record(
        BATCH_DECLARED,
        actor=actor,
        post=post,
        at=at,
        subject=batch,
        after={
            "count": len(due),
            "refused": len(found) - len(due),
            "amount": str(sum(one.amount for one in due)),
        },
    )
    return batch


def _collect(batch: AllowanceBatch, found: list[Candidate]) -> None:
    known = {claim.case_id: claim for claim in AllowanceClaim.objects.filter(batch=batch)}
    new, changed = [], []
    for one in found:
        claim = known.pop(one.case.pk, None)
        if claim is not None and claim.refused_by_id is not None:
            continue
        values = {
            "mediator_id": one.mediator_id,
            "grade": one.case.grade,
            "amount": one.amount,
            "is_accepted": False if one.refusal else None,
            "refusal": one.refusal[:200],
        }
        if claim is None:
            new.append(AllowanceClaim(id=uuid7(), batch=batch, case=one.case, **values))
        else:
            for name, value in values.items():
                setattr(claim, name, value)
            changed.append(claim)
    # What was collected before and has left the quarter since (a case opened again) is claimed no more.
    for claim in known.values():
        if claim.refused_by_id is None:
            claim.is_accepted, claim.refusal = False, _("该纠纷已重新启动")
            changed.append(claim)
    AllowanceClaim.objects.bulk_create(new)
    AllowanceClaim.objects.bulk_update(changed, ["mediator", "grade", "amount", "is_accepted", "refusal"])
