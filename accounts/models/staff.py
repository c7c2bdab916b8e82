from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User
from core.tenancy.models import TenantModel


class Staff(TenantModel):
    """A person who works for the county: the name behind a user."""

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("账号")
    )
    name = models.CharField(_("姓名"), max_length=40)

    class Meta(TenantModel.Meta):
        verbose_name = _("工作人员")
        constraints = [models.UniqueConstraint(fields=["tenant", "user"], name="accounts_staff_user_once")]

    def __str__(self) -> str:
        return self.name
