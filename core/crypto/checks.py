from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import checks

from core.crypto.fields import encrypted_fields
from core.crypto.keyring import KeyringError
from core.crypto.sealing import current_keyring
from core.tenancy.models import TenantModel


@checks.register(checks.Tags.models)
def sealed_fields_belong_to_a_county(app_configs: Any, **kwargs: Any) -> Iterable[checks.CheckMessage]:
    for model in apps.get_models():
        for field in encrypted_fields(model):
            if field.platform == issubclass(model, TenantModel):
                yield checks.Error(
                    "a sealed field is bound to its county, in a platform's table to the platform "
                    "(platform=True)",
                    obj=field,
                    id="crypto.E003",
                )


@checks.register(checks.Tags.security, deploy=True)
def keyring_opens(app_configs: Any, **kwargs: Any) -> Iterable[checks.CheckMessage]:
    try:
        current_keyring()
    except (KeyringError, AttributeError) as error:
        yield checks.Error(str(error), hint="settings.FIELD_KEYS_FILE", obj=settings, id="crypto.E004")
