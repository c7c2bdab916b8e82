from typing import ClassVar

from django.db import models
from django.db.models.functions import Cast, Left, Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from core.paths.constraints import UnderItsParent
from core.paths.fields import PathField
from core.paths.ranges import MAX_LENGTH, ROOT_WIDTH, STEP_WIDTH
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel
from grids.choices import GridKind, Level

IN_FORCE = models.Q(valid_to=None)


class Area(TenantModel):
    """A county, township, village, grid or micro-grid. `path` places it; `code` is what the state calls it.

    Codes change from year to year and paths do not: a path is never rebuilt from a code. `last_child` counts the
    children ever opened here, so that no position is used twice; it is locked with the row.
    """

    parent = TenantForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="children", verbose_name=_("上级")
    )
    path = PathField(_("路径"))
    parent_path = models.GeneratedField(
        expression=Left("path", Length("path") - STEP_WIDTH),
        output_field=models.CharField(max_length=MAX_LENGTH, db_collation="C"),
        db_persist=True,
    )
    level = models.PositiveSmallIntegerField(_("层级"), choices=Level.choices)
    kind = models.CharField(_("类型"), max_length=16, blank=True)
    name = models.CharField(_("名称"), max_length=80)
    initials = models.CharField(_("拼音首字母"), max_length=80, blank=True)
    code = models.CharField(_("编码"), max_length=15, blank=True)
    extent = models.CharField(_("区域范围"), max_length=300, blank=True)
    supervision_phone = models.CharField(_("监督电话"), max_length=20, blank=True)
    household_count = models.PositiveIntegerField(_("户数"), null=True)
    household_target_min = models.PositiveIntegerField(_("目标户数下限"), null=True)
    household_target_max = models.PositiveIntegerField(_("目标户数上限"), null=True)
    valid_from = models.DateField(_("启用日"))
    valid_to = models.DateField(_("停用日"), null=True)
    last_child = models.PositiveIntegerField(_("已用子序号"), default=0, editable=False)

    objects: ClassVar[TenantManager["Area"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("区域")
        indexes = [models.Index(fields=["tenant", "parent"], name="grids_area_parent")]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "path"], name="grids_area_path_once"),
            models.UniqueConstraint(fields=["tenant", "id", "path"], name="grids_area_place"),
            UnderItsParent(name="grids_area_under_its_parent"),
            models.UniqueConstraint(
                fields=["tenant", "code"],
                condition=IN_FORCE & ~models.Q(code=""),
                name="grids_area_code_once",
            ),
            models.CheckConstraint(
                condition=models.Q(level=Level.COUNTY, parent=None)
                | models.Q(level__range=(Level.TOWNSHIP, Level.SUB_MICRO_GRID), parent__isnull=False),
                name="grids_area_only_the_county_has_no_parent",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    Exact(Length("path"), models.F("level") * STEP_WIDTH + (ROOT_WIDTH - STEP_WIDTH))
                ),
                name="grids_area_level_is_the_depth_of_its_path",
            ),
            models.CheckConstraint(
                condition=models.Q(Exact(Left("path", ROOT_WIDTH), Cast("tenant_id", models.TextField()))),
                name="grids_area_path_in_its_county",
            ),
            models.CheckConstraint(
                condition=models.Q(level__lt=Level.GRID, kind="")
                | (models.Q(level=Level.GRID) & ~models.Q(kind=""))
                | models.Q(level__gt=Level.GRID),
                name="grids_area_kind_of_grids",
            ),
            models.CheckConstraint(
                condition=models.Q(code="")
                | models.Q(level__lt=Level.GRID, code__regex=r"^[0-9]{12}$")
                | models.Q(level__gte=Level.GRID, code__regex=r"^[0-9]{15}$"),
                name="grids_area_code_has_12_or_15_digits",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="grids_area_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(household_target_min=None)
                | models.Q(household_target_max=None)
                | models.Q(household_target_max__gte=models.F("household_target_min")),
                name="grids_area_household_target_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_in_force(self) -> bool:
        return self.valid_to is None

    @property
    def is_special(self) -> bool:
        """Whether it is a special grid (专属网格)."""
        return self.kind not in ("", GridKind.RESIDENTIAL)
