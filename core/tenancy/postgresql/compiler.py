"""The last moment before SQL leaves: every table it names is known, and a tenant table needs an open county."""

from functools import cache
from typing import Any

from django.db.models.sql import compiler

from core.tenancy.context import require_open


@cache
def _tenant_tables() -> frozenset[str]:
    from core.tenancy.models import tenant_models

    return frozenset(model._meta.db_table for model in tenant_models())


class _Walled:
    def execute_sql(self: Any, *args: Any, **kwargs: Any) -> Any:
        outermost = not self.connection.compiling_to_execute
        self.connection.compiling_to_execute = True
        try:
            return super().execute_sql(*args, **kwargs)  # type: ignore[misc]  # a mixin before SQLCompiler
        finally:
            if outermost:
                self.connection.compiling_to_execute = False

    def as_sql(self: Any, *args: Any, **kwargs: Any) -> Any:
        sql = super().as_sql(*args, **kwargs)  # type: ignore[misc]  # a mixin before SQLCompiler
        if self.connection.compiling_to_execute:  # str(queryset.query) is not an execution
            tables = {t.table_name for t in self.query.alias_map.values()}
            if (
                self.query.model is not None
            ):  # a condition checked by itself (Q.check) has no table of its own
                tables.add(self.query.get_meta().db_table)
            for table in tables & _tenant_tables():
                require_open(self.connection, table)
        return sql


class SQLCompiler(_Walled, compiler.SQLCompiler):
    def as_sql(self, *args: Any, **kwargs: Any) -> Any:
        prepared = getattr(self.query, "prepared", None)  # see core.tenancy.prepared
        if prepared is None:
            return super().as_sql(*args, **kwargs)
        statement, given = prepared
        return statement.compiled(self, lambda: super(SQLCompiler, self).as_sql(*args, **kwargs), given)


class SQLInsertCompiler(_Walled, compiler.SQLInsertCompiler):
    pass


class SQLDeleteCompiler(_Walled, compiler.SQLDeleteCompiler):
    pass


class SQLUpdateCompiler(_Walled, compiler.SQLUpdateCompiler):
    pass


class SQLAggregateCompiler(_Walled, compiler.SQLAggregateCompiler):
    pass
