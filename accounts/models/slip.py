from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import SlipPurpose
from accounts.models.staff import Staff
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel


class Slip(TenantModel):
    """A printed code that works once: to activate an account, to reset a password, to stand in for a lost phone.

    Only the code's digest is stored. For officers a second person countersigns before it works.
    """

    staff = TenantForeignKey(Staff, on_delete=models.PROTECT, related_name="slips", verbose_name=_("持有人"))
    purpose = models.CharField(_("用途"), max_length=12, choices=SlipPurpose.choices)
    digest = models.CharField(_("摘要"), max_length=64, editable=False)
    issued_by = TenantForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("签发人")
    )
    issued_at = models.DateTimeField(_("签发时间"))
    expires_at = models.DateTimeField(_("失效时间"), null=True, blank=True)
    needs_countersign = models.BooleanField(_("需复核"), default=False)
    countersigned_by = TenantForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("复核人")
    )
    countersigned_at = models.DateTimeField(_("复核时间"), null=True, blank=True)
    used_at = models.DateTimeField(_("使用时间"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("作废时间"), null=True, blank=True)

    objects: ClassVar[TenantManager["Slip"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("一次性凭单")
        indexes = [models.Index(fields=["tenant", "staff"], name="accounts_slip_staff")]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "staff"],
                condition=models.Q(used_at=None, cancelled_at=None)
                & models.Q(purpose__in=[SlipPurpose.ACTIVATION, SlipPurpose.RESET]),
                name="accounts_slip_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(countersigned_by=None) | ~models.Q(countersigned_by=models.F("issued_by")),
                name="accounts_slip_two_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.staff_id}"
