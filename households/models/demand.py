from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Staff, Unit
from core.paths.fields import AreaPathField
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel
from core.workcalendar.rules import day_of
from households.choices import DemandKind, DemandState
from households.models.door import Door
from households.models.visit import Visit


class Demand(TenantModel):
    """诉求: what somebody asked for at the door, who answers for it, until when, and what they answered.

    A dispute heard at the door (`kind`) is taken up by the room above through its record; `other_side` is who it is with.
    """

    visit = TenantForeignKey(Visit, models.PROTECT, related_name="demands", verbose_name=_("走访"))
    door = TenantForeignKey(Door, models.PROTECT, related_name="demands", verbose_name=_("户"))
    path = AreaPathField(_("网格"), open_rows=Q(state=DemandState.OPEN))
    kind = models.CharField(_("类别"), max_length=8, choices=DemandKind.choices, default=DemandKind.DEMAND)
    text = models.CharField(_("问题"), max_length=500)
    other_side = models.CharField(_("纠纷对方"), max_length=60, blank=True)
    state = models.CharField(_("进展"), max_length=10, choices=DemandState.choices, default=DemandState.OPEN)
    unit = TenantForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("归口部门"),
    )
    staff = TenantForeignKey(
        Staff,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("责任人"),
    )
    raised_at = models.DateTimeField(_("提出时间"))
    answer = models.CharField(_("答复"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    answered_by = TenantForeignKey(
        Staff,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("答复人"),
    )
    was_late = models.BooleanField(_("曾超期"), default=False)

    objects: ClassVar[TenantManager["Demand"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("群众诉求")
        indexes = [
            models.Index(fields=["tenant", "path", "-raised_at"], name="households_demand_path"),
            models.Index(fields=["tenant", "unit", "state"], name="households_demand_unit"),
            models.Index(fields=["tenant", "staff", "state"], name="households_demand_staff"),
            models.Index(fields=["tenant", "door"], name="households_demand_door"),
            models.Index(fields=["tenant", "visit"], name="households_demand_visit"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=DemandState.ANSWERED, answered_at__isnull=False) & ~Q(answer="")
                | (~Q(state=DemandState.ANSWERED) & Q(answered_at=None, answer="")),
                name="households_demand_answered_in_words",
            ),
            models.CheckConstraint(
                condition=Q(kind=DemandKind.DISPUTE) | Q(other_side=""),
                name="households_demand_only_a_dispute_has_sides",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:30]

    @property
    def audit_label(self) -> str:
        """How records and notices name it: never in a resident's own words."""
        return f"{self.get_kind_display()} {day_of(self.raised_at)}"

    @property
    def is_open(self) -> bool:
        return self.state == DemandState.OPEN
