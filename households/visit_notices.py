"""Who is told of visits and demands."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.models import Membership, Post
from accounts.selectors import on_day
from accounts.telling import named, tell_staff
from core.audit.models import Record
from core.notifications.declaring import notifies
from core.notifications.models import Notice
from core.paths.ranges import ancestors_of
from core.workcalendar.rules import day_of
from households.choices import Answer
from households.log_codes import (
    CALL_BACK_NOTED,
    DEMAND_ANSWERED,
    DEMAND_ASSIGNED,
    DEMAND_NEAR,
    DEMAND_OVERDUE,
    DEMAND_RAISED,
    VISIT_ANSWERED,
    VISIT_COMMENTED,
    VISITS_BURST,
)
from households.models import Demand, Visit
from households.selectors import unit_of


@notifies(VISIT_COMMENTED)
def the_visitor(record: Record) -> Iterable[Notice]:
    """Whose visit the head said something about."""
    if visit := _visit(record):
        yield from _told({visit.staff_id}, record, _("走访点评"), reverse("visit", args=[visit.pk]))


@notifies(VISIT_ANSWERED, CALL_BACK_NOTED, VISITS_BURST)
def the_head_of_the_visitor(record: Record) -> Iterable[Notice]:
    """A contradiction, by the household itself or when it was called, and a run of too many visits."""
    visit = _visit(record)
    is_burst = record.code == VISITS_BURST.key
    if visit is None or not (is_burst or record.after.get("result") == Answer.CONTRADICTED):
        return
    unit_id = unit_of(visit.staff_id, on=day_of(visit.visited_at))
    people = heads_of(unit_id, on=day_of(record.at)) - {visit.staff_id}
    people = people or _centre_of(visit.path, on=day_of(record.at)) - {visit.staff_id}
    title = _("短时间内多次走访") if is_burst else _("走访不属实")
    yield from _told(people, record, title, reverse("visit", args=[visit.pk]))


@notifies(DEMAND_RAISED, DEMAND_ASSIGNED, DEMAND_NEAR)
def who_answers(record: Record) -> Iterable[Notice]:
    """The responsible person, else the responsible department, else the centre that has to name them."""
    demand = _demand(record)
    if demand is None or not demand.is_open:
        return
    title = _("诉求临近到期") if record.code == DEMAND_NEAR.key else _("群众诉求待答复")
    people = _owing(demand, day_of(record.at))
    yield from _told(people, record, title, reverse("demand", args=[demand.pk]))


@notifies(DEMAND_OVERDUE)
def who_owes_and_their_head(record: Record) -> Iterable[Notice]:
    """Whoever owes the answer, the head of their unit, and the centre of the ground."""
    demand = _demand(record)
    if demand is None or not demand.is_open:
        return
    on = day_of(record.at)
    unit_id = demand.unit_id or (unit_of(demand.staff_id, on=on) if demand.staff_id else None)
    people = _owing(demand, on) | heads_of(unit_id, on=on) | _centre_of(demand.path, on=on)
    yield from _told(people, record, _("诉求超期"), reverse("demand", args=[demand.pk]))


@notifies(DEMAND_ANSWERED)
def who_heard_it(record: Record) -> Iterable[Notice]:
    """Who was at the door and takes the answer back there."""
    demand = _demand(record)
    if demand is not None:
        heard = {demand.visit.staff_id} - {demand.answered_by_id}
        yield from _told(heard, record, _("诉求已答复，请回告群众"), reverse("demand", args=[demand.pk]))


def heads_of(unit_id: UUID | None, *, on: dt.date) -> set[UUID]:
    """Who heads a unit on a day."""
    if unit_id is None:
        return set()
    heads = Membership.objects.filter(on_day(on), unit_id=unit_id, is_head=True)
    return set(heads.values_list("staff_id", flat=True))


def _owing(demand: Demand, on: dt.date) -> set[UUID]:
    if demand.staff_id:
        return {demand.staff_id}
    people: set[UUID] = set()
    if demand.unit_id:
        handlers = Post.objects.filter(on_day(on), unit_id=demand.unit_id, role=Role.DEPARTMENT_HANDLER)
        people = set(handlers.values_list("staff_id", flat=True))
    return people or heads_of(demand.unit_id, on=on) or _centre_of(demand.path, on=on)


def _centre_of(path: str, *, on: dt.date) -> set[UUID]:
    """The township's centre; the county's where there is none."""
    county, *below = ancestors_of(path)
    for place, role in ((below[0] if below else county, Role.TOWNSHIP_CLERK), (county, Role.COUNTY_CENTRE)):
        held = Post.objects.filter(on_day(on), path=place, role=role)
        if people := set(held.values_list("staff_id", flat=True)):
            return people
    return set()


def _visit(record: Record) -> Visit | None:
    found: Visit | None = Visit.objects.filter(pk=str(record.subject_id)).first()
    return found


def _demand(record: Record) -> Demand | None:
    found: Demand | None = Demand.objects.select_related("visit").filter(pk=str(record.subject_id)).first()
    return found


def _told(people: Iterable[UUID | None], record: Record, title: str, url: str) -> Iterable[Notice]:
    return tell_staff(people, record, named(title, record), url)
