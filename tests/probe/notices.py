"""Who is told of a probe record: the user called drill, where there is one."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model

from core.audit.models import Record
from core.notifications.declaring import notifies
from core.notifications.models import Notice
from tests.probe.log_codes import ESCALATED


@notifies(ESCALATED)
def tell_the_drill(record: Record) -> Iterable[Notice]:
    """One notice a record."""
    for user in get_user_model().objects.filter(username="drill"):
        yield Notice(recipient_id=user.pk, title=record.subject_label)
