from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """Ways out of the house. The inbox is no channel: every notice stands there."""

    SMS = "SMS", _("短信")
    WECOM = "WECOM", _("企业微信")
    DINGTALK = "DINGTALK", _("钉钉")
    EMAIL = "EMAIL", _("电子邮件")
    LOG = "LOG", _("本机发件记录")


class State(TextChoices):
    """How a delivery stands."""

    WAITING = "WAITING", _("待发送")
    SENT = "SENT", _("已发送")
    SKIPPED = "SKIPPED", _("无联系方式")
    GIVEN_UP = "GIVEN_UP", _("发送失败")
