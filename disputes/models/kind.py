from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.tenancy.models import TenantManager, TenantModel
from disputes.choices import Retention


class CaseKind(TenantModel):
    """A kind of dispute as this county writes it: the national label, the row of the monthly table it counts in,
    and how long its dossiers are kept.

    Seeded from `seed/kinds.csv`; a county renames, adds and retires, and never re-uses a code.
    """

    code = models.CharField(_("代码"), max_length=4)
    label = models.CharField(_("纠纷类型"), max_length=30)
    statistics_row = models.CharField(_("统计行"), max_length=4)
    kept_for = models.CharField(
        _("保管期限"), max_length=10, choices=Retention.choices, blank=True, default=Retention.UNDECIDED
    )
    position = models.PositiveSmallIntegerField(_("次序"), default=0)
    is_active = models.BooleanField(_("在用"), default=True)

    objects: ClassVar[TenantManager["CaseKind"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("纠纷类型")
        constraints = [models.UniqueConstraint(fields=["tenant", "code"], name="disputes_kind_code_once")]

    def __str__(self) -> str:
        return self.label
