"""Who asked for a sheet in full is told what became of it; the approvers are told by who knows their posts."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit.models import Record
from core.notifications.declaring import notifies
from core.notifications.models import Notice
from core.tabular.log_codes import EXPORT_APPROVED, EXPORT_TURNED_DOWN
from core.tabular.models import ExportRequest


@notifies(EXPORT_APPROVED, EXPORT_TURNED_DOWN)
def who_asked(record: Record) -> Iterable[Notice]:
    """The person who asked."""
    for request in ExportRequest.objects.filter(pk__in=[record.subject_id]):
        until = timezone.localtime(request.expires_at) if request.expires_at else None
        outcome = _("已批准，{until:%m月%d日%H:%M}前可下载一次").format(until=until) if until else _("已退回")
        yield Notice(
            recipient_id=request.asked_by_id,
            title=_("明文导出申请：{title}{outcome}").format(title=request.title, outcome=outcome)[:120],
            body=request.answer,
            url=reverse("exports"),
        )
