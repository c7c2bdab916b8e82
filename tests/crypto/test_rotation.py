from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from core.crypto import keyring, rotation
from core.crypto.sealing import forget_keyring
from core.tenancy.context import in_tenant
from core.tenancy.models import Tenant
from tests.cast import KANGBAO, ZHANGBEI
from tests.crypto.probe.models import ProbePaper, ProbePerson

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def ring(settings: Any, tmp_path: Path) -> Path:
    path = tmp_path / "keys.json"
    keyring.write(path, keyring.generate())
    settings.FIELD_KEYS_FILE = str(path)
    return path


@pytest.fixture
def people(ring: Path) -> int:
    """Twenty-five people, one with a photo and one paper in each of two counties."""
    for code in (KANGBAO, ZHANGBEI):
        Tenant.objects.create(code=code, name=f"{code}", full_name=f"{code}")
        with in_tenant(code):
            ProbePerson.objects.bulk_create(
                ProbePerson(name=f"{n}", phone=f"138{code % 1000:04d}{n:04d}", photo=b"jpeg" * 100)
                for n in range(25)
            )
            ProbePaper.objects.create(text="调解协议")
    return 25


def prefixes(code: int) -> set[str]:
    with in_tenant(code, using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT split_part(phone, ':', 1) FROM crypto_probe_probeperson WHERE tenant_id = %s "
            "UNION SELECT split_part(encode(photo, 'escape'), ':', 1) FROM crypto_probe_probeperson WHERE tenant_id = %s "
            "UNION SELECT split_part(text, ':', 1) FROM crypto_probe_probepaper WHERE tenant_id = %s",
            [code, code, code],
        )
        return {row[0] for row in cursor.fetchall()}


def rotate_keys(*args: str) -> str:
    out = StringIO()
    call_command("rotate_keys", *args, stdout=out)
    return out.getvalue()


def test_everything_is_sealed_anew_in_every_county_and_still_opens(people: int) -> None:
    said = rotate_keys("--to", "k2", "--create", "SM4-GCM", "--batch", "10")
    assert "Everything is sealed with k2" in said
    for code in (KANGBAO, ZHANGBEI):
        assert prefixes(code) == {"k2"}
        with in_tenant(code):
            person = ProbePerson.objects.get(phone_index=f"138{code % 1000:04d}0007")
            assert person.phone.reveal() == f"138{code % 1000:04d}0007"
            assert person.photo == b"jpeg" * 100
            assert ProbePaper.objects.get().text.reveal() == "调解协议"


def test_a_rotation_killed_in_the_middle_goes_on_where_it_was(
    people: int, ring: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring.write(
        ring, keyring.with_new_key(keyring.read(ring), key_id="k2", alg="AES-256-GCM", activate=True)
    )
    forget_keyring()
    real: Callable[..., Any] = rotation._seal_again
    calls = {"left": 33}

    def dies(*args: Any) -> Any:
        calls["left"] -= 1
        if calls["left"] < 0:
            raise KeyboardInterrupt
        return real(*args)

    monkeypatch.setattr(rotation, "_seal_again", dies)
    with pytest.raises(KeyboardInterrupt):
        rotate_keys("--to", "k2", "--batch", "10")
    monkeypatch.setattr(rotation, "_seal_again", real)
    assert prefixes(KANGBAO) | prefixes(ZHANGBEI) == {"k1", "k2"}
    with in_tenant(KANGBAO):  # in between, both keys open
        assert all(person.phone.reveal() for person in ProbePerson.objects.all())
    rotate_keys("--to", "k2")
    assert prefixes(KANGBAO) == prefixes(ZHANGBEI) == {"k2"}


def test_a_second_run_finds_nothing_to_do(people: int) -> None:
    rotate_keys("--to", "k2", "--create", "AES-256-GCM")
    assert rotate_keys("--to", "k2").count("\n") == 1


def test_a_broken_value_stops_the_rotation_and_is_named(people: int, ring: Path) -> None:
    with in_tenant(KANGBAO):
        ProbePerson.objects.filter(name="3").update(id_number="1")
    with in_tenant(KANGBAO, using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE crypto_probe_probeperson SET id_number = 'k1:AAAA' WHERE id_number IS NOT NULL"
        )
    with pytest.raises(CommandError, match=r"county 130723: .*id_number"):
        rotate_keys("--to", "k2", "--create", "AES-256-GCM")


@pytest.mark.parametrize(
    ("args", "told"),
    [(["--to", "k9"], "not in the keyring"), (["--to", "k2"], "still seals")],
)
def test_a_key_that_is_not_there_or_not_active_is_refused(
    people: int, ring: Path, args: list[str], told: str
) -> None:
    keyring.write(
        ring, keyring.with_new_key(keyring.read(ring), key_id="k2", alg="AES-256-GCM", activate=False)
    )
    forget_keyring()
    with pytest.raises(CommandError, match=told):
        rotate_keys(*args)
