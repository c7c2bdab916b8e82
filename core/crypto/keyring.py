"""The keyring file: which keys there are, which one seals, and the keys of the blind indexes.

    {"active": "k2", "keys": {"k1": {"alg": "AES-256-GCM", "key": "<base64>"}, …}, "index": "<base64>"}

`index` is the first index key, i1. Once it was exchanged there are also

    "index_active": "i2", "index_keys": {"i2": "<base64>"}, "index_retired": ["i1"]

The active index key makes new digests, every one that is not retired is looked up with. A retired one stays in the
file, because records prove their veiled values with the index key of their day.

No Django here: `script/server` writes the first keyring before anything else exists.
"""

import base64
import binascii
import json
import os
import re
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

KEY_BYTES: Final = MappingProxyType({"AES-256-GCM": 32, "SM4-GCM": 16})
INDEX_BYTES: Final = 32
FIRST_INDEX: Final = "i1"
_KEY_ID = re.compile(r"k[0-9]{1,6}")
_INDEX_ID = re.compile(r"i[1-9][0-9]{0,5}")


class KeyringError(Exception):
    """The keyring file is missing, unreadable or not a keyring."""


@dataclass(frozen=True, slots=True)
class Key:
    id: str
    alg: str
    secret: bytes

    def __repr__(self) -> str:
        return f"<Key {self.id} {self.alg}>"


@dataclass(frozen=True, slots=True)
class Keyring:
    active: str
    keys: Mapping[str, Key]
    index_active: str
    index_keys: Mapping[str, bytes]
    index_retired: frozenset[str]

    def __repr__(self) -> str:
        return f"<Keyring active={self.active} of {sorted(self.keys)}>"

    @property
    def active_key(self) -> Key:
        return self.keys[self.active]

    @property
    def live_indexes(self) -> list[str]:
        """The index keys that rows may stand under, the active one first."""
        return sorted(
            self.index_keys.keys() - self.index_retired, key=lambda name: (name != self.index_active, name)
        )


def generate(alg: str = "AES-256-GCM") -> dict[str, Any]:
    """A fresh keyring with one key, k1, ready for `json.dump`."""
    return {"active": "k1", "keys": {"k1": _new_key(alg)}, "index": _encode(os.urandom(INDEX_BYTES))}


def with_new_key(content: Mapping[str, Any], *, key_id: str, alg: str, activate: bool) -> dict[str, Any]:
    """The same keyring with one key more; the old keys stay, since old rows are sealed with them."""
    parse(content)
    if not _KEY_ID.fullmatch(key_id):
        raise KeyringError(f"a key is called k and a number, not {key_id!r}")
    if key_id in content["keys"]:
        raise KeyringError(f"key {key_id} is already in the keyring")
    return {
        **content,
        "keys": {**content["keys"], key_id: _new_key(alg)},
        "active": key_id if activate else content["active"],
    }


def with_new_index(content: Mapping[str, Any], *, key_id: str) -> dict[str, Any]:
    """The same keyring with one index key more, which is looked up with and makes no digest yet."""
    ring = parse(content)
    if not _INDEX_ID.fullmatch(key_id):
        raise KeyringError(f"an index key is called i and a number, not {key_id!r}")
    if key_id in ring.index_keys:
        raise KeyringError(f"index key {key_id} is already in the keyring")
    return {
        "index_active": ring.index_active,
        **content,
        "index_keys": {**content.get("index_keys", {}), key_id: _encode(os.urandom(INDEX_BYTES))},
    }


def with_active_index(content: Mapping[str, Any], *, key_id: str) -> dict[str, Any]:
    """The same keyring, with `key_id` making the digests from now on."""
    return _parsed({**content, "index_active": key_id})


def with_retired_index(content: Mapping[str, Any], *, key_id: str) -> dict[str, Any]:
    """The same keyring, with `key_id` no longer looked up with."""
    retired = parse(content).index_retired | {key_id}
    return _parsed({**content, "index_retired": sorted(retired)})


def _parsed(content: dict[str, Any]) -> dict[str, Any]:
    parse(content)
    return content


def parse(content: Mapping[str, Any]) -> Keyring:
    """Check every part before the first value is sealed with it."""
    try:
        entries = {
            key_id: Key(key_id, entry["alg"], _decode(entry["key"]))
            for key_id, entry in content["keys"].items()
        }
        indexes = {FIRST_INDEX: content["index"], **content.get("index_keys", {})}
        ring = Keyring(
            content["active"],
            MappingProxyType(entries),
            content.get("index_active", FIRST_INDEX),
            MappingProxyType({name: _decode(secret) for name, secret in indexes.items()}),
            frozenset(content.get("index_retired", ())),
        )
    except (KeyError, TypeError, AttributeError, binascii.Error, ValueError) as error:
        raise KeyringError(f"not a keyring: {type(error).__name__}: {error}") from None
    for key in ring.keys.values():
        if not _KEY_ID.fullmatch(key.id):
            raise KeyringError(f"a key is called k and a number, not {key.id!r}")
        if key.alg not in KEY_BYTES:
            raise KeyringError(f"key {key.id}: unknown algorithm {key.alg!r}; known: {', '.join(KEY_BYTES)}")
        if len(key.secret) != KEY_BYTES[key.alg]:
            raise KeyringError(f"key {key.id}: {key.alg} takes {KEY_BYTES[key.alg]} bytes")
    if ring.active not in ring.keys:
        raise KeyringError(f"the active key {ring.active!r} is not in the keyring")
    for name, secret in ring.index_keys.items():
        if not _INDEX_ID.fullmatch(name):
            raise KeyringError(f"an index key is called i and a number, not {name!r}")
        if len(secret) < INDEX_BYTES:
            raise KeyringError(f"the index key {name} takes at least {INDEX_BYTES} bytes")
    if ring.index_active not in ring.live_indexes:
        raise KeyringError(f"the active index key {ring.index_active!r} is retired or not in the keyring")
    if unknown := ring.index_retired - ring.index_keys.keys():
        raise KeyringError(f"retired index keys that are not in the keyring: {', '.join(sorted(unknown))}")
    return ring


def read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text())
    except OSError as error:
        raise KeyringError(f"cannot read the keyring {path}: {error.strerror}") from None
    except ValueError:
        raise KeyringError(f"the keyring {path} is not JSON") from None
    if not isinstance(content, dict):
        raise KeyringError(f"the keyring {path} is not a JSON object")
    return content


def write(path: Path, content: Mapping[str, Any]) -> None:
    """Replace the file in one step: a keyring half written would lock every sealed row away."""
    parse(content)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".keyring-")
    except OSError as error:
        raise KeyringError(f"cannot write the keyring {path}: {error.strerror}") from None
    try:
        with os.fdopen(handle, "w") as file:
            json.dump(content, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            before = path.stat()
            if hasattr(os, "chown") and os.geteuid() == 0:
                os.chown(name, before.st_uid, before.st_gid)
            Path(name).chmod(stat.S_IMODE(before.st_mode))  # containers read it as another user
        Path(name).replace(path)  # a new one is 0600: mkstemp made it
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _new_key(alg: str) -> dict[str, str]:
    if alg not in KEY_BYTES:
        raise KeyringError(f"unknown algorithm {alg!r}; known: {', '.join(KEY_BYTES)}")
    return {"alg": alg, "key": _encode(os.urandom(KEY_BYTES[alg]))}


def _encode(secret: bytes) -> str:
    return base64.b64encode(secret).decode()


def _decode(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
