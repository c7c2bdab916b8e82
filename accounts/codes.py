"""The codes on slips: made to be read from paper and typed on a phone."""

import secrets

from django.utils.crypto import salted_hmac

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is mistaken for something else
GROUPS, GROUP = 3, 4  # 12 of 31 characters: 59 bits


def new_code() -> str:
    """A fresh code such as 7KQM-2XWD-9ABF. Only its digest is kept."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


def digest_of(code: str) -> str:
    """What is stored of a code; blanks, dashes and case don't matter."""
    plain = "".join(code.split()).replace("-", "").replace("－", "").upper()
    return salted_hmac("accounts.slip", plain, algorithm="sha256").hexdigest()
