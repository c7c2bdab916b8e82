from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models.staff import Staff
from core.paths.fields import AreaPathField
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantModel


class Post(TenantModel):
    """A role at an area for a time. `to_on` is the first day the post is no longer held."""

    staff = TenantForeignKey(Staff, on_delete=models.PROTECT, related_name="posts", verbose_name=_("任职人"))
    role = models.CharField(_("岗位"), max_length=24, choices=Role.choices)
    path = AreaPathField(_("区域"), null=True, open_rows=models.Q(to_on=None))
    from_on = models.DateField(_("任职日"))
    to_on = models.DateField(_("免职日"), null=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("岗位")
        indexes = [models.Index(fields=["tenant", "path"], name="accounts_post_path")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_on=None) | models.Q(to_on__gt=models.F("from_on")),
                name="accounts_post_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.get_role_display()
