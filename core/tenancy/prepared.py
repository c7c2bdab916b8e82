"""Statements that are asked again and again with other values: Django writes their SQL once, then it is kept.

Working out the SQL of a page's larger reads costs several times what the database needs to answer them. What is kept is
text and never a row: the rows are read anew each time, inside the open county, through the same wall.

    OVERDUE = Prepared(lambda actor: cases_seen_by(actor).filter(due_at__lte=Given("now")))
    OVERDUE(actor, now=timezone.now())
"""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any, Final

from django.db import connections, models
from django.db.models import QuerySet, Value
from django.db.models.expressions import Col, Expression
from django.db.models.sql.where import WhereNode

from core.tenancy.context import require_open, required_tenant

MOST: Final = 128


class Given(Expression):
    """A value that comes with each asking, by name; stands wherever a queryset takes an expression."""

    def __init__(self, name: str, output_field: models.Field[Any, Any] | None = None) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]  # in the place of its value, until it is asked


class Statement:
    """One queryset, its SQL once it was worked out, and what the compiler knows of its columns."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        self._rows = rows
        self._kept: tuple[str, tuple[Any, ...], dict[str, Any]] | None = None

    def ask(self, given: dict[str, Any]) -> list[Any]:
        asked = self._rows.all()
        require_open(connections[asked.db], asked.model._meta.db_table)
        query: Any = asked.query
        query.prepared = (self, given)  # read by core.tenancy.postgresql.compiler
        return list(asked)

    def compiled(self, compiler: Any, work_out: Callable[[], Any], given: dict[str, Any]) -> Any:
        """What the compiler is to send: worked out at the first asking, afterwards only filled with values."""
        if self._kept is None:
            sql, params = work_out()
            columns = {name: getattr(compiler, name) for name in _COLUMNS}
            columns["select"] = [(_column(one), *rest) for one, *rest in columns["select"]]
            self._kept, self._rows = (sql, tuple(params), columns), _lightened(self._rows)
        sql, params, columns = self._kept
        for name, value in columns.items():
            setattr(compiler, name, value)
        return sql, tuple(given[value.name] if isinstance(value, Given) else value for value in params)


_COLUMNS: Final = ("select", "klass_info", "annotation_col_map", "col_count", "has_extra_select")
"""What SQLCompiler finds out beside the text, and reads the rows by."""


def _column(expression: Any) -> Any:
    """A column for who only reads it: the conditions inside a subquery stand in the text."""
    return expression if isinstance(expression, Col) else Value(None, output_field=expression.output_field)


def _lightened(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The queryset without what has become text, which is most of what it holds."""
    light = rows.all()
    query: Any = light.query
    query.where, query.combined_queries = WhereNode(), ()
    query.annotations = dict.fromkeys(query.annotations)
    return light


class Prepared:
    """A statement by what its text hangs on; its values come with each asking."""

    def __init__(self, build: Callable[..., QuerySet[Any]], *, most: int = MOST) -> None:
        """
        Args:
            build: makes the queryset from the positional arguments of a call; a county has its own. Whatever else
                changes from one asking to the next must stand in it as `Given`.
            most: so many texts are kept; the ones not asked for longest are worked out again.
        """

        def statement(_tenant: int, *shape: Hashable) -> Statement:
            return Statement(build(*shape))

        self._statement = lru_cache(maxsize=most)(statement)

    def __call__(self, *shape: Hashable, **given: Any) -> list[Any]:
        """The rows.

        Raises:
            TenantRequired: no county is open.
        """
        return self._statement(required_tenant(), *shape).ask(given)
