import datetime as dt
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Staff
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel
from disputes.rules.brakes import FEWEST, HOURS, SHARE


class BrakeRule(TenantModel):
    """When handing up stops and asks, from a day on; the county's own. Both measures have to be exceeded: a small county
    hands up a few cases at once without anybody being asked."""

    fewest = models.PositiveSmallIntegerField(_("一次上交件数"))
    share = models.PositiveSmallIntegerField(_("占在办比例（%）"))
    released_hours = models.PositiveSmallIntegerField(_("放行时长（小时）"))
    valid_from = models.DateField(_("启用日"))
    valid_to = models.DateField(_("停用日"), null=True, blank=True)
    source = models.CharField(_("依据"), max_length=200, blank=True)

    objects: ClassVar[TenantManager["BrakeRule"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("批量上交暂停规则")
        constraints = [
            models.UniqueConstraint(
                fields=["tenant"], condition=models.Q(valid_to=None), name="disputes_brake_rule_one_in_force"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gt=models.F("valid_from")),
                name="disputes_brake_rule_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    fewest__range=(FEWEST[0], FEWEST[-1]),
                    share__range=(SHARE[0], SHARE[-1]),
                    released_hours__range=(HOURS[0], HOURS[-1]),
                ),
                name="disputes_brake_rule_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"超过{self.fewest}件且超过在办{self.share}%"

    def is_exceeded(self, due: int, open_cases: int) -> bool:
        """Whether so many at once have to be asked for."""
        return due > self.fewest and due * 100 > open_cases * self.share

    def is_in_force(self, day: dt.date) -> bool:
        """Whether it counts on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class SweepBrake(TenantModel):
    """A sweep that was about to hand up too many cases at once, and waits for a person (mass brake)."""

    counted = models.PositiveIntegerField(_("将上交件数"))
    open_cases = models.PositiveIntegerField(_("在办件数"))
    share = models.DecimalField(_("比例"), max_digits=5, decimal_places=2)
    pulled_at = models.DateTimeField(_("暂停时间"))
    released_at = models.DateTimeField(_("放行时间"), null=True, blank=True)
    released_until = models.DateTimeField(_("放行至"), null=True, blank=True)
    released_by = TenantForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("放行人")
    )
    decision = models.CharField(_("处理"), max_length=200, blank=True)

    objects: ClassVar[TenantManager["SweepBrake"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("批量上交暂停")
        constraints = [
            models.UniqueConstraint(
                fields=["tenant"], condition=models.Q(released_at=None), name="disputes_brake_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(released_at=None, released_until=None)
                | models.Q(released_at__isnull=False, released_until__gt=models.F("released_at")),
                name="disputes_brake_released_for_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.counted}/{self.open_cases}"

    def is_released(self, at: dt.datetime) -> bool:
        """Whether it was released, and the time for which it was isn't over."""
        return self.released_until is not None and at < self.released_until
