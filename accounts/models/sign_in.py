from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import SignInReason
from accounts.models.user import User
from core.tenancy.ids import uuid7
from core.tenancy.wall import AppendOnly


class SignIn(models.Model):
    """One try to sign in, as it ended. A platform row, because a stranger belongs to no county.

    The application may only add and read; rows are kept for at least six months (GB/T 22239-2019) and are removed,
    if ever, by the owner of the database.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("用户")
    )
    username = models.CharField(_("所填账号"), max_length=40)
    at = models.DateTimeField(_("时间"))
    ok = models.BooleanField(_("成功"))
    reason = models.CharField(_("结果"), max_length=12, choices=SignInReason.choices)
    ip = models.GenericIPAddressField(_("地址"), null=True)
    agent = models.CharField(_("浏览器"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("登录记录")
        indexes = [
            models.Index(fields=["user", "-at"], name="accounts_sign_in_user"),
            models.Index(fields=["username", "-at"], name="accounts_sign_in_name"),
            models.Index(fields=["ip", "-at"], name="accounts_sign_in_ip"),
        ]
        constraints = [AppendOnly(name="accounts_signin_append_only")]

    def __str__(self) -> str:
        return f"{self.username} {timezone.localtime(self.at):%Y-%m-%d %H:%M} {self.get_reason_display()}"
