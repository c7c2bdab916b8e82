"""Residents' requests about their data: by which rule they are promised, whose they are, how each stands."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.deadlines.choices import Lamp
from core.deadlines.rules import Rule
from core.paths.ranges import within
from core.permissions.actor import Actor
from core.workcalendar.choices import Unit
from core.workcalendar.rules import Term, day_of, last_day, shown
from households.models import DataRequest, DoorDeadline
from households.policies import REGISTER, REQUESTS
from households.ruling import rule_on

ON_TIME: Final = "ON_TIME"
LATE: Final = "LATE"
WARN: Final = Term(3, Unit.WORKING_DAYS)
"""So long before the end the answer is asked for; a shorter term has no warning."""


def rule_of_requests(at: dt.datetime) -> Rule:
    """The county's rule of that day."""
    rule = rule_on(day_of(at))
    term = Term(rule.request_value, Unit(rule.request_unit))
    return Rule(term, WARN, rule.valid_from.isoformat())


def requests_seen_by(actor: Actor) -> QuerySet[DataRequest]:
    """Requests of the ground that somebody answers for or keeps the register of, the newest first."""
    paths = sorted({*actor.paths_for(REQUESTS), *actor.paths_for(REGISTER)})
    seen = DataRequest.objects.filter(within("path", *paths))
    return seen.select_related("door", "member", "taken_by", "answered_by").order_by("-asked_at", "-id")


@dataclass(frozen=True, slots=True)
class Standing:
    """A request with its promise and lamp."""

    asked: DataRequest
    promise: DoorDeadline | None
    lamp: Lamp | None

    words: str

    @property
    def due_words(self) -> str:
        return shown(self.promise.due_at) if self.promise else ""

    @property
    def was_late(self) -> bool:
        return self.promise is not None and self.promise.outcome == LATE


def standings(rows: Sequence[DataRequest], *, now: dt.datetime) -> list[Standing]:
    """How each stands, in one query."""
    promises = {row.request_id: row for row in DoorDeadline.objects.filter(request__in=rows)}
    return [
        Standing(asked, promise, promise.lamp(now) if promise else None, _left(promise, now))
        for asked in rows
        for promise in [promises.get(asked.pk)]
    ]


def _left(promise: DoorDeadline | None, now: dt.datetime) -> str:
    if promise is None or not promise.is_running:
        return ""
    days = (last_day(promise.due_at) - day_of(now)).days
    if promise.due_at <= now:
        return _("逾期 %(n)s 天") % {"n": -days} if days < 0 else _("已逾期")
    return _("剩 %(n)s 天") % {"n": days} if days else _("今日")
