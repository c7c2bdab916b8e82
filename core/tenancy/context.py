"""Which county a piece of work belongs to.

`in_tenant` opens a transaction and tells the database the county for its length; every query on a tenant table
inside it is walled in. Whatever runs outside (a lazy queryset, a streaming body, an on_commit callback) has no
county, and its queries raise `TenantRequired` instead of seeing nothing in silence.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction


class TenantRequired(RuntimeError):
    """A tenant table was queried without an open county."""


class TenantMismatch(RuntimeError):
    """A county was opened inside another one."""


@dataclass(frozen=True, slots=True)
class _Escape:
    reason: str


_current: ContextVar[int | None] = ContextVar("current_tenant", default=None)
_escape: ContextVar[_Escape | None] = ContextVar("tenant_escape", default=None)


def current_tenant() -> int | None:
    """The open county's six-digit code, or None."""
    return _current.get()


def required_tenant() -> int:
    """The open county's code.

    Raises:
        TenantRequired: no county is open.
    """
    if (code := _current.get()) is None:
        raise TenantRequired("no county is open: wrap the work in `with in_tenant(code):`")
    return code


@contextmanager
def in_tenant(code: int, *, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Open the county `code` for the length of one transaction on the connection `using`.

    Args:
        code: the county's six-digit administrative code, e.g. 130723.
        using: database alias.

    Raises:
        TenantMismatch: another county is open already. A row never belongs to two.
    """
    if (before := _current.get()) not in (None, code):
        raise TenantMismatch(f"county {before} is open, refusing to open {code} inside it")
    connection: Any = connections[using]
    nested = connection.in_atomic_block  # the setting would outlive us: SET LOCAL survives RELEASE SAVEPOINT
    opened_before = getattr(connection, "open_tenant", None)
    token = _current.set(code)
    try:
        with transaction.atomic(using=using):
            _tell_database(connection, code)
            yield
            if nested and not connection.needs_rollback:
                _tell_database(connection, opened_before)
    finally:
        connection.open_tenant = opened_before
        _current.reset(token)


@contextmanager
def without_tenant(*, reason: str) -> Iterator[None]:
    """Let queries on tenant tables run across counties, on the aliases `system` and `owner` only.

    Ugly on purpose: each use names its reason and is counted by a test. On `default` the database itself would
    answer with nothing, so there such a query still raises.
    """
    token = _escape.set(_Escape(reason))
    try:
        yield
    finally:
        _escape.reset(token)


def require_open(connection: Any, table: str) -> None:
    """Raise unless a query on the tenant table `table` may run on `connection` now.

    Raises:
        TenantRequired: no county is open there, and no escape was named.
    """
    if connection.alias != DEFAULT_DB_ALIAS and _escape.get() is not None:
        return
    code = _current.get()
    if code is not None and connection.in_atomic_block and getattr(connection, "open_tenant", None) == code:
        return
    raise TenantRequired(
        f"{table} belongs to a county, and none is open on the connection {connection.alias!r}: "
        "the query runs outside `in_tenant` (a lazy queryset, a streaming body, an on_commit callback?)"
    )


def _tell_database(connection: Any, code: int | None) -> None:
    with connection.cursor() as cursor:
        # int() makes it injection-proof; SET takes no bound parameters.
        cursor.execute(f"SET LOCAL app.tenant = '{int(code) if code else ''}'")
    connection.open_tenant = code
