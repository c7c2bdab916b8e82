"""The queue of a centre: which cases somebody sees, what is asked of them, and in what order they burn.

The order is the time lamp: late, due today, due this week, later. What waits for others stands behind, unless it is late
or due today, which concerns everybody. It costs one probe of the running promises for each open case of the ground.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from decimal import Decimal
from typing import Any, Final, NamedTuple, cast
from uuid import UUID

from django.db import models
from django.db.models import Count, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, JSONObject

from core.deadlines.choices import State as DeadlineState
from core.grants.selectors import granted_ids
from core.paths.ranges import depth_of, within
from core.permissions.actor import Actor
from core.tenancy.lookups import among
from core.tenancy.models import Tenant
from core.tenancy.prepared import Given, Prepared
from core.workcalendar.rules import day_of, end_of
from disputes.choices import FINAL, FOLLOW_UPS, Level, Scope, State, TimeGroup
from disputes.models import OPEN, Case, CaseDeadline
from disputes.policies import ADVISE, FIGURES, TAKE_PART, VIEW, WORK
from disputes.rules.levels import depth_of_level
from disputes.selectors import found_by, handled_by

AHEAD: Final = dt.timedelta(days=10)
"""A follow-up stands in the list so long before its term ends."""
STOPPED: Final = (State.PAUSED, State.TRANSFERRED, State.RETURNED)
"""Where the next word is somebody else's: the parties', another body's, the registrar's."""
_BEHIND: Final = dt.timedelta(days=365_000)
IN_HAND: Final = (Scope.OPEN, Scope.FOLLOW_UP)
"""Scopes that wait for somebody: their lists are parted by the time lamp, the menu counts them."""
_WAITS: Final = ExpressionWrapper(OuterRef("waits"), output_field=models.BooleanField())


@dataclass(frozen=True, slots=True)
class Horizon:
    """The instants that part the queue; `ahead` is the last at which a follow-up stands in the list already."""

    today: dt.date
    now: dt.datetime
    today_ends: dt.datetime
    week_ends: dt.datetime
    ahead: dt.datetime

    @classmethod
    def at(cls, now: dt.datetime) -> "Horizon":
        today = day_of(now)
        week_ends = end_of(today + dt.timedelta(days=6 - today.weekday()))
        return cls(today, now, end_of(today), week_ends, now + AHEAD)

    @classmethod
    def given(cls, today: dt.date) -> "Horizon":
        """In place of the instants of a day, for a statement that is asked with them (`asdict` of that horizon)."""
        _today, *instants = (cast(Any, Given(one.name, models.DateTimeField())) for one in fields(cls))
        return cls(today, *instants)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a list is asked for; empty values ask for nothing."""

    words: str = ""
    scope: str = Scope.OPEN
    group: int | None = None
    state: str = ""
    level: str = ""
    kind: str = ""
    path: str = ""
    mediator_id: UUID | None = None
    risk: str = ""
    urgency: str = ""
    card: str = ""
    source: str = ""
    was_late: bool = False
    is_mine: bool = False
    since: dt.date | None = None
    until: dt.date | None = None
    order: str = ""

    @property
    def by_lamp(self) -> bool:
        """Whether the list is parted by the time lamp."""
        return self.scope in IN_HAND and not self.order


class CaseLine(NamedTuple):
    """A case as a list reads it: a page of fifty costs a third of fifty cases.

    Attributes:
        promise: its running promise that ends first, as `_first_promise` tells it.
        waits: the next step is somebody else's.
        is_own: it is the reader's by name.
    """

    id: UUID
    code: str
    number: str
    title: str
    path: str
    kind_code: str
    state: str
    level: str
    risk: str
    urgency: str
    card: str
    source: str
    people_count: int
    amount: Decimal | None
    is_restricted: bool
    has_no_handler: bool
    revision: int
    registered_at: dt.datetime
    mediator_name: str | None
    promise: dict[str, Any] | None
    waits: bool
    is_own: bool

    @classmethod
    def of(cls, case: Case) -> "CaseLine":
        """The same of a case that `ordered` gave."""
        return cls(*(getattr(case, name) for name in cls._fields))

    @property
    def is_open(self) -> bool:
        return self.state not in FINAL

    @property
    def group(self) -> TimeGroup:
        """The part of the queue."""
        return TimeGroup(self.promise["part"]) if self.promise else TimeGroup.UNTIMED

    @property
    def due(self) -> dt.datetime | None:
        return dt.datetime.fromisoformat(self.promise["due"]) if self.promise else None

    @property
    def warn(self) -> dt.datetime | None:
        """From when on its end is near."""
        told = self.promise["warn"] if self.promise else None
        return dt.datetime.fromisoformat(told) if told else None


def seen_in_lists(actor: Actor, *, on: dt.date) -> QuerySet[Case]:
    """Cases of the actor's ground (rows without a name for who only counts there), and those that are their own."""
    own = _own(actor, on)
    paths = {*actor.paths_for(VIEW), *actor.paths_for(FIGURES)}
    ground = within("path", *sorted(paths)) & Q(is_restricted=False)
    return Case.objects.filter(ground | own)


def own_cases(actor: Actor, *, on: dt.date) -> QuerySet[Case]:
    """Cases that somebody registered, works on by name now, or was invited to by name."""
    return Case.objects.filter(_own(actor, on))


def narrowed(cases: QuerySet[Case], asked: Asked, *, actor: Actor, horizon: Horizon) -> QuerySet[Case]:
    """Those that fit what was asked, without the part of the queue."""
    cases = _in_scope(cases, asked.scope, horizon)
    for name, value in (
        ("state", asked.state),
        ("level", asked.level),
        ("kind_code", asked.kind),
        ("mediator_id", asked.mediator_id),
        ("risk", asked.risk),
        ("urgency", asked.urgency),
        ("card", asked.card),
        ("source", asked.source),
    ):
        if value:
            cases = cases.filter(**{name: value})
    if asked.path:
        cases = cases.filter(within("path", asked.path))
    if asked.was_late:
        cases = cases.filter(was_late=True)
    if asked.since:
        cases = cases.filter(registered_at__gte=end_of(asked.since - dt.timedelta(days=1)))
    if asked.until:
        cases = cases.filter(registered_at__lt=end_of(asked.until))
    if asked.is_mine:
        cases = cases.filter(_own(actor, horizon.today))
    return found_by(cases, asked.words) if asked.words else cases


def counts_by_group(asked: Asked, *, actor: Actor, horizon: Horizon) -> dict[TimeGroup, int]:
    """How many of what is asked for stand in each part of the queue, whichever part and order; one query."""
    everything = replace(asked, group=None, order="")
    ask = Prepared(_counts) if asked.words else _COUNTS  # what somebody typed is not kept
    counted = ask(actor, everything, horizon.today, **asdict(horizon))
    return {TimeGroup(row["time_group"]): row["n"] for row in counted}


def page_of(asked: Asked, *, actor: Actor, horizon: Horizon, start: int, most: int) -> list[CaseLine]:
    """So many of what is asked for, in the order of `ordered`, from the place `start` on; one query."""
    ask = Prepared(_page) if asked.words else _PAGES
    return list(map(CaseLine._make, ask(actor, asked, horizon.today, start, most, **asdict(horizon))))


def as_lines(cases: QuerySet[Case]) -> QuerySet[Any, Any]:
    """What a list reads of the cases that `ordered` gives, as the values of a `CaseLine`."""
    lines: QuerySet[Any, Any] = cases.values_list(*CaseLine._fields)
    return lines


def asked_for(asked: Asked, *, actor: Actor, horizon: Horizon) -> QuerySet[Case]:
    """What is asked for of the cases in the actor's lists."""
    return narrowed(seen_in_lists(actor, on=horizon.today), asked, actor=actor, horizon=horizon)


def ordered(cases: QuerySet[Case], asked: Asked, *, actor: Actor, horizon: Horizon) -> QuerySet[Case]:
    """The cases in the order asked for, each with what its row is drawn from (`CaseLine`)."""
    rows: QuerySet[Any] = _with_waits(cases, actor).defer("summary")
    if asked.group:
        rows = _with_group(rows, horizon).filter(time_group=asked.group)
    rows = rows.annotate(
        promise=_first_promise(horizon),
        mediator_name=F("mediator__name"),
        is_own=_true_where(_own(actor, horizon.today)),
    )
    if asked.by_lamp:
        burns = models.Case(
            When(Q(due_at__lte=horizon.today_ends), then=F("due_at")),
            When(_WAITS, then=F("due_at") + Value(_BEHIND)),
            default=F("due_at"),
        )
        rows = rows.annotate(burns=Subquery(_running().annotate(burns=burns).values("burns")[:1]))
        return rows.order_by(F("burns").asc(nulls_last=True), "registered_at", "id")
    if asked.order:
        bare = asked.order.removeprefix("-")
        by = F(bare).desc(nulls_last=True) if asked.order.startswith("-") else F(bare).asc(nulls_last=True)
        return rows.order_by(by, "id")
    return rows.order_by("-closed_at" if asked.scope == Scope.FINAL else "-registered_at", "id")


def in_hand_counts(actor: Actor, *, at: dt.datetime) -> Mapping[str, int]:
    """How many open cases and how many follow-ups stand before somebody, by scope, in one query."""
    horizon = Horizon.at(at)
    found = _IN_HAND(actor, horizon.today, **asdict(horizon))
    return dict(zip(IN_HAND, *found, strict=True))


def due_soon(actor: Actor, *, at: dt.datetime, most: int) -> list[Case]:
    """The open cases whose next step is the actor's and that are late or end today, the earliest first; one query."""
    horizon = Horizon.at(at)
    cases = seen_in_lists(actor, on=day_of(at)).filter(OPEN, _acts(actor))
    cases = cases.annotate(
        next_due=Subquery(_running().values("due_at")[:1]), next_kind=Subquery(_running().values("kind")[:1])
    )
    return list(cases.filter(next_due__lte=horizon.today_ends).order_by("next_due", "id")[:most])


def _in_scope(cases: QuerySet[Case], scope: str, horizon: Horizon) -> QuerySet[Case]:
    if scope == Scope.OPEN:
        return cases.filter(OPEN)
    if scope == Scope.FINAL:
        return cases.filter(state__in=FINAL)
    if scope == Scope.FOLLOW_UP:
        owed = CaseDeadline.objects.filter(
            state=DeadlineState.OPEN, kind__in=FOLLOW_UPS, due_at__lte=horizon.ahead
        )
        return cases.filter(among(owed.order_by().values("case_id")))
    return cases


def _own(actor: Actor, on: dt.date) -> Q:
    """Registered, handled by name, or opened to them by name; each arm has its index."""
    if actor.person_id is None:
        return Q(pk__in=[])
    own = Q(registered_by_id=actor.person_id) | Q(among(handled_by(actor.person_id)))
    if actor.has(ADVISE) or actor.has(TAKE_PART):
        own |= Q(among(granted_ids(actor, Case, ADVISE, TAKE_PART, on=on)))
    return own


def _running() -> QuerySet[CaseDeadline]:
    """The running promises of the case outside, the earliest first."""
    return CaseDeadline.objects.filter(
        tenant_id=OuterRef("tenant_id"), case_id=OuterRef("pk"), state=DeadlineState.OPEN
    ).order_by("due_at")


def _part(horizon: Horizon) -> models.Case:
    """The part of the queue in which a running promise sets its case."""
    return models.Case(
        When(due_at__lte=horizon.now, then=Value(TimeGroup.OVERDUE)),
        When(due_at__lte=horizon.today_ends, then=Value(TimeGroup.TODAY)),
        When(_WAITS, then=Value(TimeGroup.WAITING)),
        When(due_at__lte=horizon.week_ends, then=Value(TimeGroup.WEEK)),
        default=Value(TimeGroup.LATER),
        output_field=models.IntegerField(),
    )


def _first_promise(horizon: Horizon) -> Subquery:
    """The running promise that ends first, in one probe: `due`, `warn`, `kind`, and the `part` of the queue."""
    told = JSONObject(due="due_at", warn="warn_at", kind="kind", part=_part(horizon))
    return Subquery(_running().values(told=told)[:1])


def _with_waits(cases: QuerySet[Case], actor: Actor) -> QuerySet[Any]:
    return cases.annotate(waits=_true_where(~_acts(actor) if actor.has(WORK) else Q(pk__in=[])))


def _with_group(cases: QuerySet[Any], horizon: Horizon) -> QuerySet[Any]:
    """Each with its `time_group`, for whoever counts or filters by it; a row tells its own by its promise."""
    found = Subquery(_running().annotate(part=_part(horizon)).values("part")[:1])
    grouped: QuerySet[Any] = cases.annotate(time_group=Coalesce(found, Value(TimeGroup.UNTIMED)))
    return grouped


def _acts(actor: Actor) -> Q:
    """Led at the actor's own seat or by the actor in person, and not stopped; or returned to them."""
    if actor.person_id is None:
        return Q(pk__in=[])
    leads = Q(mediator_id=actor.person_id)
    for post in actor.posts:
        if WORK in post.abilities and post.path:
            levels = [level for level in Level if depth_of_level(level) == depth_of(post.path)]
            leads |= Q(level__in=levels) & within("path", post.path)
    returned = Q(state=State.RETURNED, registered_by_id=actor.person_id)
    return leads & ~Q(state__in=STOPPED) | returned


def _true_where(condition: Q) -> Any:
    """A condition as a column; NULL counts as no."""
    return models.Case(
        When(condition, then=Value(True)), default=Value(False), output_field=models.BooleanField()
    )


def _counts(actor: Actor, asked: Asked, on: dt.date) -> QuerySet[Any, Any]:
    horizon = Horizon.given(on)
    cases = _with_waits(asked_for(asked, actor=actor, horizon=horizon), actor)
    counted: QuerySet[Any, Any] = (
        _with_group(cases, horizon).order_by().values("time_group").annotate(n=Count("pk"))
    )
    return counted


def _page(actor: Actor, asked: Asked, on: dt.date, start: int, most: int) -> QuerySet[Any, Any]:
    horizon = Horizon.given(on)
    cases = asked_for(asked, actor=actor, horizon=horizon)
    return as_lines(ordered(cases, asked, actor=actor, horizon=horizon)[start : start + most])


def _in_hand(actor: Actor, on: dt.date) -> QuerySet[Any, Any]:
    counted = []
    for scope in IN_HAND:
        cases = _in_scope(seen_in_lists(actor, on=on), scope, Horizon.given(on)).order_by()
        number = cases.values("tenant_id").annotate(n=Count("pk")).values("n")
        counted.append(Coalesce(Subquery(number, output_field=models.IntegerField()), 0))
    return Tenant.objects.filter(pk=actor.tenant).values_list(*counted)


_COUNTS, _PAGES, _IN_HAND = Prepared(_counts), Prepared(_page), Prepared(_in_hand)
