"""Who is told of records of the mechanisms below, which know no posts."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.selectors import officers_now
from core.audit.models import Record
from core.deadlines.log_codes import DEADLINE_STUCK
from core.notifications.declaring import notifies
from core.notifications.models import Notice


@notifies(DEADLINE_STUCK)
def the_system_administrator(record: Record) -> Iterable[Notice]:
    """A promise is due and cannot be kept by itself: somebody has to look."""
    for post in officers_now(on=timezone.localdate(record.at)).filter(role=Role.SYSTEM_ADMINISTRATOR):
        if post.staff.user_id:
            yield Notice(
                recipient_id=post.staff.user_id,
                title=_("期限自动处置失败：{subject}").format(subject=record.subject_label)[:120],
                body=record.sentence,
            )
