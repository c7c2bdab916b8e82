"""Who is told of what happens in the room."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.models import Membership, Post
from accounts.selectors import on_day
from accounts.telling import tell_staff
from core.audit.models import Record
from core.notifications.declaring import notifies
from core.notifications.models import Notice
from households.log_codes import DUTY_REMINDED, UNIT_MISSED

# months and duties


@notifies(DUTY_REMINDED)
def who_still_owes(record: Record) -> Iterable[Notice]:
    """The cadre or leader, with how much is left."""
    title = _("%(month)s待走访：%(left)s") % record.after
    url = f"{reverse('duty_list')}?month={record.after['month']}&mine=1&show=open"
    yield from tell_staff({UUID(str(record.subject_id))}, record, title, url)


@notifies(UNIT_MISSED)
def who_heads_the_unit(record: Record) -> Iterable[Notice]:
    """The heads of the unit; where it has none, whoever handles its affairs."""
    today = on_day(timezone.localdate(record.at))
    unit = record.subject_id
    heads = set(Membership.objects.filter(today, unit=unit, is_head=True).values_list("staff_id", flat=True))
    if not heads:
        posts = Post.objects.filter(today, unit=unit, role=Role.DEPARTMENT_HANDLER)
        heads = set(posts.values_list("staff_id", flat=True))
    title = _("%(month)s未完成走访%(missed)s件") % record.after
    url = f"{reverse('duty_list')}?month={record.after['month']}&unit={unit}&show=missed"
    yield from tell_staff(heads, record, title, url)
