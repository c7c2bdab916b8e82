from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel
from disputes.models.case import Case


class CaseToken(TenantModel):
    """A word by which a case is found: a pair of characters, a name's initials, digits. Asked for by equality only."""

    token = models.CharField(max_length=12, db_collation="C")
    case = TenantForeignKey(Case, models.CASCADE, related_name="tokens", verbose_name=_("纠纷"))

    objects: ClassVar[TenantManager["CaseToken"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("检索词")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "token", "case"], name="disputes_token_once")
        ]
        indexes = [models.Index(fields=["tenant", "case"], name="disputes_token_case")]

    def __str__(self) -> str:
        return self.token
