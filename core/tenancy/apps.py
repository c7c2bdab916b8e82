from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import pre_migrate


class TenancyConfig(AppConfig):
    name = "core.tenancy"
    label = "tenancy"

    def ready(self) -> None:
        from core.tenancy import checks  # noqa: F401  # registers by being imported

        pre_migrate.connect(_grant_to_roles, sender=self)


def _grant_to_roles(using: str, **kwargs: Any) -> None:
    # Default privileges belong to a database and an owner, so each database, also a test's, gets them before its tables.
    with connections[using].cursor() as cursor:
        cursor.execute("ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app")
        cursor.execute("ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO app")
        cursor.execute("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO system")
