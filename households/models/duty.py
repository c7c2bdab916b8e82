from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.paths.fields import AreaPathField
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel
from households.choices import DutyState, Owed
from households.models.liaison import GridLead, Liaison
from households.models.visit import Visit


class DutyMonth(TenantModel):
    """A month whose duties were opened. `month` is its first day."""

    month = models.DateField(_("月份"))
    opened_at = models.DateTimeField(_("开启时间"))
    ended_at = models.DateTimeField(_("核定时间"), null=True, blank=True)

    objects: ClassVar[TenantManager["DutyMonth"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("走访月份")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "month"], name="households_month_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="households_month_is_a_first"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Duty(TenantModel):
    """What a pair owes in a month: a visit, or another contact where the household is away. A leader's grid too.

    [from_on, to_on) is the part of the month in which the pair stands. What was missed stays and is explained.
    """

    month = models.DateField(_("月份"))
    liaison = TenantForeignKey(
        Liaison,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="duties",
        verbose_name=_("包联"),
    )
    lead = TenantForeignKey(
        GridLead,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="duties",
        verbose_name=_("包片"),
    )
    # A closed month keeps the place that it had.
    path = AreaPathField(_("网格"), open_rows=Q(state=DutyState.OPEN))
    owed = models.CharField(_("应办"), max_length=8, choices=Owed.choices)
    from_on = models.DateField(_("起"))
    to_on = models.DateField(_("止"))
    state = models.CharField(_("状态"), max_length=6, choices=DutyState.choices, default=DutyState.OPEN)
    visit = TenantForeignKey(
        Visit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="duties",
        verbose_name=_("走访"),
    )
    done_on = models.DateField(_("完成日"), null=True, blank=True)
    explained = models.CharField(_("说明"), max_length=300, blank=True)
    explained_at = models.DateTimeField(_("说明时间"), null=True, blank=True)

    objects: ClassVar[TenantManager["Duty"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("走访任务")
        indexes = [
            models.Index(fields=["tenant", "month", "path"], name="households_duty_place"),
        ]
        constraints = [
            # The pair first: by it a duty is found from its door or cadre, in one month or all of them.
            models.UniqueConstraint(
                fields=["tenant", "liaison", "month"],
                name="households_duty_once",
            ),
            models.UniqueConstraint(
                fields=["tenant", "lead", "month"],
                condition=Q(lead__isnull=False),
                name="households_duty_lead_once",
            ),
            models.CheckConstraint(
                condition=Q(liaison__isnull=False, lead=None) | Q(liaison=None, lead__isnull=False),
                name="households_duty_of_a_pair_or_a_lead",
            ),
            models.CheckConstraint(
                condition=Q(month__day=1) & Q(from_on__gte=F("month")) & Q(to_on__gt=F("from_on")),
                name="households_duty_in_its_month",
            ),
            models.CheckConstraint(
                condition=Q(state=DutyState.DONE, visit__isnull=False, done_on__isnull=False)
                | (~Q(state=DutyState.DONE) & Q(visit=None, done_on=None)),
                name="households_duty_done_by_a_visit",
            ),
            models.CheckConstraint(
                condition=~Q(state=DutyState.EXEMPT) | ~Q(explained=""),
                name="households_duty_exempt_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.get_state_display()}"

    @property
    def owner(self) -> Liaison | GridLead:
        """Whose duty it is: the pair, or the leader's grid."""
        found: Liaison | GridLead = self.liaison or self.lead
        return found

    @property
    def month_name(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def is_of_a_leader(self) -> bool:
        return self.liaison_id is None

    @property
    def was_exempted_by_hand(self) -> bool:
        """By somebody, and not by the platform because the part of the month is too short."""
        return self.state == DutyState.EXEMPT and self.explained_at is not None
