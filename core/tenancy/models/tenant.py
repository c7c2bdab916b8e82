from django.db import models
from django.utils.translation import gettext_lazy as _


class Tenant(models.Model):
    """A county (县、县级市、区): one customer, one wall. A platform row, readable by all.

    `code` is the six-digit code of GB/T 2260, e.g. 130723 for 康保县; it is the tenant of every row of the county.
    """

    code = models.PositiveIntegerField(_("行政区划代码"), primary_key=True)
    name = models.CharField(_("名称"), max_length=40)
    full_name = models.CharField(_("全称"), max_length=80)
    is_open = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = _("县")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__gte=100000, code__lte=999999),
                name="tenancy_tenant_code_has_six_digits",
            )
        ]

    def __str__(self) -> str:
        return self.name
