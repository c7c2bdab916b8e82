import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.crypto import ciphers, keyring

KEYS = {alg: keyring.parse(keyring.generate(alg)).active_key for alg in keyring.KEY_BYTES}
algorithms = pytest.mark.parametrize("alg", sorted(KEYS))


@algorithms
@given(plain=st.binary(max_size=200), place=st.binary(max_size=40))
def test_what_was_sealed_opens_in_its_place(alg: str, plain: bytes, place: bytes) -> None:
    assert ciphers.decrypt(KEYS[alg], ciphers.encrypt(KEYS[alg], plain, place), place) == plain


@algorithms
@given(plain=st.binary(min_size=1, max_size=60), where=st.integers(min_value=0), bit=st.integers(0, 7))
def test_one_changed_bit_anywhere_is_noticed(alg: str, plain: bytes, where: int, bit: int) -> None:
    blob = bytearray(ciphers.encrypt(KEYS[alg], plain, b"here"))
    blob[where % len(blob)] ^= 1 << bit
    with pytest.raises(ciphers.NotAuthentic):
        ciphers.decrypt(KEYS[alg], bytes(blob), b"here")


@algorithms
@given(blob=st.binary(max_size=60))
def test_random_bytes_do_not_open(alg: str, blob: bytes) -> None:
    with pytest.raises(ciphers.NotAuthentic):
        ciphers.decrypt(KEYS[alg], blob, b"here")


@algorithms
def test_another_place_and_another_key_do_not_open(alg: str) -> None:
    blob = ciphers.encrypt(KEYS[alg], b"13812345678", b"person.phone@130723")
    with pytest.raises(ciphers.NotAuthentic):
        ciphers.decrypt(KEYS[alg], blob, b"person.phone@130722")
    with pytest.raises(ciphers.NotAuthentic):
        ciphers.decrypt(keyring.parse(keyring.generate(alg)).active_key, blob, b"person.phone@130723")


@algorithms
def test_equal_values_are_sealed_differently(alg: str) -> None:
    assert ciphers.encrypt(KEYS[alg], b"same", b"") != ciphers.encrypt(KEYS[alg], b"same", b"")
