from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Staff, Unit
from core.printing.models import IssuedDocument
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel
from households.choices import VolumeKind


class Volume(TenantModel):
    """A bound ledger filed with the county office: a numbered snapshot, and the office's receipt."""

    kind = models.CharField(_("台账"), max_length=12, choices=VolumeKind.choices)
    path = models.CharField(_("区域"), max_length=24, db_collation="C")
    unit = TenantForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("单位")
    )
    month = models.DateField(_("月份"))
    title = models.CharField(_("标题"), max_length=120)
    document = TenantForeignKey(IssuedDocument, models.PROTECT, related_name="+", verbose_name=_("文书"))
    rows = models.PositiveIntegerField(_("行数"))
    pages = models.PositiveIntegerField(_("页数"))
    filed_by = TenantForeignKey(Staff, models.PROTECT, related_name="+", verbose_name=_("报送人"))
    filed_at = models.DateTimeField(_("报送时间"))
    received_by = TenantForeignKey(
        Staff,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("签收人"),
    )
    received_at = models.DateTimeField(_("签收时间"), null=True, blank=True)

    objects: ClassVar[TenantManager["Volume"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("台账卷册")
        indexes = [models.Index(fields=["tenant", "-filed_at"], name="households_volume_filed")]
        constraints = [
            models.CheckConstraint(
                condition=Q(received_at=None, received_by=None)
                | Q(received_at__isnull=False, received_by__isnull=False),
                name="households_volume_received_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.title
