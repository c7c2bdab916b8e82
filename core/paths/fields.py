"""The column in which a row remembers the area it belongs to."""

from typing import Any

from django.db import models

from core.paths.ranges import MAX_LENGTH


class AreaPathField(models.CharField[Any, Any]):
    """A copy of an area's path on a row that belongs to it, compared byte by byte (COLLATE "C").

    Args:
        open_rows: which rows follow when the area moves; None for all of them, `Q(pk__in=[])` for none. Closed
            rows and closed months keep the path they had.
    """

    def __init__(self, *args: Any, open_rows: models.Q | None = None, **kwargs: Any) -> None:
        self.open_rows = open_rows
        kwargs.setdefault("max_length", MAX_LENGTH)
        kwargs.setdefault("db_collation", "C")
        super().__init__(*args, **kwargs)


def path_fields() -> list[AreaPathField]:
    """Every area path column of the installed apps, in a stable order."""
    from core.tenancy.models import tenant_models

    models_by_name = sorted(tenant_models(), key=lambda model: model._meta.label)
    return [f for model in models_by_name for f in model._meta.local_fields if isinstance(f, AreaPathField)]
