"""Intervals that must not overlap, kept by ordinary keys.

An exclusion constraint needs an extension that the embedded server lacks. Instead the rows of one thing (a seat, a
pair) are a chain: each row names the day on which the row before it ended, a key proves that such a row exists, and
no two rows may follow the same one or end on the same day.
"""

from typing import Any

from django.db.models.base import Model

from core.tenancy.wall import InDatabaseOnly


class Chain(InDatabaseOnly):
    """Rows with the same `of` hold [from_on, to_on) one after the other; at most one is open, one is the first.

    The model has the columns `from_on`, `to_on` (NULL: open) and `previous_to_on` (NULL: the first row). The key to
    the predecessor is checked at commit, so a verb may move an end and the row behind it in one transaction.
    """

    def __init__(self, *, of: str, name: str, **kwargs: Any) -> None:
        super().__init__(name=name, **kwargs)
        self.of = of

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "of": self.of}

    def _names(self) -> list[str]:
        return [f"{self.name}_{part}" for part in ("ends", "follows", "link", "order")]

    def statements(self, model: type[Model], quote: Any) -> list[str]:
        field: Any = model._meta.get_field(self.of)
        table, of = quote(model._meta.db_table), quote(field.column)
        ends, follows, link, order = map(quote, self._names())
        add = f"ALTER TABLE {table} ADD CONSTRAINT"
        return [
            f"{add} {ends} UNIQUE NULLS NOT DISTINCT (tenant_id, {of}, to_on)",
            f"{add} {follows} UNIQUE NULLS NOT DISTINCT (tenant_id, {of}, previous_to_on)",
            f"{add} {link} FOREIGN KEY (tenant_id, {of}, previous_to_on) "
            f"REFERENCES {table} (tenant_id, {of}, to_on) DEFERRABLE INITIALLY DEFERRED",
            f"{add} {order} CHECK (from_on < to_on AND previous_to_on <= from_on)",
        ]

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        quote = schema_editor.quote_name
        ends, follows, link, order = map(quote, self._names())
        parts = ", ".join(f"DROP CONSTRAINT {name}" for name in (link, order, ends, follows))
        return f"ALTER TABLE {quote(model._meta.db_table)} {parts}"
