from django.db import models
from django.utils.translation import gettext_lazy as _

from core.tenancy.models import TenantModel
from core.workcalendar.choices import DayKind


class LocalDay(TenantModel):
    """A day that the county itself makes a rest day or a working day, such as an autonomous county's holiday.

    It goes before the national calendar.
    """

    date = models.DateField(_("日期"))
    kind = models.CharField(_("休班"), max_length=4, choices=DayKind)
    name = models.CharField(_("事由"), max_length=40)
    added_at = models.DateTimeField(_("添加时间"))

    class Meta:
        verbose_name = _("本县休班日")
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "date"], name="workcalendar_localday_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=DayKind.values), name="workcalendar_localday_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.get_kind_display()} {self.name}"
