from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from core.crypto.fields import EncryptedTextField
from core.tenancy.models import TenantModel


class Veiled(TenantModel):
    """The personal values of a record, as ciphertext; its id is the record's.

    They stand apart so that keys can be rotated and a person's data erased without touching the record, which
    keeps their masks and a proof of what they were.
    """

    append_only: ClassVar[bool] = True

    content = EncryptedTextField(_("个人信息"))

    class Meta(TenantModel.Meta):
        verbose_name = _("行为记录中的个人信息")

    def __str__(self) -> str:
        return str(self.id)
