"""Two entries that look like one person: somebody says whether they are."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from households.choices import Likeness
from households.log_codes import TWINS_SETTLED
from households.models import Door, Member, TwinVerdict
from households.policies import may_settle_twins


@transaction.atomic
def settle_twins(
    *, one: Member, other: Member, verdict: str, note: str = "", actor: Actor, at: dt.datetime
) -> TwinVerdict:
    """Say it; said again otherwise, the later word counts. Which entry goes is for who keeps that household.

    Raises:
        Refused: neither is theirs, one entry twice, no such verdict.
    """
    if one.pk == other.pk or verdict not in Likeness.values:
        raise Refused(_("请选择两条不同的登记和认定结果。"))
    first, second = sorted((one, other), key=lambda member: member.pk)
    # Both doors locked: of two who say it at once, the second finds the first one's word.
    doors = {
        door.pk: door
        for door in Door.objects.select_for_update(of=("self",))
        .filter(pk__in={first.door_id, second.door_id})
        .order_by("pk")
    }
    post = require(may_settle_twins(actor, paths=[door.path for door in doors.values()]))
    known: TwinVerdict | None = TwinVerdict.objects.filter(first=first, second=second).first()
    if known is not None and (known.verdict, known.note) == (verdict, note):
        return known
    before = {"verdict": known.get_verdict_display()} if known else {}
    row = known or TwinVerdict(first=first, second=second)
    row.verdict, row.note, row.settled_at, row.settled_by_id = verdict, note, at, actor.person
    row.full_clean(exclude=["tenant"])
    row.save()
    for door in doors.values():
        record(
            TWINS_SETTLED,
            actor=actor,
            post=post,
            at=at,
            subject=door,
            before=before,
            after={"verdict": row.get_verdict_display(), "note": note},
        )
    return row
