"""Who is told of what: declared in each room's notices.py.

@notifies(CASE_ESCALATED)
def township_clerks(record): yield Notice(recipient_id=…, title=…, url=…)
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from core.audit.codes import Code
from core.audit.models import Record
from core.audit.reacting import add_reaction
from core.notifications.actions.grow_notices import grow_notices
from core.notifications.models import Notice

F = TypeVar("F", bound=Callable[[Record], Iterable[Notice]])


def notifies(*codes: Code) -> Callable[[F], F]:
    """Grow the notices that the decorated function yields from each record with one of `codes`.

    The function says who is told what (`Notice(recipient_id=…, title=…, body=…, url=…)`); tenant, record, time and key
    are filled in. One person is told once of one record.
    """

    def declare(who: F) -> F:
        name = f"{who.__module__}.{getattr(who, '__qualname__', 'notices')}"

        def grow(records: list[Record]) -> None:
            grow_notices(name, [(record, list(who(record))) for record in records])

        add_reaction(f"notices:{name}", codes, grow)
        return who

    return declare
