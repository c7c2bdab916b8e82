"""Equality on a blind index while its key is being exchanged: rows stand under the old key or under the new one."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections, models
from django.db.models.lookups import Exact, In

from core.crypto.sealing import Digest

# One lock space for "this value is being written"; the second half of the lock is the value's own digest.
LOCK = 0x696E6478


class UnderAnyKey(Exact[Any]):
    """`=`, or `IN` the value's digests under every index key in use."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        others = getattr(self.rhs, "others", ())
        if not others:
            return super().as_sql(compiler, connection)
        sql, params = self.process_lhs(compiler, connection)
        digests = [str(self.rhs), *others]
        return f"{sql} IN ({', '.join(['%s'] * len(digests))})", (*params, *digests)


class InUnderAnyKey(In[Any]):
    def get_prep_lookup(self) -> Any:
        prepared: Any = super().get_prep_lookup()
        if not isinstance(prepared, (list, tuple, set)):
            return prepared  # a query
        return [one for value in prepared for one in (value, *map(Digest, getattr(value, "others", ())))]


def refuse_twin(instance: models.Model, field: models.Field[Any, Any], digest: Digest, *, using: str) -> None:
    """Keep a unique blind index unique while two keys are in use, which the database's own key can't.

    Whoever writes the same value waits for the other one's transaction, and then sees its row.

    Raises:
        IntegrityError: a row has this value under another key.
    """
    unique = [
        constraint
        for constraint in instance._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and field.name in constraint.fields
    ]
    if not unique:
        return
    first = min((str(digest), *digest.others))
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK, first])
    for constraint in unique:
        try:
            constraint.validate(type(instance), instance, using=using)
        except ValidationError as twin:
            raise IntegrityError(
                f"{constraint.name}: {field.name} is there under another index key"
            ) from twin
