from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Staff
from core.crypto.fields import EncryptedBytesField
from core.printing.models import IssuedDocument
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel
from disputes.choices import DossierKind
from disputes.models.case import Case


class DossierItem(TenantModel):
    """A paper in its place in the dossier: one that we issued, one that was scanned or photographed, or both.

    `pages` counts its sheets; the page numbers follow from the order of the items when the dossier is closed.
    """

    case = TenantForeignKey(Case, models.PROTECT, related_name="dossier", verbose_name=_("纠纷"))
    kind = models.CharField(_("卷内项目"), max_length=2, choices=DossierKind.choices)
    position = models.PositiveSmallIntegerField(_("次序"))
    title = models.CharField(_("题名"), max_length=100)
    paper = models.CharField(_("文书"), max_length=40, blank=True)
    document = TenantForeignKey(
        IssuedDocument, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("印发文书")
    )
    about = models.UUIDField(null=True, blank=True, editable=False)
    pages = models.PositiveSmallIntegerField(_("页数"), default=1)
    is_signed = models.BooleanField(_("已签名"), default=False)
    filed_at = models.DateTimeField(_("归卷时间"))
    filed_by = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+", verbose_name=_("归卷人"))
    removed_at = models.DateTimeField(_("撤出时间"), null=True, blank=True)
    removal_reason = models.CharField(_("撤出原因"), max_length=200, blank=True)

    objects: ClassVar[TenantManager["DossierItem"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("卷内材料")
        indexes = [models.Index(fields=["tenant", "case", "kind", "position"], name="disputes_dossier_case")]
        constraints = [
            models.CheckConstraint(condition=models.Q(pages__gte=1), name="disputes_dossier_has_pages"),
            models.CheckConstraint(
                condition=models.Q(removed_at=None) | ~models.Q(removal_reason=""),
                name="disputes_dossier_removal_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Scan(TenantModel):
    """The bytes of a scanned or photographed page, without what the camera knew of place and time; ciphertext."""

    item = TenantForeignKey(DossierItem, models.PROTECT, related_name="scans", verbose_name=_("卷内材料"))
    position = models.PositiveSmallIntegerField(_("页次"))
    name = models.CharField(_("文件名"), max_length=120)
    media_type = models.CharField(_("类型"), max_length=60)
    size = models.PositiveIntegerField(_("字节数"))
    sha256 = models.CharField(_("校验值"), max_length=64)
    content = EncryptedBytesField()

    objects: ClassVar[TenantManager["Scan"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("扫描件")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "item", "position"], name="disputes_scan_once")
        ]

    def __str__(self) -> str:
        return self.name
