from django.db import models
from django.utils.translation import gettext_lazy as _

from core.paths.fields import AreaPathField
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantModel
from grids.choices import GridKind, Level


class Area(TenantModel):
    """A county, township, village, grid or micro-grid. `path` places it; `code` is what the state calls it.

    Codes change from year to year and paths do not: a path is never rebuilt from a code.
    """

    parent = TenantForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="children", verbose_name=_("上级")
    )
    path = AreaPathField(_("路径"), open_rows=models.Q(valid_to=None))
    level = models.PositiveSmallIntegerField(_("层级"), choices=Level.choices)
    kind = models.CharField(_("类型"), max_length=16, choices=GridKind.choices, blank=True)
    name = models.CharField(_("名称"), max_length=80)
    code = models.CharField(_("编码"), max_length=15, blank=True)
    valid_from = models.DateField(_("启用日"))
    valid_to = models.DateField(_("停用日"), null=True)
    last_child = models.PositiveIntegerField(_("已用子序号"), default=0, editable=False)

    class Meta(TenantModel.Meta):
        verbose_name = _("区域")
        constraints = [models.UniqueConstraint(fields=["tenant", "path"], name="grids_area_path_once")]

    def __str__(self) -> str:
        return self.name
