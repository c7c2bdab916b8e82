from django.db import models
from django.utils.translation import gettext_lazy as _

from core.grants.models import NamedGrant
from core.tenancy.fields import TenantForeignKey
from disputes.models.case import Case


class CaseGrant(NamedGrant):
    """An adviser invited to one case (顾问团 1+7+X), or a department asked to take part in one."""

    content_object = TenantForeignKey(Case, models.PROTECT, related_name="grants", verbose_name=_("纠纷"))

    class Meta(NamedGrant.Meta):
        verbose_name = _("按名授权")
