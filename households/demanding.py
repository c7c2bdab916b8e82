"""How demands come to stand: their rows, their promises, who answers for them."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import Membership, Staff, Unit
from accounts.selectors import on_day
from core.audit.actions.record import Entry, record_many
from core.deadlines.actions.open_deadlines import Opening, open_deadlines
from core.deadlines.rules import Rule
from core.permissions.actor import ActingPost, Actor
from core.permissions.verdict import Refused
from core.workcalendar.choices import Unit as TermUnit
from core.workcalendar.rules import Term, day_of
from households.choices import Promise
from households.log_codes import DEMAND_RAISED
from households.models import Demand, Door, DoorDeadline, LiaisonRule, Visit
from households.visiting import DemandEntry


def answer_rule(rule: LiaisonRule) -> Rule:
    """Until when a demand is answered; a fifth of the term before, it is warned of."""
    unit = TermUnit(rule.demand_unit)
    warn = Term(rule.demand_value // 5, unit) if rule.demand_value >= 5 else None
    return Rule(Term(rule.demand_value, unit), warn, str(rule.valid_from))


def responsible(
    unit_id: UUID | None, staff_id: UUID | None, *, on: dt.date
) -> tuple[Unit | None, Staff | None]:
    """Department and person by their ids; of a person alone, their department.

    Raises:
        Refused: a department that is no more, somebody who left, or who is of another department.
    """
    unit = Unit.objects.filter(pk=unit_id, valid_to=None).first() if unit_id else None
    if unit_id and unit is None:
        raise Refused(_("请选择现有的部门。"))
    if staff_id is None:
        return unit, None
    person = Staff.objects.filter(pk=staff_id, left_on=None).first()
    if person is None:
        raise Refused(_("请选择在岗的责任人。"))
    own = Membership.objects.filter(on_day(on), staff=person).select_related("unit").first()
    if unit is not None and (own is None or own.unit_id != unit.pk):
        raise Refused(
            _("%(name)s不在%(unit)s，请重新选择责任人。") % {"name": person.name, "unit": unit.name}
        )
    return unit or (own.unit if own else None), person


def raise_demands(
    visit: Visit,
    entries: Sequence[DemandEntry],
    *,
    door: Door,
    rule: LiaisonRule,
    actor: Actor,
    post: ActingPost | None,
    at: dt.datetime,
) -> list[Demand]:
    """Write the demands of a visit with their promises, in the transaction of the verb that calls it.

    Raises:
        Refused: see `responsible`.
    """
    if not entries:
        return []
    rows = []
    for one in entries:
        unit, person = responsible(one.unit_id, one.staff_id, on=day_of(at))
        rows.append(
            Demand(
                visit=visit,
                door=door,
                path=visit.path,
                kind=one.kind,
                text=one.text.strip(),
                other_side=one.other_side.strip(),
                unit=unit,
                staff=person,
                raised_at=at,
            )
        )
    Demand.objects.bulk_create(rows)
    term = answer_rule(rule)
    promises = open_deadlines(
        DoorDeadline, [Opening(Promise.DEMAND, at, term, subject={"demand": row}) for row in rows]
    )
    record_many(
        DEMAND_RAISED,
        actor=actor,
        post=post,
        at=at,
        rows=[
            Entry.of(row, after={"kind": str(row.get_kind_display()), "due_at": promise.due_at})
            for row, promise in zip(rows, promises, strict=True)
        ],
    )
    return rows
