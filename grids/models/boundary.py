from django.db import models
from django.utils.translation import gettext_lazy as _

from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantModel
from grids.choices import BoundarySource, ImportState
from grids.models.area import IN_FORCE, Area


class AreaBoundary(TenantModel):
    """Where an area ends on the ground: a GeoJSON Polygon or MultiPolygon in degrees, longitude first.

    The four edges of its box are columns of their own, so that a point is looked up by an index; former boundaries
    stay, with the day they ended.
    """

    area = TenantForeignKey(Area, on_delete=models.PROTECT, related_name="boundaries", verbose_name=_("区域"))
    geometry = models.JSONField(_("边界"))
    west = models.FloatField(_("西界经度"))
    east = models.FloatField(_("东界经度"))
    south = models.FloatField(_("南界纬度"))
    north = models.FloatField(_("北界纬度"))
    area_km2 = models.FloatField(_("面积（平方公里）"))
    source = models.CharField(_("来源"), max_length=10, choices=BoundarySource.choices)
    valid_from = models.DateField(_("启用日"))
    valid_to = models.DateField(_("停用日"), null=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("边界")
        indexes = [
            models.Index(fields=["tenant", "west", "south"], condition=IN_FORCE, name="grids_boundary_box"),
            models.Index(fields=["tenant", "area"], name="grids_boundary_area"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "area"], condition=IN_FORCE, name="grids_boundary_one_in_force"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    west__gte=-180, east__lte=180, south__gte=-90, north__lte=90,
                    west__lt=models.F("east"), south__lt=models.F("north"),
                ),
                name="grids_boundary_box_on_earth",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.area_id} {self.valid_from}"


class BoundaryImport(TenantModel):
    """A GeoJSON file that was checked and waits for a word: what it would set, and what is wrong with the rest."""

    file_name = models.CharField(_("文件"), max_length=120)
    matches = models.JSONField(_("可导入"), default=list)
    errors = models.JSONField(_("错误"), default=list)
    state = models.CharField(
        _("状态"), max_length=8, choices=ImportState.choices, default=ImportState.CHECKED
    )
    uploaded_by = models.UUIDField(_("上传人"), null=True)
    uploaded_by_name = models.CharField(_("上传人姓名"), max_length=40)
    uploaded_at = models.DateTimeField(_("上传时间"))

    class Meta(TenantModel.Meta):
        verbose_name = _("边界导入")

    def __str__(self) -> str:
        return self.file_name
