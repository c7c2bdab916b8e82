"""Who changes the calendar, what is promised by it, and a page as the gate opens it."""

from datetime import datetime
from typing import Any

from django.test import RequestFactory
from django.urls import resolve

from core.deadlines.actions.open_deadlines import open_deadline
from core.deadlines.rules import Rule
from core.permissions.actor import ActingPost, Actor
from core.permissions.gate import needed
from core.tenancy.ids import uuid7
from core.workcalendar.rules import WORKING_DAYS, WORKING_HOURS, Term, shown
from tests.cast import KANGBAO
from tests.probe.models import ProbeCase, ProbeDeadline
from tests.workcalendar.test_rules import at

NOW = at("2026-11-23 09:00")


def officer(tenant: int = KANGBAO, *abilities: str) -> Actor:
    held = frozenset(abilities or ("workcalendar.manage",))
    post = ActingPost(uuid7(), "SYSTEM_ADMINISTRATOR", "系统管理员", None, None, held)
    return Actor(tenant, uuid7(), uuid7(), "王秀英", (post,))


def promise(start: datetime = NOW, title: str = "宅基地纠纷") -> ProbeDeadline:
    """Five working days."""
    return _promise(Term(5, WORKING_DAYS), start, title)


def promise_hours(hours: int, start: datetime = NOW) -> ProbeDeadline:
    """So many working hours."""
    return _promise(Term(hours, WORKING_HOURS), start, "宅基地纠纷")


def _promise(term: Term, start: datetime, title: str) -> ProbeDeadline:
    case = ProbeCase.objects.create(title=title)
    return open_deadline(ProbeDeadline, kind="ANSWER", started_at=start, rule=Rule(term), case=case)


def due(row: ProbeDeadline) -> str:
    return shown(ProbeDeadline.objects.get(id=row.id).due_at)


def ask(path: str, *, actor: Actor, post: dict[str, Any] | None = None) -> Any:
    """The answer of a view, entered as the gate enters it."""
    factory = RequestFactory()
    request: Any = factory.get(path) if post is None else factory.post(path, post)
    request.actor, request.user, request.session = actor, None, {}
    request._messages = Messages()
    match = resolve(path.partition("?")[0])
    ability = needed(match.func, request.method)
    assert ability is not None
    assert actor.has(ability)
    answer = match.func(request, **match.kwargs)
    answer.said = request._messages.said
    return answer


class Messages:
    """What the views said, kept instead of a session."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def add(self, level: int, message: str, extra_tags: str = "") -> None:
        self.said.append(message)

    def __iter__(self) -> Any:
        return iter(())


def text(answer: Any) -> str:
    return str(answer.content.decode())
