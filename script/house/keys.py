"""Generated secrets: one file each under var/secrets, mode 0600, written whole or not at all."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from core.crypto.keyring import generate


def kept(path: Path, make: Callable[[], str]) -> str:
    """The secret in the file; made and written first when there is none. Ends are stripped."""
    try:
        return path.read_text("utf-8").strip()
    except FileNotFoundError:
        pass
    write_private(path, make() + "\n")
    return path.read_text("utf-8").strip()


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read; a reader never sees half of it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def password() -> str:
    """A password of 32 characters that needs no quoting in URLs or configuration files."""
    return secrets.token_hex(16)


def secret_key() -> str:
    """Django's signing key."""
    return secrets.token_urlsafe(64)


def field_keys() -> str:
    """A keyring for the encrypted columns."""
    return json.dumps(generate(), indent=2)
