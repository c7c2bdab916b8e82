"""The two ciphers, both AEAD with a 12-byte nonce and a 16-byte tag at the end."""

import os
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.crypto.keyring import Key

NONCE: Final = 12
TAG: Final = 16


class NotAuthentic(Exception):
    """The bytes were changed, moved to another place, or sealed with another key."""


def encrypt(key: Key, plain: bytes, place: bytes) -> bytes:
    """nonce + ciphertext + tag, bound to `place`."""
    nonce = os.urandom(NONCE)
    if key.alg == "AES-256-GCM":
        return nonce + _aes(key.secret).encrypt(nonce, plain, place)
    encryptor = Cipher(algorithms.SM4(key.secret), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(place)
    return nonce + encryptor.update(plain) + encryptor.finalize() + encryptor.tag


def decrypt(key: Key, blob: bytes, place: bytes) -> bytes:
    if len(blob) < NONCE + TAG:
        raise NotAuthentic("too short to have been sealed")
    nonce = blob[:NONCE]
    try:
        if key.alg == "AES-256-GCM":
            return _aes(key.secret).decrypt(nonce, blob[NONCE:], place)
        decryptor = Cipher(algorithms.SM4(key.secret), modes.GCM(nonce, blob[-TAG:])).decryptor()
        decryptor.authenticate_additional_data(place)
        return decryptor.update(blob[NONCE:-TAG]) + decryptor.finalize()
    except InvalidTag:
        raise NotAuthentic(f"does not open with key {key.id} in this place") from None


@lru_cache(maxsize=64)
def _aes(secret: bytes) -> AESGCM:  # the key schedule costs more than sealing a phone number
    return AESGCM(secret)
