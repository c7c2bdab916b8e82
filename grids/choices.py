from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """How deep an area stands. The levels below the village bear the county's own names (`LevelName`)."""

    COUNTY = 1, _("县")
    TOWNSHIP = 2, _("乡镇")
    VILLAGE = 3, _("村")
    GRID = 4, _("网格")
    MICRO_GRID = 5, _("微网格")
    SUB_MICRO_GRID = 6, _("次级微网格")


class GridKind(models.TextChoices):
    """A residential grid, or a special grid (专属网格) for an institution. A county adds its own (`OwnKind`)."""

    RESIDENTIAL = "RESIDENTIAL", _("居民网格")
    ENTERPRISE = "ENTERPRISE", _("企业专属网格")
    SCHOOL = "SCHOOL", _("学校专属网格")
    HOSPITAL = "HOSPITAL", _("医院专属网格")
    PARK = "PARK", _("园区专属网格")


class BoundarySource(models.TextChoices):
    """Where a boundary came from."""

    IMPORTED = "IMPORTED", _("导入")
    DRAWN = "DRAWN", _("手绘")
    SYNTHETIC = "SYNTHETIC", _("演示示意")


class LinkKind(models.TextChoices):
    """Why one area stands where another stood."""

    SPLIT = "SPLIT", _("拆分")
    MERGE = "MERGE", _("合并")


class ChangeKind(models.TextChoices):
    """The acts on the tree."""

    OPEN = "OPEN", _("新设")
    RENAME = "RENAME", _("更名")
    RECODE = "RECODE", _("变更编码")
    MOVE = "MOVE", _("划转")
    SPLIT = "SPLIT", _("拆分")
    MERGE = "MERGE", _("合并")
    RETIRE = "RETIRE", _("停用")
    SET_BOUNDARY = "SET_BOUNDARY", _("调整边界")
    DESCRIBE = "DESCRIBE", _("修改资料")


class ChangeState(models.TextChoices):
    """Where a change of the tree stands."""

    PLANNED = "PLANNED", _("待生效")
    APPLIED = "APPLIED", _("已生效")
    UNDONE = "UNDONE", _("已撤销")
    FAILED = "FAILED", _("未能生效")


class ImportState(models.TextChoices):
    """Where an import of boundaries stands."""

    CHECKED = "CHECKED", _("已核对，待确认")
    DONE = "DONE", _("已导入")
    DROPPED = "DROPPED", _("已放弃")
