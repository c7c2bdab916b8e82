from django.db import models

from core.crypto.fields import BlindIndexField, EncryptedBytesField, EncryptedTextField
from core.crypto.masks import mask_id, mask_phone
from core.tenancy.models import TenantModel


class ProbePerson(TenantModel):
    name = models.CharField(max_length=40)
    phone = EncryptedTextField(mask=mask_phone, blank=True, default="")
    phone_index = BlindIndexField(source="phone")
    phone_last4 = BlindIndexField(source="phone", digits=4)
    id_number = EncryptedTextField(mask=mask_id, null=True)
    photo = EncryptedBytesField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "phone_index"],
                condition=~models.Q(phone_index=""),
                name="crypto_probe_person_phone",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ProbePaper(TenantModel):
    """A sealed column in a table the application can't update: rotation must reach it all the same."""

    append_only = True

    text = EncryptedTextField()

    def __str__(self) -> str:
        return str(self.id)
