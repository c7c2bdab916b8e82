import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.tenancy.models import TenantManager, TenantModel
from core.workcalendar.choices import Unit


class LiaisonRule(TenantModel):
    """What the county has settled about pairing and visiting, from a day on."""

    part_days = models.PositiveSmallIntegerField(_("不足几日不计当月"))
    first_days = models.PositiveSmallIntegerField(_("月末前几日首次催办"))
    second_days = models.PositiveSmallIntegerField(_("月末前几日再次催办"))
    burst_visits = models.PositiveSmallIntegerField(_("集中记录提示：次数"))
    burst_minutes = models.PositiveSmallIntegerField(_("集中记录提示：分钟"))
    call_back_percent = models.PositiveSmallIntegerField(_("电话回访比例（%）"))
    demand_value = models.PositiveSmallIntegerField(_("诉求答复期限"))
    demand_unit = models.CharField(_("诉求期限单位"), max_length=16, choices=Unit.choices)
    request_value = models.PositiveSmallIntegerField(_("个人信息请求答复期限"))
    request_unit = models.CharField(_("请求期限单位"), max_length=16, choices=Unit.choices)
    valid_from = models.DateField(_("启用日"))
    valid_to = models.DateField(_("停用日"), null=True, blank=True)
    source = models.CharField(_("依据"), max_length=200, blank=True)

    objects: ClassVar[TenantManager["LiaisonRule"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("包联规则")
        constraints = [
            models.UniqueConstraint(
                fields=["tenant"], condition=Q(valid_to=None), name="households_rule_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="households_rule_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(
                    part_days__range=(1, 15),
                    first_days__range=(2, 27),
                    second_days__gte=1,
                    second_days__lt=F("first_days"),
                    burst_visits__range=(2, 200),
                    burst_minutes__range=(1, 240),
                    call_back_percent__range=(0, 100),
                    demand_value__gte=1,
                    request_value__gte=1,
                ),
                name="households_rule_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from}"

    def is_in_force(self, day: dt.date) -> bool:
        """Whether it counts on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)
