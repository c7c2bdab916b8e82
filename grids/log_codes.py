"""Names of the acts recorded in this room."""

from django.utils.translation import gettext_lazy as _

from core.audit.codes import code

_LABELS = {
    "name": _("名称"),
    "code": _("编码"),
    "parent": _("上级"),
    "path": _("路径"),
    "kind": _("类型"),
    "extent": _("区域范围"),
    "supervision_phone": _("监督电话"),
    "household_count": _("户数"),
    "household_target_min": _("目标户数下限"),
    "household_target_max": _("目标户数上限"),
    "valid_to": _("停用日"),
    "area_km2": _("面积（平方公里）"),
    "summary": _("变更内容"),
    "effective_on": _("生效日"),
    "followed": _("随迁记录数"),
    "count": _("数量"),
}

AREA_OPENED = code("grids.area_opened", _("{actor}新设{after[name]}"), labels=_LABELS)
AREA_RENAMED = code("grids.area_renamed", _("{actor}将{before[name]}更名为{after[name]}"), labels=_LABELS)
AREA_RECODED = code(
    "grids.area_recoded", _("{actor}将{subject}的编码由{before[code]}改为{after[code]}"), labels=_LABELS
)
AREA_MOVED = code(
    "grids.area_moved", _("{actor}将{subject}由{before[parent]}划归{after[parent]}"), labels=_LABELS
)
AREA_SPLIT = code("grids.area_split", _("{actor}从{subject}拆分出{after[name]}"), labels=_LABELS)
AREA_MERGED = code("grids.area_merged", _("{actor}将{subject}并入{after[name]}"), labels=_LABELS)
AREA_RETIRED = code("grids.area_retired", _("{actor}停用{subject}"), labels=_LABELS)
AREA_DESCRIBED = code("grids.area_described", _("{actor}修改{subject}的资料"), labels=_LABELS)
BOUNDARY_SET = code("grids.boundary_set", _("{actor}调整{subject}的边界"), labels=_LABELS)
BOUNDARIES_UPLOADED = code(
    "grids.boundaries_uploaded",
    _("{actor}上传边界文件{subject}，{after[found]}个边界待导入，{after[errors]}个要素有错误"),
    labels=_LABELS | {"found": _("待导入"), "errors": _("错误")},
)
BOUNDARIES_DROPPED = code(
    "grids.boundaries_dropped", _("{actor}放弃导入边界文件{subject}"), labels=_LABELS | {"found": _("待导入")}
)
DIVISIONS_IMPORTED = code(
    "grids.divisions_imported",
    _("{actor}导入区划，新设{after[opened]}个，更名{after[renamed]}个"),
    labels=_LABELS,
)
CHANGE_PLANNED = code(
    "grids.change_planned", _("{actor}安排：{after[summary]}，{after[effective_on]}起生效"), labels=_LABELS
)
CHANGE_UNDONE = code("grids.change_undone", _("{actor}撤销待生效的变更：{before[summary]}"), labels=_LABELS)
CHANGE_FAILED = code("grids.change_failed", _("变更未能生效：{before[summary]}（{reason}）"), labels=_LABELS)
BOARDS_PRINTED = code(
    "grids.boards_printed", _("{actor}打印{subject}的网格公示牌{after[count]}张"), labels=_LABELS
)
LEVEL_NAMED = code(
    "grids.level_named", _("{actor}将网格层级“{before[name]}”改称“{after[name]}”"), labels=_LABELS
)
KIND_OPENED = code("grids.kind_opened", _("{actor}新增网格类型{after[name]}"), labels=_LABELS)
KIND_RENAMED = code(
    "grids.kind_renamed", _("{actor}将网格类型{before[name]}改称{after[name]}"), labels=_LABELS
)
KIND_RETIRED = code("grids.kind_retired", _("{actor}停用网格类型{subject}"), labels=_LABELS)
KIND_RESTORED = code("grids.kind_restored", _("{actor}恢复网格类型{subject}"), labels=_LABELS)
