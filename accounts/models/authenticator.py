from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User
from core.crypto.fields import EncryptedTextField
from core.tenancy.ids import uuid7


class Authenticator(models.Model):
    """A phone that makes a user's one-time codes. A platform row: it is asked before any county is open.

    `key` is the secret, hexadecimal. `last_step` is the step of time whose code was used last, so that none works
    twice; `drift` says by how many steps the phone's clock is off.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    key = EncryptedTextField(_("密钥"), platform=True)
    drift = models.SmallIntegerField(_("时钟偏差"), default=0)
    last_step = models.BigIntegerField(_("上次使用的时间步"), default=-1)
    failures = models.PositiveIntegerField(_("连续失败次数"), default=0)
    failed_at = models.DateTimeField(_("上次失败时间"), null=True)
    bound_at = models.DateTimeField(_("绑定时间"))
    used_at = models.DateTimeField(_("上次使用时间"), null=True)

    class Meta:
        verbose_name = _("动态口令")
        constraints = [models.UniqueConstraint(fields=["user"], name="accounts_authenticator_once")]

    def __str__(self) -> str:
        return f"{self.user_id}"
