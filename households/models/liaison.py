import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Staff, Unit
from core.paths.fields import AreaPathField
from core.tenancy.chain import Chain
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel
from households.choices import PairedBy
from households.models.door import Door


class Handover(TenantModel):
    """All pairs of one cadre given to another on a day. The successor says that they were received."""

    from_staff = TenantForeignKey(Staff, models.PROTECT, related_name="+", verbose_name=_("移交人"))
    to_staff = TenantForeignKey(Staff, models.PROTECT, related_name="+", verbose_name=_("接收人"))
    on = models.DateField(_("交接日"))
    count = models.PositiveIntegerField(_("户数"))
    reason = models.CharField(_("原因"), max_length=200, blank=True)
    made_by = TenantForeignKey(Staff, models.PROTECT, related_name="+", verbose_name=_("办理人"))
    made_at = models.DateTimeField(_("办理时间"))
    received_at = models.DateTimeField(_("签收时间"), null=True, blank=True)

    objects: ClassVar[TenantManager["Handover"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("包联交接")
        indexes = [
            models.Index(
                fields=["tenant", "to_staff"],
                condition=Q(received_at=None),
                name="households_handover_waits",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_staff=F("to_staff")), name="households_handover_to_another"
            )
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.count}"


class Liaison(TenantModel):
    """包联: who is paired with a door, from a day on. `to_on` is the first day they no longer are.

    The pairs of one door are a chain without gaps: each begins on the day on which the one before it ends, so a door has
    at most one cadre on any day, and once it has one it always has one while it stands.
    """

    door = TenantForeignKey(Door, models.PROTECT, related_name="liaisons", verbose_name=_("户"))
    staff = TenantForeignKey(Staff, models.PROTECT, related_name="liaisons", verbose_name=_("包联干部"))
    unit = TenantForeignKey(Unit, models.PROTECT, related_name="liaisons", verbose_name=_("单位"))
    path = AreaPathField(_("网格"), open_rows=Q(to_on=None))
    how = models.CharField(_("结对方式"), max_length=10, choices=PairedBy.choices)
    handover = TenantForeignKey(
        Handover,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="liaisons",
        verbose_name=_("交接"),
    )
    from_on = models.DateField(_("起"))
    to_on = models.DateField(_("止"), null=True, blank=True)
    previous_to_on = models.DateField(null=True, blank=True, editable=False)

    objects: ClassVar[TenantManager["Liaison"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("包联")
        indexes = [
            models.Index(fields=["tenant", "staff", "to_on"], name="households_liaison_staff"),
            models.Index(fields=["tenant", "unit", "to_on"], name="households_liaison_unit"),
            models.Index(fields=["tenant", "path"], name="households_liaison_path"),
            models.Index(
                fields=["tenant", "handover"], condition=~Q(handover=None), name="households_liaison_handover"
            ),
        ]
        constraints = [
            Chain(of="door", name="households_liaison_chain"),
            models.CheckConstraint(
                condition=Q(previous_to_on=None) | Q(previous_to_on=F("from_on")),
                name="households_liaison_no_gap",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} ↔ {self.door_id}"

    def is_held_on(self, day: dt.date) -> bool:
        return self.from_on <= day and (self.to_on is None or self.to_on > day)


class UnitQuota(TenantModel):
    """How many doors a unit takes on in an area, shared out among its cadres (by rule: nearest first)."""

    unit = TenantForeignKey(Unit, models.PROTECT, related_name="quotas", verbose_name=_("单位"))
    path = AreaPathField(_("区域"))
    doors = models.PositiveIntegerField(_("户数"))
    most_a_cadre = models.PositiveSmallIntegerField(_("每名干部最多"))

    objects: ClassVar[TenantManager["UnitQuota"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("包联定额")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "unit", "path"], name="households_quota_once"),
            models.CheckConstraint(
                condition=Q(doors__gte=1, most_a_cadre__gte=1), name="households_quota_is_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.path} {self.doors}"


class GridLead(TenantModel):
    """A leader who goes to a grid at least once a month (P10). Several may lead one grid; one leads several."""

    staff = TenantForeignKey(Staff, models.PROTECT, related_name="grid_leads", verbose_name=_("包片领导"))
    unit = TenantForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    path = AreaPathField(_("网格"), open_rows=Q(to_on=None))
    from_on = models.DateField(_("起"))
    to_on = models.DateField(_("止"), null=True, blank=True)

    objects: ClassVar[TenantManager["GridLead"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("领导包片")
        indexes = [models.Index(fields=["tenant", "path"], name="households_lead_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "staff", "path"], condition=Q(to_on=None), name="households_lead_once"
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gt=F("from_on")), name="households_lead_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.path}"
