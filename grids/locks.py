"""One writer of a county's tree at a time."""

from django.db import connection

from core.tenancy.context import required_tenant

TREE = 0x6772  # "gr": the class of this room's advisory locks


def lock_tree() -> None:
    """Wait until no other transaction changes the open county's tree; held to the end of this one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [TREE, required_tenant()])
