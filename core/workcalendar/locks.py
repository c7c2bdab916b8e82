"""Who may work on the open county's changes of the calendar: held to the end of the transaction."""

from uuid import UUID

from django.db import connection

from core.tenancy.context import required_tenant

ASKING = 0x7763  # "wc": the class of this room's advisory locks


def lock_asking() -> None:
    """Wait until nobody else asks for a change of the open county's calendar."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [ASKING, required_tenant()])


def hold_counting(change_id: UUID) -> bool:
    """Take the counting of a change, unless somebody has it. Its row stays free: it can be dropped meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, %s))", [f"{change_id}", ASKING])
        return bool(cursor.fetchone()[0])
