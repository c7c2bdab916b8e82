"""Who is told of a probe record: one person, whose inbox a drill can count."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model

from core.audit.models import Record
from core.notifications.declaring import notifies
from core.notifications.models import Notice
from tests.probe.log_codes import ESCALATED

READER = "drill"


@notifies(ESCALATED)
def tell_the_drill(record: Record) -> Iterable[Notice]:
    """One notice a record."""
    for user in get_user_model().objects.filter(username=READER):
        yield Notice(recipient_id=user.pk, title=f"{record.subject_label}已转为督办")
