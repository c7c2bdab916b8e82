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
    HELD_ID_NUMBER = "held_id_number"  # off a card: one that fails its check digit comes in
    MONTH = "month"  # the first of it, or the day where the file says one


class RequestState(models.TextChoices):
    """Where a request for a sheet in full stands; told from its instants, never stored."""

    WAITING = "WAITING", _("待审批")
    APPROVED = "APPROVED", _("已批准，待下载")
    TURNED_DOWN = "TURNED_DOWN", _("已退回")
    TAKEN = "TAKEN", _("已下载")
    EXPIRED = "EXPIRED", _("逾期未下载")


class JobState(models.TextChoices):
    UPLOADED = "UPLOADED", _("待校验")
    CHECKED = "CHECKED", _("已校验")
    CONFIRMED = "CONFIRMED", _("正在导入")
    DONE = "DONE", _("已导入")
    FAILED = "FAILED", _("未导入")
