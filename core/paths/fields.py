"""The columns that hold a path: the place an area has, and the copies that rows keep of it."""

from typing import Any

from django.db import models

from core.paths.ranges import MAX_LENGTH
from core.tenancy.lookups import AnyOf


class PathField(models.CharField[Any, Any]):
    """A path, compared byte by byte (COLLATE "C"). On its own it is a place in the tree and follows nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", MAX_LENGTH)
        kwargs.setdefault("db_collation", "C")
        super().__init__(*args, **kwargs)


@PathField.register_lookup
class AnyOfPaths(AnyOf):
    """`path__any_of=paths`; a `Given` in their place is asked with a list."""

    array = "text[]"

    def as_array(self, values: Any) -> Any:
        return list(values)


class AreaPathField(PathField):
    """A copy of an area's path on a row that belongs to it.

    Args:
        open_rows: which rows follow when the area moves; None for all of them, `Q(pk__in=[])` for none. Closed
            rows and closed months keep the path they had.
    """

    def __init__(self, *args: Any, open_rows: models.Q | None = None, **kwargs: Any) -> None:
        self.open_rows = open_rows
        super().__init__(*args, **kwargs)


def path_fields() -> list[AreaPathField]:
    """Every area path column of the installed apps, in a stable order."""
    from core.tenancy.models import tenant_models

    models_by_name = sorted(tenant_models(), key=lambda model: model._meta.label)
    return [f for model in models_by_name for f in model._meta.local_fields if isinstance(f, AreaPathField)]
