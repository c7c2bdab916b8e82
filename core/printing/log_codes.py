from django.utils.translation import gettext_lazy as _

from core.audit.codes import READ, WRITE, code

NUMBER_VOIDED = code(
    "printing.number_voided",
    _("{actor}作废编号{subject}：{reason}"),
    kind=WRITE,
    labels={"number": _("编号")},
)
DOCUMENT_ISSUED = code(
    "printing.document_issued",
    _("{actor}印发{after[title]}{after[number]}"),
    kind=WRITE,
    labels={"title": _("标题"), "number": _("编号"), "sha256": _("文件校验值")},
)
DOCUMENT_PRINTED = code(
    "printing.document_printed",
    _("{actor}重印{after[title]}{after[number]}"),
    kind=READ,
    labels={"title": _("标题"), "number": _("编号")},
)
LIST_PRINTED = code(
    "printing.list_printed",
    _("{actor}打印{after[title]}，共{after[rows]}行"),
    kind=READ,
    labels={"title": _("表名"), "rows": _("行数"), "filters": _("条件")},
)
