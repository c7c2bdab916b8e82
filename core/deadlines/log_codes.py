"""Recorded acts of the deadlines themselves; what a promise is about is recorded by its room."""

from django.utils.translation import gettext_lazy as _

from core.audit.codes import code

DEADLINE_MOVED = code(
    "deadlines.moved",
    _("{actor}按新日历将{subject}的期限由{before[due_at]}改为{after[due_at]}"),
    labels={"due_at": _("到期时间")},
)
DEADLINE_STUCK = code(
    "deadlines.stuck",
    _("{subject}的期限已到，自动处置失败：{after[error]}"),
    labels={"error": _("错误"), "kind": _("种类"), "next_check_at": _("下次尝试")},
)
