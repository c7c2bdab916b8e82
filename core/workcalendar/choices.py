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


class ChangeKind(models.TextChoices):
    """What is to be changed in the county."""

    ADD_DAY = "ADD_DAY", _("设定本县休班日")
    REMOVE_DAY = "REMOVE_DAY", _("撤销本县休班日")
    SET_HOURS = "SET_HOURS", _("设定办公时间")
    REMOVE_HOURS = "REMOVE_HOURS", _("撤销办公时间")
    ADOPT = "ADOPT", _("按现行日历更新")


class ChangeState(models.TextChoices):
    """How far a change is: counted, looked at, done."""

    COUNTING = "COUNTING", _("正在测算")
    READY = "READY", _("待确认")
    CONFIRMED = "CONFIRMED", _("正在更新")
    DONE = "DONE", _("已更新")
    FAILED = "FAILED", _("未能更新")
    DROPPED = "DROPPED", _("已放弃")


class Urgency(models.TextChoices):
    """How soon a promise ends, seen from the instant at which it is weighed."""

    OVER = "OVER", _("已到期")
    TODAY = "TODAY", _("今天到期")
    WEEK = "WEEK", _("本周到期")
    LATER = "LATER", _("以后到期")
