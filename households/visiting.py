"""A visit as it is entered, before it is a row, and what is refused of it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, Staff
from accounts.selectors import on_day
from core.paths.ranges import ancestors_of
from core.permissions.verdict import Conflict, Refused
from core.workcalendar.rules import add_months, day_of
from households.choices import DemandKind, Way
from households.models import Demand, Door, EarlierText, GridLead, Liaison, Visit

MOST_DEMANDS: Final = 10


class VisitKeyTaken(Conflict):
    """A client's key was used for another visit before."""

    def __init__(self) -> None:
        super().__init__(_("这次提交的编号已用于另一次走访，请刷新后重新填写。"))


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitEntry:
    """A visit as entered: see `Visit` for the fields."""

    way: str
    visited_at: dt.datetime
    met: str = ""
    found_nobody: bool = False
    said: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        return asdict(self) | {"met": self.met.strip(), "said": self.said.strip()}


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandEntry:
    """What somebody asked for: see `Demand`. Without department and person it waits to be assigned."""

    text: str
    kind: str = DemandKind.DEMAND
    other_side: str = ""
    unit_id: UUID | None = None
    staff_id: UUID | None = None


def earliest_day(today: dt.date) -> dt.date:
    """The first day that can still be written down: the first of the month before."""
    return add_months(today.replace(day=1), -1)


def check_visit(entry: VisitEntry, *, at: dt.datetime) -> None:
    """Pass, or refuse what can't be written down of a visit.

    Raises:
        Refused: with the sentence that says what is wrong.
    """
    check_draft(entry, at=at)
    if entry.found_nobody:
        if entry.met.strip():
            raise Refused(_("没见到人的，不填见到何人。"))
        return
    if not entry.met.strip():
        raise Refused(_("请选择见到了谁。"))
    if not entry.said.strip():
        raise Refused(_("请写一句所见所谈。"))


def check_draft(entry: VisitEntry, *, at: dt.datetime) -> None:
    """What even an unfinished visit can't hold.

    Raises:
        Refused: no such way; a time to come or too long ago; a text that is too long.
    """
    if entry.way not in Way.values:
        raise Refused(_("请选择走访方式。"))
    if entry.visited_at > at:
        raise Refused(_("走访时间不能晚于现在。"))
    if day_of(entry.visited_at) < earliest_day(day_of(at)):
        raise Refused(_("只能补记本月和上月的走访；更早的月份已经核定、报送，不再改动。"))
    require_length(Visit, "met", entry.met)
    require_length(Visit, "said", entry.said)


def check_demands(entry: VisitEntry, demands: Sequence[DemandEntry]) -> None:
    """What can't be asked for.

    Raises:
        Refused: nobody was there to ask; no text or one that is too long; a dispute with nobody on the other side.
    """
    if demands and entry.found_nobody:
        raise Refused(_("没见到人的走访不能登记诉求。"))
    if len(demands) > MOST_DEMANDS:
        raise Refused(_("一次走访最多登记%(most)s条诉求。") % {"most": MOST_DEMANDS})
    for one in demands:
        if one.kind not in DemandKind.values:
            raise Refused(_("请选择诉求还是矛盾纠纷。"))
        if not one.text.strip():
            raise Refused(_("请写明诉求内容。"))
        require_length(Demand, "text", one.text)
        require_length(Demand, "other_side", one.other_side)
        if one.kind == DemandKind.DISPUTE and not one.other_side.strip():
            raise Refused(_("请填写纠纷另一方的姓名或名称。"))
        if one.kind == DemandKind.DEMAND and one.other_side.strip():
            raise Refused(_("只有矛盾纠纷才填对方。"))


def require_length(model: Any, name: str, text: str) -> None:
    """Pass, or say by how much a text is too long for its column.

    Raises:
        Refused: it is.
    """
    column = model._meta.get_field(name)
    if len(text.strip()) > column.max_length:
        raise Refused(
            _("%(what)s最多%(most)s字，现有%(now)s字。")
            % {"what": column.verbose_name, "most": column.max_length, "now": len(text.strip())}
        )


def require_pair(door: Door, staff: Staff, *, on: dt.date) -> Liaison:
    """The pair that made the visit one's own on that day.

    Raises:
        Refused: the cadre was not paired with the door then.
    """
    pair = Liaison.objects.filter(on_day(on), door=door, staff=staff).first()
    if pair is None:
        raise Refused(
            _("%(day)s这一天%(name)s没有包联这一户，不能记录走访。") % {"day": on, "name": staff.name}
        )
    return pair


def require_lead(path: str, staff: Staff, *, on: dt.date) -> GridLead:
    """The lead that made a visit to the grid one's own on that day.

    Raises:
        Refused: they did not lead the grid then.
    """
    lead = GridLead.objects.filter(on_day(on), path__in=ancestors_of(path), staff=staff).first()
    if lead is None:
        raise Refused(
            _("%(day)s这一天%(name)s没有包这个网格，不能记录走访。") % {"day": on, "name": staff.name}
        )
    return lead


def share_unit(one: UUID | None, other: UUID, *, on: dt.date) -> bool:
    """Whether two people were of one unit on a day."""
    if one is None:
        return False
    units = Membership.objects.filter(on_day(on), staff_id=other).values("unit_id")
    return Membership.objects.filter(on_day(on), staff_id=one, unit_id__in=units).exists()


def save_under_key(visit: Visit, *, is_new: bool) -> None:
    """Write the row. Call it when nobody had the key a moment ago.

    Args:
        is_new: False where it is written over the actor's own draft.

    Raises:
        VisitKeyTaken: at the same moment the key became somebody else's visit.
    """
    try:
        with transaction.atomic():
            visit.save(force_insert=is_new, force_update=not is_new)
    except IntegrityError as error:
        raise VisitKeyTaken from error


def lock_visitor(staff: Staff) -> None:
    """Wait until nobody else writes a visit of this cadre; held to the end of the transaction."""
    Staff.objects.select_for_update(no_key=True).only("pk", "tenant_id").get(pk=staff.pk)


def says_the_same(visit: Visit, entry: VisitEntry, demands: Sequence[DemandEntry]) -> bool:
    """Whether a kept visit is what was sent, as it was first written down."""
    first = EarlierText.objects.filter(visit=visit).order_by("replaced_at", "id").first() or visit
    names = ("way", "met", "visited_at", "said")
    if any(getattr(first, name) != entry.columns[name] for name in names):
        return False
    asked = Demand.objects.filter(visit=visit).values_list("kind", "text", "other_side")
    return sorted(asked) == sorted((one.kind, one.text.strip(), one.other_side.strip()) for one in demands)
