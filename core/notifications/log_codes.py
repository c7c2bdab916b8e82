from django.utils.translation import gettext_lazy as _

from core.audit.codes import code

NOTICES_READ = code(
    "notifications.notices_read", _("{actor}将{after[count]}条通知标为已读"), labels={"count": _("条数")}
)
NOTICES_UNREAD = code(
    "notifications.notices_unread", _("{actor}将{after[count]}条通知恢复为未读"), labels={"count": _("条数")}
)
PREFERENCES_CHANGED = code(
    "notifications.preferences_changed",
    _("{actor}修改了自己的通知设置"),
    labels={"channels": _("渠道"), "digest_hour": _("每日汇总时间")},
)
