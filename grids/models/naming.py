from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.tenancy.models import TenantModel
from grids.choices import Level


class LevelName(TenantModel):
    """What the county calls a level below the village: 第二级网格, 村民小组, 十户长网格 …"""

    level = models.PositiveSmallIntegerField(_("层级"), choices=Level.choices)
    name = models.CharField(_("名称"), max_length=20)

    class Meta(TenantModel.Meta):
        verbose_name = _("层级名称")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "level"], name="grids_levelname_once"),
            models.CheckConstraint(
                condition=models.Q(level__range=(Level.GRID, Level.SUB_MICRO_GRID)),
                name="grids_levelname_below_the_village",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OwnKind(TenantModel):
    """A kind of special grid that the county has beside the common ones, e.g. 景区专属网格.

    A retired one is given to no grid any more; grids that have it keep it.
    """

    code = models.CharField(_("代号"), max_length=16, validators=[RegexValidator(r"^[A-Z][A-Z_]*$")])
    name = models.CharField(_("名称"), max_length=20)
    retired_on = models.DateField(_("停用日"), null=True, blank=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("自设网格类型")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "code"], name="grids_ownkind_once"),
            models.UniqueConstraint(fields=["tenant", "name"], name="grids_ownkind_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
