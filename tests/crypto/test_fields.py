import copy
import pickle
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.db import connection
from django.template import Context, Template

from core.crypto import keyring
from core.crypto.sealing import Digest, SealBroken, Sealed
from core.tenancy.context import in_tenant
from tests.cast import KANGBAO, ZHANGBEI
from tests.crypto.probe.models import ProbePerson

PHONE = "13812345678"


def raw(person: ProbePerson, column: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM crypto_probe_probeperson WHERE id = %s", [person.id])
        return str(cursor.fetchone()[0])


@pytest.fixture
def wang(county: int) -> ProbePerson:
    person: ProbePerson = ProbePerson.objects.create(
        name="王明", phone="138 1234 5678", id_number="13072319900101123x"
    )
    return person


def test_the_database_holds_ciphertext_and_no_digit_of_the_phone(wang: ProbePerson) -> None:
    assert raw(wang, "phone").startswith("k1:")
    for column in ("phone", "phone_index", "phone_last4", "id_number"):
        assert "5678" not in raw(wang, column)


def test_what_is_shown_is_the_mask_and_only_reveal_shows_the_rest(wang: ProbePerson) -> None:
    for person in (wang, ProbePerson.objects.get()):
        assert str(person.phone) == "138****5678"
        assert person.phone.masked == f"{person.phone}" == "138****5678"
        assert Template("{{ p.phone }}").render(Context({"p": person})) == "138****5678"
        assert PHONE not in repr(person.phone)
        assert person.phone.reveal() == "138 1234 5678"
        assert str(person.id_number) == "130723****123x"


def test_values_lists_are_masked_too(wang: ProbePerson) -> None:
    ((phone,),) = ProbePerson.objects.values_list("phone")
    assert str(phone) == "138****5678"


@pytest.mark.parametrize("spelling", [PHONE, "+86 138-1234-5678", "１３８１２３４５６７８"])
def test_a_person_is_found_by_the_phone_however_it_is_written(wang: ProbePerson, spelling: str) -> None:
    assert ProbePerson.objects.get(phone_index=spelling) == wang
    assert ProbePerson.objects.get(phone_index__in=[spelling, "110"]) == wang


def test_a_person_is_found_by_the_last_four(wang: ProbePerson) -> None:
    assert ProbePerson.objects.get(phone_last4="5678") == wang
    assert not ProbePerson.objects.filter(phone_last4="1234").exists()
    assert not ProbePerson.objects.filter(phone_last4="").exists()


def test_many_rows_at_once_are_sealed_and_indexed(county: int) -> None:
    ProbePerson.objects.bulk_create([ProbePerson(name=f"{n}", phone=f"1390000{n:04d}") for n in range(30)])
    found = ProbePerson.objects.get(phone_index="13900000017")
    assert (found.name, str(found.phone)) == ("17", "139****0017")


def test_a_new_phone_moves_the_index_with_it(wang: ProbePerson) -> None:
    person = ProbePerson.objects.get()
    person.phone = "13911112222"
    person.save(update_fields=["phone", "phone_index", "phone_last4"])
    assert ProbePerson.objects.filter(phone_index="13911112222", phone_last4="2222").exists()
    assert not ProbePerson.objects.filter(phone_index=PHONE).exists()
    person.phone = "13933334444"
    ProbePerson.objects.bulk_update([person], ["phone", "phone_index", "phone_last4"])
    assert ProbePerson.objects.filter(phone_index="13933334444").exists()


def test_an_index_can_not_be_left_behind(wang: ProbePerson) -> None:
    wang.phone = "13911112222"
    with pytest.raises(FieldError, match="update_fields"):
        wang.save(update_fields=["phone"])
    with pytest.raises(FieldError, match="blind index"):
        ProbePerson.objects.update(phone="13911112222")
    with pytest.raises(FieldError, match="filled from phone"):
        ProbePerson.objects.update(phone_index="13911112222")


def test_a_save_that_touches_nothing_keeps_the_ciphertext(wang: ProbePerson) -> None:
    before = raw(wang, "phone"), raw(wang, "phone_index")
    person = ProbePerson.objects.get()
    person.name = "王大明"
    person.save()
    assert (raw(wang, "phone"), raw(wang, "phone_index")) == before


def test_empty_and_absent_stay_what_they_are(county: int) -> None:
    nobody = ProbePerson.objects.create(name="无", phone="", id_number=None)
    read = ProbePerson.objects.get()
    assert (raw(nobody, "phone"), read.id_number, str(read.phone), bool(read.phone)) == ("", None, "", False)
    assert read.phone_index == ""
    assert not ProbePerson.objects.filter(phone_index=PHONE).exists()
    assert ProbePerson.objects.filter(id_number__isnull=True).exists()


def test_a_sealed_column_refuses_every_search_but_null(wang: ProbePerson) -> None:
    for lookup in ("phone", "phone__contains", "phone__startswith", "phone__in"):
        with pytest.raises(FieldError, match="sealed"):
            ProbePerson.objects.filter(**{lookup: PHONE})
    with pytest.raises(FieldError, match="equality"):
        ProbePerson.objects.filter(phone_index__startswith="1")


def test_the_same_phone_twice_is_refused_in_the_form(wang: ProbePerson) -> None:
    twin = ProbePerson(name="王二", phone=PHONE, id_number="1")
    with pytest.raises(ValidationError):
        twin.full_clean()


def test_a_file_is_sealed_and_comes_back_whole(county: int) -> None:
    photo = bytes(range(256)) * 10
    person = ProbePerson.objects.create(name="王明", photo=photo)
    with connection.cursor() as cursor:
        cursor.execute("SELECT photo FROM crypto_probe_probeperson")
        stored = bytes(cursor.fetchone()[0])
    assert stored.startswith(b"k1:")
    assert photo[:64] not in stored
    assert ProbePerson.objects.get(id=person.id).photo == photo


def test_a_ciphertext_moved_to_another_column_does_not_open(wang: ProbePerson) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE crypto_probe_probeperson SET id_number = phone")
    with pytest.raises(SealBroken, match="id_number@130723"):
        ProbePerson.objects.get().id_number.reveal()


def test_a_changed_ciphertext_says_where_it_is_broken(wang: ProbePerson) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE crypto_probe_probeperson SET phone = 'k1:' || reverse(substr(phone, 4))")
    with pytest.raises(SealBroken, match=r"crypto_probe_probeperson\.phone@130723"):
        str(ProbePerson.objects.get().phone)


def test_the_neighbour_county_can_neither_open_nor_match_it(counties: None) -> None:
    with in_tenant(KANGBAO):
        here = ProbePerson.objects.create(name="王明", phone=PHONE, id_number="1")
        ciphertext, index = raw(here, "phone"), raw(here, "phone_index")
    with in_tenant(ZHANGBEI):
        there = ProbePerson.objects.create(name="王明", phone=PHONE)
        assert raw(there, "phone_index") != index
        with connection.cursor() as cursor:
            cursor.execute("UPDATE crypto_probe_probeperson SET phone = %s", [ciphertext])
        with pytest.raises(SealBroken):
            ProbePerson.objects.get().phone.reveal()


def test_a_keyring_without_the_key_says_which_is_missing(
    wang: ProbePerson, settings: Any, tmp_path: Path
) -> None:
    other = keyring.generate()
    other["keys"]["k2"] = other["keys"].pop("k1")
    keyring.write(tmp_path / "keys.json", {**other, "active": "k2"})
    settings.FIELD_KEYS_FILE = str(tmp_path / "keys.json")
    with pytest.raises(SealBroken, match="'k1', which is not in the keyring"):
        ProbePerson.objects.get().phone.reveal()


def test_a_sealed_value_is_not_pickled_and_copies_are_the_same() -> None:
    sealed = Sealed.fresh(PHONE)
    assert copy.deepcopy([sealed])[0] is sealed
    with pytest.raises(TypeError, match="row's id"):
        pickle.dumps(sealed)


def test_digests_compare_as_texts() -> None:
    assert Digest("ab") == "ab"


def test_two_people_without_a_phone_are_two_people(county: int) -> None:
    ProbePerson.objects.create(name="甲")
    ProbePerson.objects.create(name="乙")
    assert ProbePerson.objects.filter(phone_index="").count() == 2
    assert not ProbePerson.objects.filter(phone_index="-").exists(), "nothing to look for finds nobody"
