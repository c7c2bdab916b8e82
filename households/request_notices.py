"""Who is told of a resident's request about their data: those who answer for the ground, the nearest first."""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.choices import Role
from accounts.models import Post
from accounts.selectors import on_day
from accounts.telling import named, tell_staff
from core.audit.models import Record
from core.notifications.declaring import notifies
from core.notifications.models import Notice
from core.paths.ranges import ancestors_of
from households.log_codes import REQUEST_NEAR, REQUEST_OVERDUE, REQUEST_STILL_OWED, REQUEST_TAKEN

ANSWERING = (Role.VILLAGE_SECRETARY, Role.TOWNSHIP_CLERK)
_TITLES = {
    REQUEST_TAKEN.key: gettext_lazy("个人信息请求待答复"),
    REQUEST_NEAR.key: gettext_lazy("个人信息请求临近到期"),
    REQUEST_OVERDUE.key: gettext_lazy("个人信息请求逾期"),
    REQUEST_STILL_OWED.key: gettext_lazy("个人信息请求逾期"),
}
_MISSED = (REQUEST_OVERDUE.key, REQUEST_STILL_OWED.key)


@notifies(REQUEST_TAKEN, REQUEST_NEAR, REQUEST_OVERDUE, REQUEST_STILL_OWED)
def who_answers_a_request(record: Record) -> Iterable[Notice]:
    """The village's secretary and the township's clerk; what they missed the county's centre hears too."""
    above = ancestors_of(record.path or "")
    asked = Q(role__in=ANSWERING, path__in=above[1:])
    if record.code in _MISSED:
        asked |= Q(role=Role.COUNTY_CENTRE, path=above[0])
    held = Post.objects.filter(asked, on_day(timezone.localdate(record.at)))
    title = named(str(_TITLES[record.code]), record)
    yield from tell_staff(held.values_list("staff_id", flat=True), record, title, reverse("data_requests"))
