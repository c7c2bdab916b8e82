"""An act that only these tests know, and who is told of it."""

from collections.abc import Iterable
from uuid import UUID

from core.audit.codes import code
from core.audit.models import Record
from core.notifications.declaring import notifies
from core.notifications.models import Notice

ESCALATED = code("probe.escalated", "{actor}上报了{after[title]}", personal=("title",))


@notifies(ESCALATED)
def the_people_named(record: Record) -> Iterable[Notice]:
    for user in record.after["tell"]:
        yield Notice(
            recipient_id=UUID(user), title="王建国的纠纷已上报", body="电话 13812345678", url="/areas/"
        )
