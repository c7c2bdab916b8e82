"""The ground every test stands on: the house's own three database roles, and two counties."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.test.utils import setup_databases, teardown_databases

from core.tenancy.context import in_tenant
from core.tenancy.models import Tenant
from tests.cast import KANGBAO, ZHANGBEI

pytest_plugins = ["tests.skips"]

KEPT_TABLES = {"django_migrations", "django_content_type", "auth_permission"}


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_keepdb: bool,
    django_db_createdb: bool,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """Let `owner` make and migrate the database; `default` (app) and `system` only connect to it."""
    keep = django_db_keepdb and not django_db_createdb
    with django_db_blocker.unblock():
        made = setup_databases(
            verbosity=0, interactive=False, keepdb=keep, aliases={"owner": None}, serialized_aliases=[]
        )
    yield
    with django_db_blocker.unblock():
        # The database stays for the next run to drop: a pooler or a thread may still sit in it, and a suite that
        # passed must not turn red over that.
        connections.close_all()
        teardown_databases(made, verbosity=0, keepdb=True)


@pytest.fixture(autouse=True)
def _sweep_up_what_was_committed(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """After a test that really commits, empty the tables: as owner, because the application may not TRUNCATE."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if marker is None or not marker.kwargs.get("transaction"):
        return
    with django_db_blocker.unblock():
        owner = connections.create_connection("owner")
        try:
            with owner.cursor() as cursor:
                tables = set(owner.introspection.table_names(cursor)) - KEPT_TABLES
                cursor.execute(f"TRUNCATE {', '.join(sorted(map(owner.ops.quote_name, tables)))}")
        finally:
            owner.close()


@pytest.fixture
def counties(db: None) -> None:
    """康保县 and its neighbour 张北县, as platform rows."""
    Tenant.objects.create(code=KANGBAO, name="康保县", full_name="河北省张家口市康保县")
    Tenant.objects.create(code=ZHANGBEI, name="张北县", full_name="河北省张家口市张北县")


@pytest.fixture
def county(counties: None) -> Iterator[int]:
    """康保县, open for the length of the test."""
    with in_tenant(KANGBAO):
        yield KANGBAO


@pytest.fixture
def neighbour_county(counties: None) -> int:
    """张北县, which must see nothing: open it with `in_tenant` where no other county is open."""
    return ZHANGBEI
