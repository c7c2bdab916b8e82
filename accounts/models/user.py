from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.tenancy.ids import uuid7


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser):
    """A login: name, password and factors. A platform row; who the person is stands in the county (`Staff`).

    Signing in writes no row here (no `last_login`): sign-ins are records of their own.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField(_("账号"), max_length=40, unique=True)
    is_active = models.BooleanField(_("启用"), default=True)
    last_login = None  # removed on purpose, see the docstring

    USERNAME_FIELD = "username"
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("用户")

    def __str__(self) -> str:
        return self.username


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
