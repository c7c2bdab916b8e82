"""Pure arithmetic of notices."""

import hashlib
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

GIVE_UP_AFTER: Final = 8  # with doubling pauses: about four hours; the notice stays in the inbox


def key_of(*parts: object) -> str:
    """A notice's key: the same occasion has the same key, so that it is told once."""
    return hashlib.sha256("/".join(str(part) for part in parts).encode()).hexdigest()[:32]


def number_of(notice_id: UUID) -> str:
    """The short number by which a notice is spoken of outside: the random end of its id."""
    return notice_id.hex[-8:].upper()


def outside_text(notice_id: UUID, link: str) -> str:
    """All that ever leaves the house about a notice: that there is one, its number, where to read it."""
    return f"【枫格】您有一条新消息，编号{number_of(notice_id)}，请登录查看：{link}"


def digest_since(at: datetime) -> datetime:
    """A day's digest looks back one day."""
    return at - timedelta(days=1)
