from django.utils.translation import gettext_lazy as _

from core.audit.codes import READ, SECURITY, WRITE, code

SHEET_UPLOADED = code(
    "tabular.sheet_uploaded",
    _("{actor}上传{after[title]}的表格，待核对"),
    kind=WRITE,
    labels={"title": _("种类"), "sha256": _("文件校验值")},
)
HEADINGS_MATCHED = code(
    "tabular.headings_matched",
    _("{actor}对照{after[title]}的表头：{after[headings]}"),
    kind=WRITE,
    labels={"title": _("种类"), "headings": _("表头对应")},
)
SHEET_CONFIRMED = code(
    "tabular.sheet_confirmed",
    _("{actor}确认导入{after[title]}，共{after[rows]}行"),
    kind=WRITE,
    labels={"title": _("种类"), "rows": _("行数"), "sha256": _("文件校验值")},
)
SHEET_IMPORTED = code(
    "tabular.sheet_imported",
    _("{actor}导入{after[title]}，共{after[rows]}行"),
    kind=WRITE,
    labels={"title": _("种类"), "rows": _("行数"), "sha256": _("文件校验值")},
)
EXPORT_ASKED = code(
    "tabular.export_asked",
    _("{actor}申请导出{after[title]}明文（{after[opened]}），共{after[rows]}行：{reason}"),
    kind=SECURITY,
    labels={"title": _("表名"), "rows": _("行数"), "opened": _("明文列")},
)
EXPORT_APPROVED = code(
    "tabular.export_approved",
    _("{actor}批准{after[asked_by]}导出{after[title]}明文"),
    kind=SECURITY,
    labels={"title": _("表名"), "asked_by": _("申请人"), "expires_at": _("下载截止")},
)
EXPORT_TURNED_DOWN = code(
    "tabular.export_turned_down",
    _("{actor}退回{after[asked_by]}导出{after[title]}明文的申请：{reason}"),
    kind=SECURITY,
    labels={"title": _("表名"), "asked_by": _("申请人")},
)
EXPORT_TAKEN = code(
    "tabular.export_taken",
    _("{actor}经{after[approved_by]}批准导出{after[title]}明文，共{after[rows]}行"),
    kind=SECURITY,
    labels={"title": _("表名"), "rows": _("行数"), "opened": _("明文列"), "approved_by": _("批准人")},
)
SHEET_EXPORTED = code(
    "tabular.sheet_exported",
    _("{actor}导出{after[title]}，共{after[rows]}行（{after[form]}）"),
    kind=READ,
    labels={"title": _("表名"), "rows": _("行数"), "form": _("脱敏"), "filters": _("条件")},
)
