"""The secrets of second factors are ciphertext, also those that were taken over, and move with the keys."""

from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp
from django_otp.util import random_hex

from accounts.models import Authenticator, Staff, User
from core.crypto import checks, keyring
from core.crypto.sealing import SealBroken, forget_keyring
from core.tenancy.context import in_tenant
from core.tenancy.models import Tenant
from tests.accounts.people import KANGBAO, PASSWORD, give_password, holder, user_of

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

NOW = timezone.now()

# As django-otp 1.7 made it.
OLD_TABLE = """
    CREATE TABLE otp_totp_totpdevice (
        id serial PRIMARY KEY, name varchar(64) NOT NULL, confirmed boolean NOT NULL, key varchar(80) NOT NULL,
        step smallint NOT NULL DEFAULT 30, t0 bigint NOT NULL DEFAULT 0, digits smallint NOT NULL DEFAULT 6,
        tolerance smallint NOT NULL DEFAULT 1, drift smallint NOT NULL, last_t bigint NOT NULL,
        user_id uuid NOT NULL REFERENCES accounts_user (id), throttling_failure_count integer NOT NULL,
        throttling_failure_timestamp timestamptz, created_at timestamptz, last_used_at timestamptz)"""


@pytest.fixture
def worker() -> Staff:
    Tenant.objects.create(code=KANGBAO, name="康保县", full_name="河北省张家口市康保县")
    with in_tenant(KANGBAO):
        return give_password(holder("GRID_WORKER", "130723001001001"))


@pytest.fixture
def ring(settings: Any, tmp_path: Path) -> Path:
    path = tmp_path / "keys.json"
    keyring.write(path, keyring.generate())
    settings.FIELD_KEYS_FILE = str(path)
    return path


def raw() -> list[str]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT key FROM accounts_authenticator ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def comes_in(user: User, secret: str) -> bool:
    client = Client()
    client.post("/sign-in/", {"username": user.username, "password": PASSWORD})
    code = f"{totp(bytes.fromhex(secret)):06d}"
    return client.post("/sign-in/code/", {"code": code}).status_code == 302


def test_the_database_holds_no_secret(worker: Staff) -> None:
    secret = random_hex(20)
    device = Authenticator.objects.create(user=user_of(worker), bound_at=NOW, key=secret)
    (stored,) = raw()
    assert stored.startswith("k1:")
    assert secret not in stored
    assert secret not in f"{Authenticator.objects.get().key} {Authenticator.objects.get().key!r} {device}"
    assert comes_in(user_of(worker), secret)


def test_a_secret_moves_with_the_keys_and_still_makes_codes(worker: Staff, ring: Path) -> None:
    secret = random_hex(20)
    Authenticator.objects.create(user=user_of(worker), bound_at=NOW, key=secret)
    out = StringIO()
    call_command("rotate_keys", "--to", "k2", "--create", "SM4-GCM", stdout=out)
    assert "the platform accounts_authenticator.key: 1" in out.getvalue()
    assert raw()[0].startswith("k2:")
    assert comes_in(user_of(worker), secret)


def test_a_secret_opens_in_its_own_place_only(worker: Staff) -> None:
    with in_tenant(KANGBAO):
        Staff.objects.filter(pk=worker.pk).update(personal_phone=random_hex(20))
        stolen = Staff.objects.get(pk=worker.pk).personal_phone.ciphertext
    Authenticator.objects.create(user=user_of(worker), bound_at=NOW, key="00")
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE accounts_authenticator SET key = %s", [stolen])
    with pytest.raises(SealBroken, match=r"accounts_authenticator\.key@0"):
        Authenticator.objects.get().key.reveal()


def test_the_secrets_of_the_library_are_taken_over_and_their_table_goes(worker: Staff) -> None:
    secret, user = random_hex(20), user_of(worker)
    row = [
        user.pk,
        "totp",
        True,
        secret,
        1,
        59_000_000,
        2,
        None,
        "2026-01-05 08:00+08",
        "2026-11-20 09:00+08",
    ]
    with connections["owner"].cursor() as cursor:
        cursor.execute(OLD_TABLE)
        cursor.execute(
            "INSERT INTO otp_totp_totpdevice (user_id, name, confirmed, key, drift, last_t, "
            "throttling_failure_count, throttling_failure_timestamp, created_at, last_used_at) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            row,
        )
    move = import_module("accounts.migrations.0003_move_totp").move
    with connections["owner"].schema_editor() as editor:
        move(apps, editor)
    device = Authenticator.objects.get()
    assert (device.user_id, device.drift) == (user.pk, 1)
    assert (device.last_step, device.failures) == (59_000_000, 2)
    assert (device.bound_at.year, device.bound_at.month) == (2026, 1)
    assert device.key.reveal() == secret
    assert raw()[0].startswith("k1:")
    assert "otp_totp_totpdevice" not in connections["owner"].introspection.table_names()
    with connections["owner"].schema_editor() as editor:
        move(apps, editor)  # a fresh installation has no such table
    assert comes_in(user, secret)


def test_a_session_begun_under_a_key_that_is_gone_begins_anew(worker: Staff, ring: Path) -> None:
    client = Client()
    client.post("/sign-in/", {"username": user_of(worker).username, "password": PASSWORD})
    assert client.get("/me/totp/").status_code == 200
    before = client.session["totp_key"]
    keyring.write(ring, keyring.generate())
    forget_keyring()
    assert client.get("/me/totp/").status_code == 200
    assert client.session["totp_key"] != before


def test_a_sealed_field_must_say_whether_it_is_the_platforms(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(checks.sealed_fields_belong_to_a_county(None)) == []
    field: Any = Authenticator._meta.get_field("key")
    monkeypatch.setattr(field, "platform", False)
    (found,) = checks.sealed_fields_belong_to_a_county(None)
    assert (found.id, found.obj) == ("crypto.E003", field)
