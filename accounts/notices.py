"""Who is told of records of the mechanisms below, which know no posts."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.selectors import holders_at, officers_now
from core.audit.models import Record
from core.deadlines.log_codes import DEADLINE_STUCK
from core.notifications.declaring import notifies
from core.notifications.models import Notice
from core.paths.ranges import ancestors_of
from core.permissions.abilities import abilities_of
from core.tabular.log_codes import EXPORT_ASKED


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


@notifies(EXPORT_ASKED)
def who_approves_sheets(record: Record) -> Iterable[Notice]:
    """Everybody whose post approves sheets in full and reaches the whole of this one, with their deputies."""
    if not record.path:
        return
    roles = [role for role in Role if "tabular.approve_export" in abilities_of(role)]
    told: set[Any] = set()
    held: Iterable[Any] = holders_at(ancestors_of(record.path), on=timezone.localdate(record.at), roles=roles)
    for post in held:
        told |= {post.staff.user_id, *(deputy.staff.user_id for deputy in post.deputies_now)}
    for user_id in told - {None, record.actor_id}:
        yield Notice(
            recipient_id=user_id,
            title=_("待审批：{name}申请导出{sheet}明文").format(
                name=record.actor_name, sheet=record.subject_label
            )[:120],
            body=record.reason,
            url=reverse("exports"),
        )
