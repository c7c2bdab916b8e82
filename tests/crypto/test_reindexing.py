"""The key of the blind indexes is exchanged while people work: nothing is lost, found twice or not found."""

import os
import subprocess
import sys
import threading
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connections

from core.crypto import keyring
from core.crypto.management.commands import rotate_keys as command
from core.crypto.sealing import forget_keyring
from core.tenancy.context import in_tenant
from core.tenancy.ids import uuid7
from core.tenancy.models import Tenant
from tests.cast import KANGBAO, ZHANGBEI
from tests.crypto.probe.models import ProbePerson

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = 60

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def ring(settings: Any, tmp_path: Path) -> Path:
    path = tmp_path / "keys.json"
    keyring.write(path, keyring.generate())
    settings.FIELD_KEYS_FILE = str(path)
    return path


def phone(code: int, number: int) -> str:
    return f"138{code % 1000:04d}{number:04d}"


@pytest.fixture
def people(ring: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sixty people in each of two counties, indexed under i1."""
    monkeypatch.setattr(command, "LOOK_AGAIN_SECONDS", 0.01)  # no other process reads this keyring
    for code in (KANGBAO, ZHANGBEI):
        Tenant.objects.create(code=code, name=f"{code}", full_name=f"{code}")
        with in_tenant(code):
            ProbePerson.objects.bulk_create(
                ProbePerson(name=f"{n}", phone=phone(code, n)) for n in range(PEOPLE)
            )
            ProbePerson.objects.create(name="无")
    return ring


def keys_in_use(code: int) -> set[str]:
    with in_tenant(code, using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT CASE WHEN strpos(value, ':') = 0 THEN 'i1' ELSE split_part(value, ':', 1) END "
            "FROM crypto_probe_probeperson, LATERAL (VALUES (phone_index), (phone_last4)) AS one (value) "
            "WHERE tenant_id = %s AND value <> ''",
            [code],
        )
        return {row[0] for row in cursor.fetchall()}


def rotate_keys(*args: str) -> str:
    out = StringIO()
    call_command("rotate_keys", *args, stdout=out)
    return out.getvalue()


def change(ring: Path, step: str, key_id: str) -> None:
    keyring.write(ring, getattr(keyring, step)(keyring.read(ring), key_id=key_id))
    forget_keyring()


def everybody_is_found(code: int) -> bool:
    with in_tenant(code):
        return all(
            ProbePerson.objects.get(phone_index=phone(code, n)).name
            == ProbePerson.objects.get(phone_last4=f"{n:04d}").name
            == f"{n}"
            for n in range(PEOPLE)
        )


def test_every_index_is_made_anew_and_everybody_is_still_found(people: Path) -> None:
    assert keys_in_use(KANGBAO) == {"i1"}
    assert "Every blind index is under i2" in rotate_keys(
        "--index-to", "i2", "--create-index", "--batch", "7"
    )
    for code in (KANGBAO, ZHANGBEI):
        assert keys_in_use(code) == {"i2"}
        assert everybody_is_found(code)
    with in_tenant(ZHANGBEI):
        assert not ProbePerson.objects.filter(phone_index=phone(KANGBAO, 7)).exists(), "the neighbour"
    assert rotate_keys("--index-to", "i2").count("\n") == 1, "nothing left to do"


def test_a_process_killed_in_the_middle_has_lost_nothing_and_the_next_one_ends_it(people: Path) -> None:
    killed = subprocess.Popen(
        [sys.executable, "manage.py", "rotate_keys", "--index-to", "i2", "--create-index", "--batch", "4"],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONUNBUFFERED": "1",
            "FENGGE_FIELD_KEYS_FILE": str(people),
            **{
                name: "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(
                    **connections[alias].settings_dict
                )
                for alias, name in (("default", "DATABASE_URL"), ("owner", "DATABASE_OWNER_URL"))
            },
        },
        stdout=subprocess.PIPE,
        text=True,
    )
    assert killed.stdout is not None
    for _line in range(6):
        assert killed.stdout.readline(), "it ended before it could be killed"
    killed.kill()
    killed.wait(timeout=20)
    killed.stdout.close()
    forget_keyring()
    assert keys_in_use(KANGBAO) | keys_in_use(ZHANGBEI) == {"i1", "i2"}
    assert everybody_is_found(ZHANGBEI)
    assert everybody_is_found(KANGBAO), "in between both keys are looked up with"
    with in_tenant(KANGBAO):
        found = ProbePerson.objects.filter(phone_index__in=[phone(KANGBAO, n) for n in range(PEOPLE)])
        assert found.count() == PEOPLE
        without = ProbePerson.objects.exclude(phone_index=phone(KANGBAO, 3)).exclude(phone_index="")
        assert without.count() == PEOPLE - 1
    rotate_keys("--index-to", "i2")
    assert keys_in_use(KANGBAO) == keys_in_use(ZHANGBEI) == {"i2"}
    assert everybody_is_found(KANGBAO)
    assert everybody_is_found(ZHANGBEI)


def test_who_is_there_under_the_old_key_does_not_come_in_again_under_the_new_one(people: Path) -> None:
    change(people, "with_new_index", "i2")
    change(people, "with_active_index", "i2")
    taken = phone(KANGBAO, 9)
    with in_tenant(KANGBAO), pytest.raises(ValidationError):
        ProbePerson(name="又一", phone=taken, id_number="1").full_clean()
    with pytest.raises(IntegrityError), in_tenant(KANGBAO):
        ProbePerson.objects.create(name="又一", phone=taken)
    with pytest.raises(IntegrityError), in_tenant(KANGBAO):
        ProbePerson.objects.bulk_create(
            [ProbePerson(name="新", phone="1"), ProbePerson(name="又一", phone=taken)]
        )
    with in_tenant(KANGBAO):
        same = ProbePerson.objects.get(phone_index=taken)
        same.phone = taken
        same.save()  # the same person, now under the new key
    assert keys_in_use(KANGBAO) == {"i1", "i2"}
    rotate_keys("--index-to", "i2")
    assert everybody_is_found(KANGBAO)


def test_two_who_write_the_same_phone_under_different_keys_wait_for_one_another(
    people: Path, settings: Any
) -> None:
    """One process has the new key active already, the other one still makes digests with the old one."""
    change(people, "with_new_index", "i2")
    written, failed = threading.Event(), list[BaseException]()

    def late() -> None:
        try:
            written.wait(10)
            with in_tenant(KANGBAO):
                ProbePerson.objects.create(name="后来", phone="13900009999")
        except IntegrityError as error:
            failed.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=late)
    thread.start()
    with in_tenant(KANGBAO):
        ProbePerson.objects.create(name="先到", phone="13900009999")
        change(people, "with_active_index", "i2")
        written.set()
        thread.join(0.7)
        assert thread.is_alive(), "it waits until the first one has ended"
    thread.join(10)
    assert len(failed) == 1
    with in_tenant(KANGBAO):
        assert ProbePerson.objects.get(phone_index="13900009999").name == "先到"


def test_rows_that_hold_the_same_value_are_named_and_all_others_are_done(people: Path) -> None:
    with in_tenant(KANGBAO):
        twin = ProbePerson.objects.create(name="重", phone="13911110000")
    with in_tenant(KANGBAO, using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(  # as if the unique key had once been missing
            "UPDATE crypto_probe_probeperson SET phone = (SELECT phone FROM crypto_probe_probeperson "
            "WHERE tenant_id = %s AND name = '5') WHERE tenant_id = %s AND id = %s",
            [KANGBAO, KANGBAO, twin.id],
        )
    with pytest.raises(CommandError, match=r"probeperson\.phone_index: "):
        rotate_keys("--index-to", "i2", "--create-index", "--batch", "50")
    with in_tenant(KANGBAO):
        left = [
            person for person in ProbePerson.objects.all() if ":" not in person.phone_index and person.phone
        ]
        assert len(left) == 1
        assert left[0].name in ("5", "重")
        left[0].delete()
    assert keys_in_use(ZHANGBEI) == {"i2"}
    assert "Every blind index is under i2" in rotate_keys("--index-to", "i2")


def test_a_key_that_rows_stand_under_is_not_retired_and_then_it_is(people: Path) -> None:
    with pytest.raises(CommandError, match="all counties at once"):
        rotate_keys("--index-to", "i2", "--create-index", "--tenant", str(KANGBAO), "--retire", "i1")
    assert keys_in_use(ZHANGBEI) == {"i1"}
    rotate_keys("--index-to", "i2", "--retire", "i1")
    assert keyring.parse(keyring.read(people)).live_indexes == ["i2"]
    assert everybody_is_found(ZHANGBEI)
    with in_tenant(ZHANGBEI), connections["default"].execute_wrapper(_only_equality):
        ProbePerson.objects.get(phone_index=phone(ZHANGBEI, 3))
    with pytest.raises(CommandError, match="retired"):
        rotate_keys("--index-to", "i1")


def _only_equality(execute: Any, sql: str, *rest: Any) -> Any:
    assert " IN (" not in sql, "with one key in use a lookup costs what it did before"
    return execute(sql, *rest)


def test_a_record_is_still_proven_after_the_key_was_exchanged(people: Path) -> None:
    from core.audit.veil import unveil, veil
    from tests.audit.acts import MOVED_IN

    record_id = uuid7()
    with in_tenant(KANGBAO):
        shown, hidden = veil({"phone": "13812345678"}, MOVED_IN, record_id=record_id, tenant=KANGBAO)
    rotate_keys("--index-to", "i2", "--create-index", "--retire", "i1")
    with in_tenant(KANGBAO):
        assert unveil(shown, hidden, record_id=record_id, tenant=KANGBAO) == {"phone": "13812345678"}
        later, _hidden = veil({"phone": "13812345678"}, MOVED_IN, record_id=record_id, tenant=KANGBAO)
    assert later["phone"]["$proof"].startswith("i2:")


def test_where_processes_read_a_copy_the_key_is_made_first_and_used_later(people: Path) -> None:
    rotate_keys("--index-to", "i2", "--create-index", "--only-create")
    rotate_keys("--to", "k2", "--create", "AES-256-GCM", "--only-create")
    ring = keyring.parse(keyring.read(people))
    assert (ring.active, ring.index_active, ring.live_indexes) == ("k1", "i1", ["i1", "i2"])
    assert keys_in_use(KANGBAO) == {"i1"}
    rotate_keys("--index-to", "i2")
    rotate_keys("--to", "k2", "--create", "AES-256-GCM")
    ring = keyring.parse(keyring.read(people))
    assert (ring.active, ring.index_active) == ("k2", "i2")
    assert everybody_is_found(KANGBAO)
