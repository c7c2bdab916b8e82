from django.db import models
from django.utils.translation import gettext_lazy as _

from core.tenancy.models import TenantModel


class RememberedHeader(TenantModel):
    """How somebody in the county matched a heading of their own sheet; the next upload is matched by itself."""

    kind = models.CharField(max_length=80)
    header = models.CharField(_("表头"), max_length=100)
    key = models.CharField(_("列"), max_length=60, blank=True)  # "": this column is left out

    class Meta:
        verbose_name = _("表头对应")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "kind", "header"], name="tabular_header_is_one")
        ]

    def __str__(self) -> str:
        return f"{self.header} → {self.key or '—'}"
