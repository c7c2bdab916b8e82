"""Leaders' grids (领导包片): who goes there at least once a month."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, Staff
from accounts.selectors import on_day
from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar.rules import day_of
from grids.choices import Level
from grids.models import Area
from households.actions.pair_doors import AHEAD
from households.log_codes import GRID_LEAD_ENDED, GRID_LED
from households.models import GridLead
from households.policies import may_change_settings


@transaction.atomic
def lead_grid(*, staff: Staff, path: str, from_on: dt.date, actor: Actor, at: dt.datetime) -> GridLead:
    """Name a leader for a grid from a day on.

    Raises:
        Refused: not theirs, no grid, somebody without a unit, one who leads it already, a day gone by or too far ahead.
    """
    post = require(may_change_settings(actor))
    grid = Area.objects.filter(path=path, valid_to=None, level=Level.GRID).first()
    if grid is None:
        raise Refused(_("请选择现有的网格。"))
    today = day_of(at)
    if from_on < today:
        raise Refused(_("起始日不能早于今天。"))
    if from_on > today + AHEAD:
        raise Refused(_("起始日最晚为一年以后。"))
    Staff.objects.select_for_update(of=("self",), no_key=True).get(pk=staff.pk)
    member = Membership.objects.filter(on_day(from_on), staff=staff, staff__left_on=None).first()
    if member is None:
        raise Refused(_("%(name)s已离岗或没有单位，不能包片。") % {"name": staff.name})
    open_until = GridLead.objects.filter(staff=staff, path=path, to_on=None)
    if open_until.exists() or GridLead.objects.filter(staff=staff, path=path, to_on__gt=from_on).exists():
        raise Refused(_("%(name)s已包%(grid)s。") % {"name": staff.name, "grid": grid.name})
    lead: GridLead = GridLead.objects.create(staff=staff, unit_id=member.unit_id, path=path, from_on=from_on)
    record(
        GRID_LED,
        actor=actor,
        post=post,
        at=at,
        subject=staff,
        path=path,
        after={"area": grid.name, "from_on": from_on},
    )
    return lead


@transaction.atomic
def end_lead(*, lead: GridLead, to_on: dt.date, actor: Actor, at: dt.datetime) -> GridLead:
    """End it as of a day, the first on which they no longer lead the grid.

    Raises:
        Refused: not theirs, ended already, or not after its beginning.
    """
    post = require(may_change_settings(actor))
    if to_on <= lead.from_on:
        raise Refused(_("须晚于起始日%(day)s。") % {"day": lead.from_on})
    if to_on < day_of(at):
        raise Refused(_("截止日不能早于今天。"))
    if not GridLead.objects.filter(pk=lead.pk, to_on=None).update(to_on=to_on):
        raise Refused(_("该包片已经结束。"))
    lead.to_on = to_on
    area = Area.objects.filter(path=lead.path).first()
    record(
        GRID_LEAD_ENDED,
        actor=actor,
        post=post,
        at=at,
        subject=lead.staff,
        path=lead.path,
        before={"area": area.name if area else lead.path, "from_on": lead.from_on},
        after={"to_on": to_on},
    )
    return lead
