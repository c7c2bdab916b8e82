"""What the statements over many rows (`inserting`, `updating`) say of a model's columns."""

from typing import Any, Final

from django.db import connection, models

from core.tenancy.context import require_open, required_tenant
from core.tenancy.models import TenantModel

_PLAIN: Final = frozenset(
    {
        models.BooleanField,
        models.CharField,
        models.DateField,
        models.DateTimeField,
        models.DecimalField,
        models.PositiveBigIntegerField,
        models.PositiveIntegerField,
        models.PositiveSmallIntegerField,
        models.TextField,
        models.UUIDField,
    }
)


def open_county(model: type[TenantModel]) -> int:
    """The county whose rows of the table may be written now.

    Raises:
        TenantRequired: none is open.
    """
    require_open(connection, model._meta.db_table)
    return required_tenant()


def quoted(name: Any) -> str:
    """A name of the model itself, as it may stand in a statement."""
    return connection.ops.quote_name(str(name))


def column_type(field: Any) -> str:
    """The column's type without its length: a value is cast before it is stored, and the column checks the length."""
    return str(field.db_type(connection)).partition("(")[0]


def is_plain(field: Any) -> bool:
    """Whether the driver takes its values as they are; asked of Django once a column instead of once a value."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return type(field) in _PLAIN


def prepared(field: Any, value: Any) -> Any:
    """A value as the field stores it."""
    return value if value is None else field.get_db_prep_save(value, connection)
