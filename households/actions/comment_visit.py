"""The head says something about a visit."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar.rules import day_of
from households.log_codes import VISIT_COMMENTED
from households.models import Visit
from households.policies import may_look_after
from households.selectors import unit_of
from households.visiting import require_length


@transaction.atomic
def comment_visit(*, visit: Visit, comment: str, actor: Actor, at: dt.datetime) -> Visit:
    """Comment on a visit; a later comment takes the place of the first, which stays in the records. The visitor is told.

    Raises:
        Refused: not the head, a draft, nothing said or too much, the same comment.
    """
    visit = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    unit_id = unit_of(visit.staff_id, on=day_of(visit.visited_at))
    post = require(may_look_after(actor, visit, unit_id=unit_id))
    if not visit.is_kept:
        raise Refused(_("草稿还不能点评。"))
    comment = comment.strip()
    if not comment:
        raise Refused(_("请写下点评。"))
    require_length(Visit, "comment", comment)
    if comment == visit.comment:
        raise Refused(_("点评没有变化。"))
    before = visit.comment
    visit.comment, visit.commented_by_id, visit.commented_at = comment, actor.person, at
    visit.save(update_fields=["comment", "commented_by", "commented_at"])
    record(
        VISIT_COMMENTED,
        actor=actor,
        post=post,
        at=at,
        subject=visit,
        before={"comment": before},
        after={"comment": comment},
    )
    return visit
