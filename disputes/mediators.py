"""Who can be named to mediate a case, and which committees could take it: reads for the forms that choose."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Post, Staff
from accounts.selectors import on_day
from core.paths.ranges import within
from disputes.choices import CommitteeKind, Level
from disputes.handing import TAKERS
from disputes.models import Case, Committee, Mediator
from disputes.rules.levels import seat_of

Choices = list[tuple[str, list[tuple[str, str]]]]
AT_MOST = 200


def mediators_for(case: Case, *, on: dt.date, without: frozenset[UUID] = frozenset()) -> Choices:
    """Groups to choose from: who stands where the case is led, then the other mediators of its township.

    Args:
        without: who stepped back from this case.
    """
    seat = seat_of(case.path, case.level)
    here: dict[str, str] = {}
    for staff, name, role in (
        Post.objects.filter(on_day(on), path=seat, role__in=TAKERS[case.level], staff__left_on=None)
        .order_by("role", "staff__name")
        .values_list("staff_id", "staff__name", "role")[:AT_MOST]
    ):
        here.setdefault(str(staff), f"{name} · {Post(role=role).get_role_display()}")
    others: dict[str, str] = {}
    township = seat_of(case.path, Level.TOWNSHIP)
    place = within("committee__path", township) | Q(committee_id=case.committee_id)
    rows = Mediator.objects.filter(
        place, on_day(on), staff__isnull=False, staff__left_on=None
    ).select_related("committee")
    for row in rows.order_by("committee__path", "name")[:AT_MOST]:
        own = row.committee.path == seat or row.committee_id == case.committee_id
        (here if own else others).setdefault(str(row.staff_id), f"{row.name} · {row.committee.name}")
    gone = {str(one) for one in without}
    groups = [(_("本级调解员"), here), (_("当事人可另选"), others)]
    return [
        (
            label,
            [
                (pk, name)
                for pk, name in people.items()
                if pk not in gone and (label == groups[0][0] or pk not in here)
            ],
        )
        for label, people in groups
        if people
    ]


def staff_named(pk: str | UUID) -> Staff | None:
    """The person chosen in a form."""
    found: Staff | None = Staff.objects.filter(pk=pk).first() if pk else None
    return found


def committee_called(pk: str | UUID | None) -> Committee | None:
    """The committee named in a request."""
    found: Committee | None = Committee.objects.filter(pk=pk).first() if pk else None
    return found


def committees_at(case: Case) -> list[Committee]:
    """The committees that can accept the case where it is led; of a trade's case its own."""
    standing = Committee.objects.filter(valid_to=None)
    if case.level == Level.TRADE:
        return list(standing.filter(pk__in=[case.committee_id]))
    at_seat = standing.filter(path=seat_of(case.path, case.level)).exclude(kind=CommitteeKind.TRADE)
    return list(at_seat.order_by("valid_from", "id"))


def trade_committees(case: Case) -> list[Committee]:
    """The trade committees in use that take disputes of this kind."""
    rows: Any = Committee.objects.filter(kind=CommitteeKind.TRADE, valid_to=None).order_by("name")
    return [row for row in rows if not row.kind_codes or case.kind_code in row.kind_codes]
