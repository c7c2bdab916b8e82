from django.db import models
from django.utils.translation import gettext_lazy as _

from core.notifications.choices import Channel, State
from core.notifications.models.notice import Notice
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantModel


class Delivery(TenantModel):
    """One notice on its way out through one channel: one row, whatever number of tries it takes.

    No address stands here: it is looked up when the message is sent.
    """

    notice = TenantForeignKey(Notice, models.PROTECT, related_name="deliveries")
    channel = models.CharField(_("渠道"), max_length=8, choices=Channel)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    next_try_at = models.DateTimeField(_("下次尝试"))
    at = models.DateTimeField(_("办结时间"), null=True)
    receipt = models.CharField(_("回执"), max_length=120, blank=True)
    last_error = models.CharField(_("最近错误"), max_length=300, blank=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("发送")
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "notice", "channel"], name="notifications_delivery_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["tenant", "next_try_at", "id"],
                name="notifications_delivery_due",
                condition=models.Q(state="WAITING"),
            )
        ]
