from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.tenancy.models import TenantModel


class Notice(TenantModel):
    """Something one person should know. It stands in their inbox until the county's retention ends."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("收件人"),
    )
    record_id = models.UUIDField(_("行为记录"), null=True)
    code = models.CharField(_("行为"), max_length=80, blank=True)
    title = models.CharField(_("标题"), max_length=120)
    body = models.TextField(_("内容"), blank=True)
    url = models.CharField(_("去处"), max_length=200, blank=True)
    key = models.CharField(_("唯一键"), max_length=32)
    created_at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(_("已读时间"), null=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("通知")
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="notifications_notice_once")]
        indexes = [
            models.Index(
                fields=["tenant", "recipient", "-created_at", "-id"], name="notifications_notice_inbox"
            ),
            models.Index(
                fields=["tenant", "recipient", "-created_at", "-id"],
                name="notifications_notice_unread",
                condition=models.Q(read_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.title
