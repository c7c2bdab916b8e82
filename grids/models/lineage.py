from django.db import models
from django.utils.translation import gettext_lazy as _

from core.paths.fields import PathField
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantModel
from grids.choices import LinkKind
from grids.models.area import Area


class AreaCode(TenantModel):
    """An official code an area once had, and what took its place on which day. Either side may be empty."""

    area = TenantForeignKey(Area, on_delete=models.PROTECT, related_name="codes", verbose_name=_("区域"))
    old_code = models.CharField(_("原编码"), max_length=15, blank=True)
    new_code = models.CharField(_("新编码"), max_length=15, blank=True)
    effective_on = models.DateField(_("生效日"))

    class Meta(TenantModel.Meta):
        verbose_name = _("编码沿革")
        indexes = [
            models.Index(fields=["tenant", "old_code"], name="grids_areacode_old"),
            models.Index(fields=["tenant", "area"], name="grids_areacode_area"),
        ]

    def __str__(self) -> str:
        return f"{self.old_code} → {self.new_code}"


class FormerPath(TenantModel):
    """A place in the tree that an area left. Closed rows keep it, and find the area's name through it.

    Positions are never used twice, so a former path means one area for ever; what stood below it is found by its
    longest recorded beginning.
    """

    area = TenantForeignKey(
        Area, on_delete=models.PROTECT, related_name="former_paths", verbose_name=_("区域")
    )
    path = PathField(_("原路径"))
    left_on = models.DateField(_("离开日"))

    class Meta(TenantModel.Meta):
        verbose_name = _("原路径")
        indexes = [models.Index(fields=["tenant", "area"], name="grids_formerpath_area")]
        constraints = [models.UniqueConstraint(fields=["tenant", "path"], name="grids_formerpath_once")]

    def __str__(self) -> str:
        return str(self.path)


class AreaLink(TenantModel):
    """Lineage: `from_area` was split into, or merged into, `to_area`."""

    from_area = TenantForeignKey(
        Area, on_delete=models.PROTECT, related_name="successors", verbose_name=_("原区域")
    )
    to_area = TenantForeignKey(
        Area, on_delete=models.PROTECT, related_name="predecessors", verbose_name=_("现区域")
    )
    kind = models.CharField(_("方式"), max_length=8, choices=LinkKind.choices)
    effective_on = models.DateField(_("生效日"))

    class Meta(TenantModel.Meta):
        verbose_name = _("沿革")
        indexes = [models.Index(fields=["tenant", "to_area"], name="grids_arealink_to")]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "from_area", "to_area", "kind", "effective_on"], name="grids_arealink_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_area_id} → {self.to_area_id}"
