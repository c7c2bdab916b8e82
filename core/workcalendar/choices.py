"""Words of the working calendar."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Unit(models.TextChoices):
    """The unit in which a rule states its term."""

    WORKING_DAYS = "WORKING_DAYS", _("个工作日")
    WORKING_HOURS = "WORKING_HOURS", _("个工作小时")
    NATURAL_DAYS = "NATURAL_DAYS", _("日")
    MONTHS = "MONTHS", _("个月")
    HOURS = "HOURS", _("小时")


class Measure(models.TextChoices):
    """The measure in which what is left of a term is kept."""

    WORKING_DAYS = "WORKING_DAYS", _("工作日")
    NATURAL_DAYS = "NATURAL_DAYS", _("自然日")
    MONTHS = "MONTHS", _("月")
    WORKING_SECONDS = "WORKING_SECONDS", _("工作秒")
    SECONDS = "SECONDS", _("秒")


class DayKind(models.TextChoices):
    """What an exceptional day is; a day without an entry follows its weekday."""

    REST = "REST", _("休")
    WORK = "WORK", _("班")


class YearStatus(models.TextChoices):
    """Whether a year was announced by the State Council or guessed from the almanac."""

    OFFICIAL = "OFFICIAL", _("正式")
    ESTIMATED = "ESTIMATED", _("预估")
