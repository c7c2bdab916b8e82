"""One sheet of a county's register at a time: what it doesn't find standing, nobody else's sheet enters meanwhile."""

from django.db import connection

from core.tenancy.context import required_tenant

REGISTER = 0x6868  # "hh": the class of this room's advisory locks


def lock_register() -> None:
    """Wait until no other sheet is read into the open county's register; held to the end of this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [REGISTER, required_tenant()])
