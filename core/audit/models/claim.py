from django.db import models
from django.utils.translation import gettext_lazy as _

from core.audit.models.record import Record
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantModel


class Claim(TenantModel):
    """That one reaction is owed to one record, and whether it was paid.

    Made with the seal, worked off by `relay`. A failing one is pushed ahead (`next_try_at`) and kept for ever.
    """

    record = TenantForeignKey(Record, models.PROTECT, related_name="claims")
    reaction = models.CharField(_("后续动作"), max_length=160)
    attempts = models.PositiveIntegerField(_("尝试次数"), default=0)
    next_try_at = models.DateTimeField(_("下次尝试"))
    last_error = models.TextField(_("最近错误"), blank=True)
    done_at = models.DateTimeField(_("完成时间"), null=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("后续动作")
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "record", "reaction"], name="audit_claim_once_per_record"
            )
        ]
        indexes = [
            models.Index(
                fields=["tenant", "next_try_at", "id"],
                name="audit_claim_open",
                condition=models.Q(done_at__isnull=True),
            )
        ]
