"""The random code by which something is found from outside (一案一码): short enough to read out, too long to guess."""

import secrets
from typing import Final

ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0/O and 1/I
LENGTH: Final = 12


def new_code() -> str:
    """Sixty random bits, in groups of four: K7M2-9QRT-WX4D."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(drawn[start : start + 4] for start in range(0, LENGTH, 4))


def written(code: str) -> str:
    """A code as somebody typed it, in the form in which it is stored; "" where it is none."""
    bare = "".join(c for c in code.upper() if c in ALPHABET)
    if len(bare) != LENGTH:
        return ""
    return "-".join(bare[start : start + 4] for start in range(0, LENGTH, 4))
