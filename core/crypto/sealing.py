"""Sealing and opening values under the keyring in force."""

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.conf import settings

from core.crypto import ciphers, keyring
from core.crypto.masks import mask_all

Mask = Callable[[str], str]
LOOK_AGAIN_SECONDS: Final = 2.0
PLATFORM: Final = 0  # stands in a place where other values have their county


class SealBroken(Exception):
    """A sealed value doesn't open: changed, moved, or its key is not in the keyring."""


class _Ring:
    """The keyring file, read again when it changes: a new key needs no restart."""

    def __init__(self) -> None:
        self._name = ""
        self._stamp: tuple[int, int] = (0, 0)
        self._looked = 0.0
        self._ring: keyring.Keyring | None = None

    def get(self, *, missing: str = "", missing_index: str = "") -> keyring.Keyring:
        name, now = str(settings.FIELD_KEYS_FILE), time.monotonic()
        ring = self._ring if name == self._name and now - self._looked < LOOK_AGAIN_SECONDS else None
        if (
            ring is not None
            and (not missing or missing in ring.keys)
            and (not missing_index or missing_index in ring.index_keys)
        ):
            return ring
        path = Path(name)
        try:
            stat = path.stat()
        except OSError:
            raise keyring.KeyringError(f"cannot read the keyring {path}") from None
        stamp = (stat.st_mtime_ns, stat.st_ino)
        if self._ring is None or name != self._name or stamp != self._stamp:
            self._ring = keyring.parse(keyring.read(path))
            self._name, self._stamp = name, stamp
        self._looked = now
        return self._ring

    def forget(self) -> None:
        self._ring = None


_ring = _Ring()
current_keyring = _ring.get
forget_keyring = _ring.forget


def place_of(table: str, column: str, tenant: int) -> bytes:
    """The associated data: a ciphertext copied to another column or county doesn't open there."""
    return f"{table}.{column}@{tenant}".encode()


def seal_bytes(plain: bytes, place: bytes, *, key_id: str = "") -> bytes:
    """`k1:` + nonce + ciphertext + tag."""
    ring = _ring.get(missing=key_id)
    key = ring.keys[key_id] if key_id else ring.active_key
    return key.id.encode() + b":" + ciphers.encrypt(key, plain, place)


def open_bytes(sealed: bytes, place: bytes) -> bytes:
    key_id, colon, blob = sealed.partition(b":")
    return _open(key_id.decode("ascii", "replace") if colon else "", blob, place)


def seal_text(plain: str, place: bytes, *, key_id: str = "") -> str:
    """`k1:` + base64 of nonce + ciphertext + tag."""
    ring = _ring.get(missing=key_id)
    key = ring.keys[key_id] if key_id else ring.active_key
    return f"{key.id}:{base64.b64encode(ciphers.encrypt(key, plain.encode(), place)).decode()}"


def open_text(sealed: str, place: bytes) -> str:
    key_id, colon, text = sealed.partition(":")
    try:
        blob = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise SealBroken(f"{place.decode()}: not a sealed value") from None
    return _open(key_id if colon else "", blob, place).decode()


def _open(key_id: str, blob: bytes, place: bytes) -> bytes:
    key = _ring.get(missing=key_id).keys.get(key_id)
    if key is None:
        raise SealBroken(f"{place.decode()}: sealed with key {key_id!r}, which is not in the keyring")
    try:
        return ciphers.decrypt(key, blob, place)
    except ciphers.NotAuthentic as error:
        raise SealBroken(f"{place.decode()}: {error}") from None


class Digest(str):
    """A blind index as it stands in the database; a plain `str` is a value still to be digested.

    `others` are the same value's digests under further keys, as long as rows may stand under those as well.
    """

    __slots__ = ("others",)
    others: tuple[str, ...]

    def __new__(cls, text: str, others: tuple[str, ...] = ()) -> "Digest":
        made = super().__new__(cls, text)
        made.others = others
        return made


def blind_index(normal: str, place: bytes, *, digits: int | None = None) -> Digest:
    """HMAC-SHA256 of the value (or of its last `digits` characters), 128 bits, under every index key in use.

    Keyed by column and county too: two counties' equal phones can't be matched from a dump.
    """
    part = normal if digits is None else normal[-digits:]
    message = b"\0".join((place, str(digits or "").encode(), part.encode()))
    ring = _ring.get()
    active, *others = (_digest(ring, key_id, message) for key_id in ring.live_indexes)
    return Digest(active, tuple(others))


def proof_of(text: str, place: bytes, *, like: str = "") -> str:
    """A digest that shows later that `text` is unchanged: under the active index key, or under that of `like`.

    Raises:
        SealBroken: the key of `like` is not in the keyring.
    """
    key_id = index_key_of(like) if like else ""
    ring = _ring.get(missing_index=key_id)
    if key_id and key_id not in ring.index_keys:
        raise SealBroken(f"{place!r}: proven with index key {key_id!r}, which is not in the keyring")
    return _digest(ring, key_id or ring.index_active, b"\0".join((place, b"", text.encode())))


def index_key_of(digest: str) -> str:
    """Which index key made a digest."""
    key_id, colon, _rest = digest.partition(":")
    return key_id if colon else keyring.FIRST_INDEX


def _digest(ring: keyring.Keyring, key_id: str, message: bytes) -> str:
    made = hmac.new(ring.index_keys[key_id], message, hashlib.sha256).digest()[:16]
    if key_id == keyring.FIRST_INDEX:  # bare, as every digest was before there was a second key
        return made.hex()
    return f"{key_id}:{base64.urlsafe_b64encode(made).decode().rstrip('=')}"


class Sealed:
    """A sensitive text in memory. Printed, logged or rendered, it shows its mask; `reveal()` shows it."""

    __slots__ = ("_mask", "_place", "_plain", "ciphertext")

    def __init__(self, ciphertext: str, place: bytes, mask: Mask = mask_all) -> None:
        self.ciphertext: str | None = ciphertext
        self._place: bytes | None = place
        self._mask = mask
        self._plain: str | None = None

    @classmethod
    def fresh(cls, plain: str, mask: Mask = mask_all) -> "Sealed":
        """A value just typed in: sealed when it is saved, since only then its county is certain."""
        sealed = cls.__new__(cls)
        sealed.ciphertext, sealed._place, sealed._mask, sealed._plain = None, None, mask, plain
        return sealed

    @property
    def is_fresh(self) -> bool:
        return self.ciphertext is None

    def reveal(self) -> str:
        """The plain text. The caller has checked the permission and records the act."""
        if self._plain is None:
            if self.ciphertext is None or self._place is None:
                raise SealBroken("a sealed value without a place")
            self._plain = open_text(self.ciphertext, self._place)
        return self._plain

    @property
    def masked(self) -> str:
        return self._mask(self.reveal())

    def __str__(self) -> str:
        return self.masked

    def __repr__(self) -> str:
        return "<Sealed>"

    def __bool__(self) -> bool:
        return self.ciphertext is not None or bool(self._plain)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Sealed):
            return self.reveal() == other.reveal()
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self.reveal())

    def __copy__(self) -> "Sealed":
        return self

    def __deepcopy__(self, memo: object) -> "Sealed":
        return self

    def __reduce__(self) -> str:
        raise TypeError("a sealed value is not pickled: pass the row's id")
