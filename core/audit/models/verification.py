from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.tenancy.models import TenantModel


class Verification(TenantModel):
    """One walk along the county's chain and what it found; kept for the auditor."""

    append_only: ClassVar[bool] = True

    at = models.DateTimeField(_("校验时间"))
    position = models.BigIntegerField(_("校验至序号"))
    kept_heads = models.PositiveIntegerField(_("对照的库外链头"))
    fault_count = models.PositiveIntegerField(_("异常数"))
    faults = models.JSONField(_("异常"), default=list)

    class Meta(TenantModel.Meta):
        verbose_name = _("链校验")
        indexes = [models.Index(fields=["tenant", "-at", "-id"], name="audit_verification_by_time")]
