"""Words of the deadlines."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a promise stands."""

    OPEN = "OPEN", _("计时中")
    PAUSED = "PAUSED", _("已中止")
    MET = "MET", _("按期完成")
    ACTED = "ACTED", _("到期已处置")
    CANCELLED = "CANCELLED", _("已撤销")


class Stage(models.TextChoices):
    """What the sweep found to have come."""

    WARN = "WARN", _("临期")
    DUE = "DUE", _("到期")


class Lamp(models.TextChoices):
    """The time lamp: computed, never set."""

    GREEN = "GREEN", _("正常")
    YELLOW = "YELLOW", _("临期")
    RED = "RED", _("超期")
    GREY = "GREY", _("中止")
