from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    """What a column holds: how a cell is read, written and aligned."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    MOMENT = "moment"
    YES_NO = "yes_no"
    CHOICE = "choice"
    PHONE = "phone"
    ID_NUMBER = "id_number"


class JobState(models.TextChoices):
    UPLOADED = "UPLOADED", _("待校验")
    CHECKED = "CHECKED", _("已校验")
    CONFIRMED = "CONFIRMED", _("正在导入")
    DONE = "DONE", _("已导入")
    FAILED = "FAILED", _("未导入")
