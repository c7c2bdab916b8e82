"""The record of a visit is put right; what stood there before is kept beside it."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar.rules import day_of
from households.bursts import note_burst
from households.fulfilling import fulfil, unfulfil
from households.log_codes import VISIT_CORRECTED
from households.models import Demand, EarlierText, Visit
from households.policies import may_correct_visit
from households.ruling import rule_on
from households.visiting import (
    VisitEntry,
    check_visit,
    lock_visitor,
    require_lead,
    require_length,
    require_pair,
)


@transaction.atomic
def correct_visit(*, visit: Visit, entry: VisitEntry, reason: str, actor: Actor, at: dt.datetime) -> Visit:
    """Write the visit anew, keep the old text, and ask again what it did for the month.

    Raises:
        Refused: not theirs, a draft, no reason, nothing changes, nobody was there who asked for something; see
            `check_visit`. A visit of a month before the last stands as it is.
    """
    lock_visitor(visit.staff)
    visit = Visit.objects.select_for_update(of=("self",)).select_related("staff", "door").get(pk=visit.pk)
    post = require(may_correct_visit(actor, visit))
    if not visit.is_kept:
        raise Refused(_("草稿请直接填写完整后提交。"))
    if not reason.strip():
        raise Refused(_("请写明更正原因。"))
    require_length(EarlierText, "reason", reason)
    check_visit(entry, at=at)
    changed = {name: value for name, value in entry.columns.items() if getattr(visit, name) != value}
    if not changed:
        raise Refused(_("没有需要更正的内容。"))
    if entry.found_nobody and Demand.objects.filter(visit=visit).exists():
        raise Refused(_("这次走访登记了诉求，不能改为没见到人。"))
    if visit.door is not None:
        require_pair(visit.door, visit.staff, on=day_of(entry.visited_at))
    else:
        require_lead(visit.path, visit.staff, on=day_of(entry.visited_at))
    EarlierText.objects.create(
        visit=visit,
        way=visit.way,
        met=visit.met,
        visited_at=visit.visited_at,
        said=visit.said,
        reason=reason.strip(),
        replaced_at=at,
        replaced_by_id=actor.person,
    )
    told = {"way": str(visit.get_way_display()), "visited_at": visit.visited_at}
    for name, value in (changed | {"corrected_at": at}).items():
        setattr(visit, name, value)
    unfulfil(visit=visit, at=at)
    visit.save(update_fields=[*changed, "corrected_at"])
    fulfil(visit=visit, at=at)
    note_burst(visit, rule_on(day_of(at)), at=at)
    record(
        VISIT_CORRECTED,
        actor=actor,
        post=post,
        at=at,
        subject=visit,
        before=told,
        after={
            "way": str(visit.get_way_display()),
            "visited_at": visit.visited_at,
            "fields": [str(Visit._meta.get_field(name).verbose_name) for name in sorted(changed)],  # type: ignore[union-attr]  # own columns
        },
        reason=reason.strip(),
    )
    return visit
