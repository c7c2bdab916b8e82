from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import UnitKind
from core.paths.fields import AreaPathField
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel


class Unit(TenantModel):
    """A department, a township office, a village committee or a centre. `valid_to` is the first day without it.

    The abbreviation stands in document numbers, so it is never given to another unit of the county.
    """

    name = models.CharField(_("名称"), max_length=80)
    abbreviation = models.CharField(_("简称"), max_length=20)
    kind = models.CharField(_("类型"), max_length=16, choices=UnitKind.choices)
    parent = TenantForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("上级单位"),
    )
    path = AreaPathField(_("所在区域"), open_rows=models.Q(valid_to=None))
    valid_from = models.DateField(_("设立日"))
    valid_to = models.DateField(_("撤销日"), null=True, blank=True)

    objects: ClassVar[TenantManager["Unit"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("单位")
        indexes = [
            models.Index(fields=["tenant", "path"], name="accounts_unit_path"),
            models.Index(fields=["tenant", "parent"], name="accounts_unit_parent"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "abbreviation"],
                name="accounts_unit_abbreviation_once",
                violation_error_message=_("该简称已被本县其他单位使用。"),
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gt=models.F("valid_from")),
                name="accounts_unit_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name
