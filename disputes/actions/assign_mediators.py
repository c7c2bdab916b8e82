"""Several cases are given to one mediator at once; what can't be given says why."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.tenancy.ids import uuid7
from disputes.actions.assign_mediator import assign_mediator
from disputes.log_codes import CASES_ASSIGNED
from disputes.models import Case, Step

MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Assigned:
    """What became of a selection: the cases given, and those refused with the sentence that says why."""

    done: tuple[Case, ...]
    refused: tuple[tuple[Case, str], ...]


@transaction.atomic
def assign_mediators(
    *,
    cases: Sequence[tuple[Case, int | None]],
    mediator: Staff,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
) -> Assigned:
    """Name one mediator for each of the cases. A case that refuses stays as it was; the others go through.

    Args:
        cases: each with the revision on the page, or None.
        key: the client's own key of the whole selection; sent twice, nothing is done twice.

    Raises:
        Refused: nothing was selected, or more than is done in one go.
    """
    if not cases:
        raise Refused(_("请先勾选纠纷。"))
    if len(cases) > MOST:
        raise Refused(_("一次最多指定 %(n)s 件。") % {"n": MOST})
    whole = key or uuid7()
    keys = {case.pk: uuid5(whole, str(case.pk)) for case, _seen in cases}
    is_repeat = Step.objects.filter(pk__in=keys.values()).exists()
    done, refused = [], []
    for case, seen in sorted(
        cases, key=lambda row: row[0].pk
    ):  # in one order, so that two clerks don't deadlock
        try:
            with transaction.atomic():
                done.append(
                    assign_mediator(
                        case=case, mediator=mediator, actor=actor, at=at, key=keys[case.pk], seen=seen
                    )
                )
        except Refused as refusal:
            refused.append((case, str(refusal)))
    if not is_repeat:
        record(
            CASES_ASSIGNED,
            actor=actor,
            at=at,
            subject=mediator,
            after={"done": len(done), "refused": len(refused)},
        )
    return Assigned(tuple(done), tuple(refused))
