from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.tenancy.ids import uuid7

USERNAME = RegexValidator(
    r"\A[a-z][a-z0-9._-]{2,39}\Z", _("账号为3至40位小写字母、数字、点、下划线或短横线，以字母开头。")
)


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A login: name, password and factors. A platform row; who the person is stands in the county (`Staff`).

    Signing in writes no row here (no `last_login`): sign-ins are records of their own. A user is closed, never
    deleted. `session_epoch` is part of every session's fingerprint: raising it ends all of them at once.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField(_("账号"), max_length=40, unique=True, validators=[USERNAME])
    is_active = models.BooleanField(_("启用"), default=True)
    password_set_at = models.DateTimeField(_("密码设置时间"), null=True)
    session_epoch = models.PositiveIntegerField(_("会话批次"), default=0, editable=False)
    last_login = None  # removed on purpose, see the docstring

    USERNAME_FIELD = "username"
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("用户")

    def __str__(self) -> str:
        return self.username

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        return f"{self.session_epoch}.{super()._get_session_auth_hash(secret=secret)}"  # type: ignore[misc]  # untyped in the stubs


class CountyLogin(models.Model):
    """Which counties a user works in, so that signing in can find the tenant. A platform row.

    The column is not called `tenant`: a table with a tenant_id is a tenant table and stands behind the wall.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="counties")
    county = models.ForeignKey("tenancy.Tenant", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("用户所属县")
        constraints = [models.UniqueConstraint(fields=["user", "county"], name="accounts_county_login_once")]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.county_id}"


class PasswordHistory(models.Model):
    """Hashes of passwords a user had, so that none of the last few comes back. A platform row."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    password = models.CharField(_("密码摘要"), max_length=128)
    set_at = models.DateTimeField(_("设置时间"))

    class Meta:
        verbose_name = _("密码历史")
        indexes = [models.Index(fields=["user", "-set_at"], name="accounts_password_history")]

    def __str__(self) -> str:
        return f"{self.user_id} {timezone.localtime(self.set_at):%Y-%m-%d}"
