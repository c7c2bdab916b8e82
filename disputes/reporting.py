"""The monthly report (月报): who owes which month's table, until when, and how it stands.

The month's last day is the day on which the term starts, so that the third day of the next month ends a term of three
days. What counts is the rule in force when the month is over; a rule of a later day begins with the month then running.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from core.deadlines.actions.settle_deadlines import settle_deadlines
from core.deadlines.choices import State
from core.deadlines.rules import Rule
from core.permissions.actor import Actor
from core.tenancy.context import required_tenant
from core.workcalendar.rules import INSTANT, day_of, last_day
from disputes.choices import LADDER, Promise
from disputes.counting import Month
from disputes.models import MonthDeadline, MonthlyStatement
from disputes.policies import CENTRE
from disputes.queue import Horizon
from disputes.queue_rows import Lamp, lamp_of
from disputes.terms import terms_on
from grids.choices import Level as AreaLevel
from grids.models import Area

ON_TIME: Final = "ON_TIME"
LATE: Final = "LATE"


def lock_statements() -> None:
    """Wait until nobody else opens or signs a month of the open county; held to the end of the transaction. The sweep
    of promises does not take it."""
    Area.objects.select_for_update(no_key=True).only("pk", "tenant_id").get(path=str(required_tenant()))


def starts_at(month: Month) -> dt.datetime:
    """The end of a month's last day, in that day: the day itself is not counted."""
    return month.until - INSTANT


def rules_on(day: dt.date) -> dict[str, Rule]:
    """The county's rules of a day by level. A county that stood before there was such a term has none: it promises
    nothing until it sets one under 办理期限."""
    terms = terms_on(day, [Promise.MONTHLY_REPORT])
    found = {str(level): terms.find(Promise.MONTHLY_REPORT, level, "") for level in LADDER}
    return {level: rule for level, rule in found.items() if rule is not None}


def reporting_areas(month: Month) -> QuerySet[Area]:
    """The county and the townships that were in force in the month and still are."""
    return Area.objects.filter(
        level__in=(AreaLevel.COUNTY, AreaLevel.TOWNSHIP), valid_from__lt=day_of(month.until), valid_to=None
    ).order_by("path")


def settle_report(statement: MonthlyStatement, *, at: dt.datetime) -> None:
    """It is signed: what was promised is kept, in time or late."""
    owed = MonthDeadline.objects.filter(statement=statement)
    settle_deadlines(owed.filter(due_at__lt=at), at=at, outcome=LATE)
    settle_deadlines(owed, at=at, outcome=ON_TIME)


def reports_owed_by(actor: Actor) -> QuerySet[MonthDeadline]:
    """Months that somebody's own centre has not signed, the earliest term first, each with `place_id`, its area."""
    paths = {post.path for post in actor.posts if CENTRE in post.abilities and post.path}
    place = Area.objects.filter(tenant_id=OuterRef("tenant_id"), path=OuterRef("statement__path"))
    owed = MonthDeadline.objects.filter(state=State.OPEN, statement__path__in=paths)
    return (
        owed.select_related("statement")
        .annotate(place_id=Subquery(place.values("pk")[:1]))
        .order_by("due_at")
    )


@dataclass(frozen=True, slots=True)
class Report:
    """How the monthly report of an area stands.

    Attributes:
        promise: the one that runs, or the last one that was decided; None where none was made.
    """

    place: Area
    statement: MonthlyStatement | None
    promise: MonthDeadline | None
    lamp: Lamp

    @property
    def is_signed(self) -> bool:
        return self.statement is not None and self.statement.signed_at is not None

    @property
    def due_at(self) -> dt.datetime | None:
        """Until when it is to be signed; None once it is, or where nothing was promised."""
        return self.promise.due_at if self.promise and self.promise.is_running else None

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which it is signed in time."""
        return last_day(self.due_at) if self.due_at else None

    @property
    def is_returned(self) -> bool:
        return self.statement is not None and self.statement.was_signed_before and not self.is_signed


def reports_of(places: Sequence[Area], month: Month, *, now: dt.datetime) -> list[Report]:
    """How the month's report of each place stands, in two queries."""
    kept = MonthlyStatement.objects.filter(
        year=month.year, month=month.month, path__in=[place.path for place in places]
    )
    statements = {row.path: row for row in kept.select_related("signed_by")}
    promises = _last_promises(statements.values())
    horizon = Horizon.at(now)
    found = []
    for place in places:
        statement = statements.get(place.path)
        promise = promises.get(statement.pk) if statement else None
        found.append(Report(place, statement, promise, _lamp(statement, promise, horizon)))
    return found


def _last_promises(statements: Iterable[MonthlyStatement]) -> dict[object, MonthDeadline]:
    rows = MonthDeadline.objects.filter(statement__in=[row.pk for row in statements])
    return {row.statement_id: row for row in rows.order_by("started_at")}


def _lamp(statement: MonthlyStatement | None, promise: MonthDeadline | None, horizon: Horizon) -> Lamp:
    if statement is not None and statement.signed_at is not None:
        is_late = promise is not None and promise.outcome == LATE
        return Lamp("green", _("逾期签发") if is_late else _("已签发"))
    if promise is None or not promise.is_running:
        return Lamp("off", _("未签发"))
    return lamp_of(promise.due_at, promise.warn_at, "", horizon)
