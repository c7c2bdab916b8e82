from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Staff
from core.crypto.fields import EncryptedBytesField
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel


class CardPicture(TenantModel):
    """The WeChat QR that a cadre puts on their contact card (连心卡), as PNG, freed of everything else in the file."""

    staff = TenantForeignKey(Staff, models.PROTECT, related_name="+", verbose_name=_("干部"))
    picture = EncryptedBytesField()
    put_at = models.DateTimeField(_("上传时间"))

    objects: ClassVar[TenantManager["CardPicture"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("连心卡微信码")
        constraints = [models.UniqueConstraint(fields=["tenant", "staff"], name="households_card_is_one")]

    def __str__(self) -> str:
        return str(self.staff_id)
