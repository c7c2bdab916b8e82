"""The twelve rules that keep the wall whole (docs/decisions/0001-the-wall.md), where no system check sees them."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.core.checks import run_checks
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from accounts.models import Staff, User
from core.tenancy.checks import check_tenant_models
from core.tenancy.context import in_tenant
from core.tenancy.models import tenant_models
from tests.cast import KANGBAO, ZHANGBEI

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("core", "grids", "accounts", "governance")

# Every place in the product that looks across counties, by file. A new one needs its line here, and a good reason.
ESCAPES: dict[str, int] = {}

# Guardian's own tables carry no county. They come with the library; nobody but their owner can reach them.
SHUT = ["guardian.GroupObjectPermission", "guardian.UserObjectPermission"]


def sources() -> Iterator[tuple[str, str]]:
    for top in PRODUCT:
        for path in sorted((ROOT / top).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")


def calls(source: str) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            function = node.func
            yield (
                (function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")),
                node,
            )


def rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [[model._meta.db_table for model in tenant_models()]])
        return list(cursor.fetchall())


@pytest.mark.django_db
def test_rules_1_to_4_are_system_checks() -> None:
    assert check_tenant_models() == []
    assert [message for message in run_checks() if str(message.id).startswith("tenancy")] == []


def test_rule_1_an_upsert_names_the_tenant_first() -> None:
    wrong = []
    for name, source in sources():
        for called, node in calls(source):
            for keyword in node.keywords:
                if called in {"bulk_create", "abulk_create"} and keyword.arg == "unique_fields":
                    first = getattr(keyword.value, "elts", [None])[0]
                    if not (isinstance(first, ast.Constant) and first.value == "tenant"):
                        wrong.append(f"{name}:{node.lineno}")
    assert wrong == []


def test_rule_3_no_key_without_a_database_key_behind_it() -> None:
    generic = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.private_fields
        if isinstance(field, GenericForeignKey)
    ]
    assert sorted(generic) == [f"{model}.content_object" for model in SHUT]


@pytest.mark.django_db
def test_rule_5_no_trigger_no_set_null_no_sequence_on_a_tenant_table() -> None:
    triggers = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid::regclass::text = ANY (%s)"
    assert rows(triggers) == []
    nulling = "SELECT conname FROM pg_constraint WHERE contype = 'f' AND confdeltype IN ('n', 'd')"
    assert rows(f"{nulling} AND conrelid::regclass::text = ANY (%s)") == []
    serial = "SELECT table_name, column_name FROM information_schema.columns WHERE table_name = ANY (%s)"
    assert rows(f"{serial} AND (is_identity = 'YES' OR column_default LIKE 'nextval%%')") == []


@pytest.mark.django_db
def test_rule_5_append_only_was_never_granted_more() -> None:
    append_only = [model for model in tenant_models() if model.append_only]
    assert append_only
    with connection.cursor() as cursor:
        for model in append_only:
            cursor.execute(
                "SELECT privilege FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) privilege "
                "WHERE has_table_privilege(current_user, %s, privilege)",
                [model._meta.db_table],
            )
            assert {name for (name,) in cursor.fetchall()} == {"SELECT", "INSERT"}, model._meta.label


def test_rule_6_a_row_never_changes_its_county(counties: None) -> None:
    with in_tenant(KANGBAO):
        staff = Staff.objects.create(name="王秀英")
        with (
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("UPDATE accounts_staff SET tenant_id = %s WHERE id = %s", [ZHANGBEI, staff.pk])
        staff.tenant_id = ZHANGBEI
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            staff.save()  # finds no such row in that county, and may not write one


def test_rule_7_looking_across_counties_is_counted() -> None:
    used = Counter(
        name
        for name, source in sources()
        for called, _ in calls(source)
        if called == "without_tenant" and name != "core/tenancy/context.py"
    )
    assert dict(used) == ESCAPES


def test_rule_7_the_system_role_is_used_nowhere_else() -> None:
    named = {
        name
        for name, source in sources()
        if re.search(r"""using\(\s*["']system|connections\[["']system|using=["']system""", source)
    }
    assert named <= ESCAPES.keys()


def test_rule_8_a_subtree_is_a_range() -> None:
    wrong = [
        f"{name}:{node.lineno}: {keyword.arg}"
        for name, source in sources()
        for _, node in calls(source)
        for keyword in node.keywords
        if re.search(r"path__(i?startswith|i?contains|i?regex)$", keyword.arg or "")
    ]
    wrong += [f"{name}: {hit}" for name, source in sources() for hit in re.findall(r"path\s+I?LIKE", source)]
    assert wrong == []


def test_rule_9_one_statement_for_each_run_sql() -> None:
    wrong = []
    for name, source in sources():
        for called, node in calls(source):
            if called == "RunSQL" and isinstance(node.args[0], ast.Constant):
                statements = (
                    re.sub(r"\$\$.*?\$\$", "", str(node.args[0].value), flags=re.S).strip().rstrip(";")
                )
                if ";" in statements:
                    wrong.append(f"{name}:{node.lineno}")
    assert wrong == []


@pytest.mark.django_db
def test_rule_10_signing_in_writes_no_row_that_all_counties_share(client: Client) -> None:
    user = User.objects.create(username="worker")
    version = "SELECT xmin::text || ctid::text FROM accounts_user WHERE id = %s"
    with connection.cursor() as cursor:
        cursor.execute(version, [user.pk])
        before = cursor.fetchone()
        client.force_login(user)
        cursor.execute(version, [user.pk])
        assert cursor.fetchone() == before


@pytest.mark.django_db
def test_rule_12_named_grants_are_no_generic_table() -> None:
    assert "django_admin_log" not in connection.introspection.table_names()
    with connection.cursor() as cursor:
        for model in SHUT:
            for role in ("app", "system"):
                cursor.execute(
                    "SELECT has_table_privilege(%s, %s, 'SELECT, INSERT, UPDATE, DELETE')",
                    [role, apps.get_model(model)._meta.db_table],
                )
                assert cursor.fetchone() == (False,), f"{role} can reach {model}"
