from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.deadlines.rules import Rule
from core.tenancy.models import TenantManager, TenantModel
from core.workcalendar.choices import Unit
from core.workcalendar.rules import Term
from disputes.choices import Level, Promise


class TermRule(TenantModel):
    """How long something may take: by what is promised, the level and (where it is told) the kind of dispute.

    The rule nearest to the case counts: its own kind before any kind, its own level before any level. A change is a
    new row from a day on; promises made before keep the term they were made with.
    """

    promise = models.CharField(_("时限事项"), max_length=20, choices=Promise.choices)
    level = models.CharField(_("层级"), max_length=10, choices=Level.choices, blank=True)
    kind_code = models.CharField(_("纠纷类型"), max_length=4, blank=True)
    value = models.PositiveSmallIntegerField(_("期限"))
    unit = models.CharField(_("单位"), max_length=16, choices=Unit.choices)
    warn_value = models.PositiveSmallIntegerField(_("提前预警"), null=True, blank=True)
    warn_unit = models.CharField(_("预警单位"), max_length=16, choices=Unit.choices, blank=True)
    valid_from = models.DateField(_("启用日"))
    valid_to = models.DateField(_("停用日"), null=True, blank=True)
    source = models.CharField(_("依据"), max_length=200, blank=True)

    objects: ClassVar[TenantManager["TermRule"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("办理期限")
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "promise", "level", "kind_code"],
                condition=models.Q(valid_to=None),
                name="disputes_term_one_in_force",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="disputes_term_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(value__gte=1)
                & (
                    models.Q(warn_value=None, warn_unit="")
                    | (models.Q(warn_value__gte=1) & ~models.Q(warn_unit=""))
                ),
                name="disputes_term_has_its_units",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_promise_display()} {self.rule.term}"

    @property
    def rule(self) -> Rule:
        """The rule as a promise stores it."""
        warn = Term(self.warn_value, Unit(self.warn_unit)) if self.warn_value else None
        return Rule(Term(self.value, Unit(self.unit)), warn, version=self.id.hex)
