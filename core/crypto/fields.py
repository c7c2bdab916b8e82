"""Model fields that stand in the database as ciphertext, and the blind indexes beside them.

phone = EncryptedTextField(mask=mask_phone)
phone_index = BlindIndexField(source="phone")
phone_last4 = BlindIndexField(source="phone", digits=4)

person.phone = "138 1234 5678"        # a plain text is sealed when it is saved
str(person.phone)                     # 138****5678
person.phone.reveal()                 # the plain text
Person.objects.filter(phone_index="13812345678")
"""

from collections.abc import Iterable
from typing import Any, Final, cast

from django.core import checks
from django.core.exceptions import FieldError
from django.db import models, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression
from django.db.models.lookups import IsNull
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import pre_save
from psycopg2 import Binary

from core.crypto.equality import InUnderAnyKey, UnderAnyKey, refuse_twin
from core.crypto.masks import mask_all
from core.crypto.normal import normalise
from core.crypto.sealing import (
    PLATFORM,
    Digest,
    Mask,
    Sealed,
    blind_index,
    open_bytes,
    place_of,
    seal_bytes,
    seal_text,
)
from core.tenancy.context import current_tenant, required_tenant

EQUALITY: Final = {"exact": UnderAnyKey, "in": InUnderAnyKey, "isnull": IsNull}


class SealedAttribute(DeferredAttribute):
    """Whatever is assigned is held as `Sealed`, so that no template prints it by accident."""

    field: "EncryptedTextField"

    def __set__(self, instance: models.Model, value: Any) -> None:
        if isinstance(value, str):
            value = Sealed.fresh(value.strip(), self.field.mask)
        instance.__dict__[self.field.attname] = value


class _Placed(models.Field[Any, Any]):
    """A field whose values are bound to table, column and county; to the platform where `platform` says so."""

    def __init__(self, *args: Any, place: str = "", platform: bool = False, **kwargs: Any) -> None:
        self.fixed_place = place  # "table.column" as it was, for a column that was renamed
        self.platform = platform  # a platform row, which is opened before any county is known
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        given = {"place": self.fixed_place, "platform": self.platform}
        return name, path, args, kwargs | {key: value for key, value in given.items() if value}

    def place(self, tenant: int | None = None) -> bytes:
        table, _, column = self.fixed_place.rpartition(".")
        code = PLATFORM if self.platform else required_tenant() if tenant is None else tenant
        return place_of(table or self.model._meta.db_table, column or str(self.column), code)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.name} is sealed: look it up by its BlindIndexField, not by {lookup_name!r}")

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        found = super().check(**kwargs)
        if self.unique or getattr(self, "db_index", False):
            found.append(checks.Error("a sealed column has no useful index", obj=self, id="crypto.E001"))
        return found


class EncryptedTextField(_Placed):
    """A short text, sealed. `mask` says what shows instead of it."""

    descriptor_class = SealedAttribute

    def __init__(self, *args: Any, mask: Mask = mask_all, **kwargs: Any) -> None:
        self.mask = mask
        super().__init__(*args, **kwargs)

    def get_internal_type(self) -> str:
        return "TextField"

    def from_db_value(
        self, value: str | None, expression: Expression, connection: BaseDatabaseWrapper
    ) -> Sealed | None:
        if value is None:
            return None
        if not value:
            return Sealed.fresh("", self.mask)
        return Sealed(value, self.place(current_tenant() or 0), self.mask)

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        if value is None or isinstance(value, Expression):
            return super().get_db_prep_save(value, connection)
        if isinstance(value, str):
            if any(index.source == self.name for index in blind_indexes(self.model)):
                raise FieldError(f"update() would leave the blind index of {self.name} behind: use save()")
            value = Sealed.fresh(value.strip(), self.mask)
        if not value.is_fresh:
            return value.ciphertext
        plain = value.reveal()
        return seal_text(plain, self.place()) if plain else ""

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else str(value)  # dumpdata carries the mask, never the plain text

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        self.validate(value.reveal() if isinstance(value, Sealed) else value, model_instance)
        return value

    def formfield(self, **kwargs: Any) -> Any:
        from django import forms

        return super().formfield(**{"form_class": forms.CharField, **kwargs})


class EncryptedBytesField(_Placed):
    """A file kept in the row, sealed. Reading the attribute gives the plain bytes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "editable": False})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        return name, path, args, kwargs

    def get_internal_type(self) -> str:
        return "BinaryField"

    def from_db_value(
        self, value: Any, expression: Expression, connection: BaseDatabaseWrapper
    ) -> bytes | None:
        return None if value is None else open_bytes(bytes(value), self.place())

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        if value is None or isinstance(value, Expression):
            return super().get_db_prep_save(value, connection)
        return Binary(seal_bytes(bytes(value), self.place()))


class IndexAttribute(DeferredAttribute):
    """Follows its source: a new phone has its new index at once, in save() and in bulk_create()."""

    field: "BlindIndexField"

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        if instance is None:
            return self
        source = instance.__dict__.get(self.field.source)
        if isinstance(source, Sealed) and source.is_fresh:
            instance.__dict__[self.field.attname] = self.field.digest(source.reveal())
        elif source is None and self.field.source in instance.__dict__:
            instance.__dict__[self.field.attname] = ""
        return super().__get__(instance, cls)

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class BlindIndexField(_Placed):
    """The keyed digest of `source`, or of its last `digits` characters: equality without plain text."""

    descriptor_class = IndexAttribute

    def __init__(
        self, *args: Any, source: str = "", digits: int | None = None, place: str = "", **kwargs: Any
    ) -> None:
        self.source = source
        self.digits = digits
        super().__init__(
            *args,
            place=place,
            **{**kwargs, "max_length": 32, "blank": True, "editable": False, "default": ""},
        )

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "blank", "editable", "default"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs | {"source": self.source, "digits": self.digits}

    def get_internal_type(self) -> str:
        return "CharField"

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        if not cls._meta.abstract:
            pre_save.connect(_refuse_half_an_update, sender=cls, dispatch_uid=f"crypto.{cls._meta.label}")

    def digest(self, plain: str, *, tenant: int | None = None) -> Digest:
        """What stands in the column for this plain value, in the open county or in `tenant`."""
        normal = normalise(plain)
        if not normal or (self.digits is not None and len(normal) < self.digits):
            return Digest("")
        source = cast(EncryptedTextField, self.model._meta.get_field(self.source))
        return blind_index(normal, source.place(tenant), digits=self.digits)

    def from_db_value(
        self, value: str | None, expression: Expression, connection: BaseDatabaseWrapper
    ) -> Digest | None:
        return None if value is None else Digest(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, Digest) and value.others:
            using = model_instance._state.db or router.db_for_write(self.model, instance=model_instance)
            refuse_twin(model_instance, self, value, using=using)
        return value

    def get_prep_value(self, value: Any) -> Any:
        """A lookup by plain text becomes one by digest. What has no index finds nothing; "" finds who has none."""
        if value is None or isinstance(value, (Digest, Expression)):
            return value
        if value == "":
            return Digest("")
        plain = value.reveal() if isinstance(value, Sealed) else str(value)
        return self.digest(plain) or Digest("-")

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        if value is not None and not isinstance(value, (Digest, Expression)) and value != "":
            raise FieldError(f"{self.name} is filled from {self.source}; assign that")
        return str(value) if isinstance(value, str) else super().get_db_prep_save(value, connection)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name in EQUALITY:
            return EQUALITY[lookup_name]
        raise FieldError(f"{self.name} is a blind index: it knows equality, not {lookup_name!r}")

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        found = models.Field.check(self, **kwargs)
        try:
            source = self.model._meta.get_field(self.source)
        except FieldError:
            source = None
        if not isinstance(source, EncryptedTextField):
            found.append(
                checks.Error(f"source={self.source!r} is no EncryptedTextField", obj=self, id="crypto.E002")
            )
        return found


def encrypted_fields(model: type[models.Model]) -> list[EncryptedTextField | EncryptedBytesField]:
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, (EncryptedTextField, EncryptedBytesField))
    ]


def blind_indexes(model: type[models.Model]) -> list[BlindIndexField]:
    return [field for field in model._meta.concrete_fields if isinstance(field, BlindIndexField)]


def _refuse_half_an_update(
    sender: type[models.Model], update_fields: Iterable[str] | None, **kwargs: Any
) -> None:
    if update_fields is None:
        return
    named = set(update_fields)
    for index in blind_indexes(sender):
        if (index.source in named) != (index.name in named):
            raise FieldError(f"update_fields names one of {index.source}, {index.name} and not the other")
