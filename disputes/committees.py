"""Reads of committees, who sits on them, their rooms and the roster. The area filter comes first."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.selectors import on_day
from core.paths.ranges import within
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.printing.models import NumberSequence
from core.workcalendar.rules import day_of
from disputes.checking import require_day
from disputes.choices import FINAL, Sex
from disputes.models import Case, Committee, DutyShift, Mediator, Room
from disputes.policies import KEEP, VIEW
from disputes.rules.composition import Member, composition_warnings

MINORITY = "少数民族"
WEEK = 7
_SEATED = ("-is_head", "-is_member", "-is_full_time", "from_on", "name")


def committees_seen_by(actor: Actor) -> QuerySet[Committee]:
    """Committees of the ground that somebody works on or keeps."""
    paths = {*actor.paths_for(VIEW), *actor.paths_for(KEEP)}
    return Committee.objects.filter(within("path", *sorted(paths)))


def counted(committees: QuerySet[Committee], *, on: dt.date) -> QuerySet[Committee]:
    """Each with `people` and `full_time`: who mediates for it on a day."""
    now = on_day(on, prefix="mediators__")
    return committees.annotate(
        people=Count("mediators", filter=now),
        full_time=Count("mediators", filter=now & Q(mediators__is_full_time=True)),
    )


def narrowed(
    committees: QuerySet[Committee], *, words: str, kind: str, with_closed: bool
) -> QuerySet[Committee]:
    """Those that fit what a list is asked for."""
    if words.strip():
        committees = committees.filter(Q(name__contains=words.strip()) | Q(abbreviation=words.strip()))
    if kind:
        committees = committees.filter(kind=kind)
    return committees if with_closed else committees.filter(valid_to=None)


def first_day_of(committee: Committee) -> dt.date | None:
    """The first day on which somebody sat on it or a case of its was accepted; None where nothing hangs on it."""
    joined = Mediator.objects.filter(committee=committee).aggregate(first=Min("from_on"))["first"]
    taken = Case.objects.filter(committee=committee).aggregate(first=Min("accepted_at"))["first"]
    days = [day for day in (joined, day_of(taken) if taken else None) if day is not None]
    return min(days, default=None)


def require_joining_day(committee: Committee, day: dt.date, at: dt.datetime) -> None:
    """A day on which somebody can have joined: the committee stood, and it is not to come.

    Raises:
        Refused: it can't be.
    """
    require_day(_("任职日"), day, at)
    if day < committee.valid_from:
        raise Refused(_("任职日不能早于调委会设立日（%(day)s）。") % {"day": committee.valid_from})


def earliest_end_of(committee: Committee) -> dt.date:
    """The first day that it can be over: its own beginning where nothing hangs on it, else the day after it began and
    after the last one joined."""
    last = Mediator.objects.filter(committee=committee).aggregate(last=Max("from_on"))["last"]
    is_bare = (
        last is None
        and not Case.objects.filter(committee=committee).exists()
        and not NumberSequence.objects.filter(organisation_id=committee.pk).exists()
    )
    if is_bare:
        return committee.valid_from
    return max(committee.valid_from, last or committee.valid_from) + dt.timedelta(days=1)


def people_of(committee: Committee, *, on: dt.date) -> list[Mediator]:
    """Who mediates for it on a day or is entered from a later one, in the order of `members_of`."""
    rows = Mediator.objects.filter(Q(to_on=None) | Q(to_on__gt=on), committee=committee)
    return list(rows.order_by(*_SEATED))


def gone_from(committee: Committee, *, on: dt.date) -> list[Mediator]:
    """Who mediated for it before, the last to leave first."""
    return list(Mediator.objects.filter(committee=committee, to_on__lte=on).order_by("-to_on", "name"))


def members_of(committees: Iterable[UUID], *, on: dt.date) -> dict[UUID, list[Mediator]]:
    """Who mediates for them on a day, heads first."""
    found: dict[UUID, list[Mediator]] = defaultdict(list)
    rows = Mediator.objects.filter(on_day(on), committee_id__in=list(committees))
    for row in rows.order_by(*_SEATED):
        found[row.committee_id].append(row)
    return found


def warnings_of(committee: Committee, mediators: Sequence[Mediator]) -> tuple[str, ...]:
    """What the law misses in its composition (人民调解法 art. 8); members count, further mediators don't."""
    members = [
        Member(
            name=one.name,
            sex={Sex.MALE: "男", Sex.FEMALE: "女"}.get(Sex(one.sex), ""),
            ethnicity=MINORITY if one.is_minority else "",
            duty="HEAD" if one.is_head else "",
        )
        for one in mediators
        if one.is_member
    ]
    return composition_warnings(members, is_mixed=committee.is_mixed)


def open_cases_of(committee: Committee) -> int:
    """How many of its cases are not closed yet."""
    return Case.objects.filter(committee=committee).exclude(state__in=FINAL).count()


def open_cases_led_by(mediator: Mediator) -> int:
    """How many open cases of the committee somebody leads."""
    if mediator.staff_id is None:
        return 0
    led = Case.objects.filter(mediator_id=mediator.staff_id, committee_id=mediator.committee_id)
    return led.exclude(state__in=FINAL).count()


@dataclass(frozen=True, slots=True)
class RoomWeek:
    """A room and who is on duty there on each day of a week."""

    room: Room
    days: Sequence[tuple[dt.date, Sequence[Mediator]]]


def rooms_seen_by(actor: Actor) -> QuerySet[Room]:
    """Rooms in use of the committees of somebody's ground."""
    own = committees_seen_by(actor).filter(valid_to=None).values("pk")
    return Room.objects.filter(committee__in=own, is_active=True).select_related("committee")


def monday_of(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def week_of(rooms: Sequence[Room], monday: dt.date) -> list[RoomWeek]:
    """The roster of a week, in one query."""
    days = [monday + dt.timedelta(days=n) for n in range(WEEK)]
    duty = shifts_of([room.pk for room in rooms], days[0], days[-1])
    return [RoomWeek(room, [(day, duty.get((room.pk, day), [])) for day in days]) for room in rooms]


def shifts_of(
    rooms: Iterable[UUID], first: dt.date, last: dt.date
) -> Mapping[tuple[UUID, dt.date], list[Mediator]]:
    """Who is on duty, by room and day."""
    found: dict[tuple[UUID, dt.date], list[Mediator]] = defaultdict(list)
    shifts = DutyShift.objects.filter(room_id__in=list(rooms), on__range=(first, last))
    for shift in shifts.select_related("mediator").order_by("on", "mediator__name"):
        found[shift.room_id, shift.on].append(shift.mediator)
    return found
