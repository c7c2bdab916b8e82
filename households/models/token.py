from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel
from households.models.door import Door


class DoorToken(TenantModel):
    """A word by which a door is found: a pair of characters of a name or address, initials. Asked for by equality only."""

    token = models.CharField(max_length=12, db_collation="C")
    door = TenantForeignKey(Door, models.CASCADE, related_name="tokens", verbose_name=_("户"))

    objects: ClassVar[TenantManager["DoorToken"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("检索词")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "token", "door"], name="households_token_once")
        ]
        indexes = [models.Index(fields=["tenant", "door"], name="households_token_door")]

    def __str__(self) -> str:
        return self.token
