from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """How deep an area stands. The levels below the village have the county's own names."""

    COUNTY = 1, _("县")
    TOWNSHIP = 2, _("乡镇")
    VILLAGE = 3, _("村")
    GRID = 4, _("网格")
    MICRO_GRID = 5, _("微网格")
    SUB_MICRO_GRID = 6, _("次级微网格")


class GridKind(models.TextChoices):
    """A residential grid, or a special grid (专属网格) for an institution."""

    RESIDENTIAL = "RESIDENTIAL", _("居民网格")
    ENTERPRISE = "ENTERPRISE", _("企业专属网格")
    SCHOOL = "SCHOOL", _("学校专属网格")
    HOSPITAL = "HOSPITAL", _("医院专属网格")
    PARK = "PARK", _("园区专属网格")
