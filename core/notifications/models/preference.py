from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.tenancy.models import TenantModel


class Preference(TenantModel):
    """How one person wants to be told. Without a row: at once, through every channel the platform has."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("用户")
    )
    channels = models.JSONField(_("渠道"), default=list)
    digest_hour = models.PositiveSmallIntegerField(
        _("每日汇总时间"), null=True, blank=True, validators=[MaxValueValidator(23)]
    )

    class Meta(TenantModel.Meta):
        verbose_name = _("通知设置")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "user"], name="notifications_preference_once"),
            models.CheckConstraint(
                condition=models.Q(digest_hour=None) | models.Q(digest_hour__lte=23),
                name="notifications_preference_hour_of_a_day",
            ),
        ]
