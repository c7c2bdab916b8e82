"""A name for each request: in the answer's head, on error pages and in every log line written for it."""

import logging
import re
from contextvars import ContextVar
from uuid import uuid4

_current: ContextVar[str] = ContextVar("request_id", default="-")
_GIVEN = re.compile(r"[0-9A-Za-z-]{8,40}")


def begin(given: str = "") -> str:
    """Start a request; a proxy's own id is taken over when it is harmless."""
    name = given if _GIVEN.fullmatch(given) else uuid4().hex[:16]
    _current.set(name)
    return name


def current() -> str:
    """The id of the request under way, "-" outside one."""
    return _current.get()


class WithRequestId(logging.Filter):
    """Gives each log record the attribute `request_id`."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current()
        return True
