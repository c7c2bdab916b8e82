from django.utils.translation import gettext_lazy as _

from core.audit.codes import READ, code

RECORDS_SEARCHED = code(
    "audit.records_searched",
    _("{actor}查询了行为记录"),
    kind=READ,
    labels={
        "since": _("起"),
        "until": _("止"),
        "actor": _("操作人"),
        "act": _("行为"),
        "subject": _("对象"),
        "area": _("区域"),
    },
)
RECORDS_EXPORTED = code(
    "audit.records_exported",
    _("{actor}导出了行为记录，共{after[rows]}条"),
    kind=READ,
    labels={"rows": _("条数")},
)
