from django.db import models
from django.utils.translation import gettext_lazy as _

from core.workcalendar.choices import DayKind, YearStatus


class CalendarYear(models.Model):
    """One year of the national calendar. A platform row, the same for every county."""

    year = models.PositiveSmallIntegerField(_("年份"), primary_key=True)
    status = models.CharField(_("状态"), max_length=10, choices=YearStatus)
    source = models.CharField(_("来源"), max_length=300)
    version = models.PositiveIntegerField(_("版次"), default=1)
    published_on = models.DateField(_("发布日"), null=True)

    class Meta:
        verbose_name = _("日历年")
        ordering = ["year"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(year__gte=2000, year__lte=2100), name="workcalendar_year_in_range"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=YearStatus.values), name="workcalendar_year_status_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A day of the national calendar that departs from the week: a holiday or a make-up day."""

    date = models.DateField(_("日期"), primary_key=True)
    year = models.ForeignKey(CalendarYear, models.CASCADE, related_name="days", verbose_name=_("年份"))
    kind = models.CharField(_("休班"), max_length=4, choices=DayKind)
    name = models.CharField(_("名称"), max_length=40)

    class Meta:
        verbose_name = _("日历日")
        ordering = ["date"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=DayKind.values), name="workcalendar_day_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.kind}"
