from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What an act does to the world: changes it, looks at it, or guards the door."""

    WRITE = "WRITE", _("办理")
    READ = "READ", _("查看")
    SECURITY = "SECURITY", _("安全")


class Channel(TextChoices):
    """Where an act came in."""

    WEB = "WEB", _("网页")
    API = "API", _("接口")
    TASK = "TASK", _("后台")
    IMPORT = "IMPORT", _("导入")
    COMMAND = "COMMAND", _("命令")
