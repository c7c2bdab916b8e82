"""Where the running work came in: a channel and the identifier of the request, kept with each record."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from core.audit.choices import Channel


@dataclass(frozen=True, slots=True)
class Origin:
    channel: str
    request_id: str


_current: ContextVar[Origin | None] = ContextVar("audit_origin", default=None)
_running: dict[str, Token[Origin | None]] = {}
_OUTSIDE = Origin(Channel.COMMAND, "")


def current_origin() -> Origin:
    """The origin of the running work; a command where nothing else was said."""
    return _current.get() or _OUTSIDE


@contextmanager
def coming_from(channel: Channel, request_id: str = "") -> Iterator[None]:
    """Name the origin of everything recorded inside."""
    token = _current.set(Origin(channel, request_id[:64]))
    try:
        yield
    finally:
        _current.reset(token)


class OriginMiddleware:
    """Says that what is recorded came in by this request; its id is the one the answer carries."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_api = request.path.startswith(settings.API_PREFIX)
        with coming_from(Channel.API if is_api else Channel.WEB, getattr(request, "request_id", "")):
            return self.get_response(request)


def task_begins(task_id: str = "", **kwargs: Any) -> None:
    """Celery's signal before a task: what the task records came in by it."""
    _running[task_id] = _current.set(Origin(Channel.TASK, task_id[:64]))


def task_ends(task_id: str = "", **kwargs: Any) -> None:
    """Celery's signal after a task."""
    if (token := _running.pop(task_id, None)) is not None:
        _current.reset(token)
