"""Pure arithmetic on posts, names, passwords and one-time codes."""

import datetime as dt
from typing import NamedTuple

from django_otp.oath import TOTP
from pypinyin import lazy_pinyin

from accounts.choices import Role
from grids.choices import Level

BY_UNIT: frozenset[str] = frozenset({Role.DEPARTMENT_HANDLER, Role.LIAISON_CADRE})
_GRIDS = (Level.GRID, Level.MICRO_GRID, Level.SUB_MICRO_GRID)

# Where a role may stand. What is missing here stands in a unit.
LEVELS: dict[str, tuple[int, ...]] = {
    Role.GRID_WORKER: _GRIDS,
    Role.VOLUNTEER: _GRIDS,
    Role.GRID_HEAD: (Level.VILLAGE, Level.GRID),
    Role.VILLAGE_MEDIATOR: (Level.VILLAGE,),
    Role.VILLAGE_SECRETARY: (Level.VILLAGE,),
    Role.TOWNSHIP_CLERK: (Level.TOWNSHIP,),
    Role.POLITICAL_LEGAL_MEMBER: (Level.TOWNSHIP,),
    Role.TOWNSHIP_MEDIATOR: (Level.TOWNSHIP,),
    Role.COUNTY_CENTRE: (Level.COUNTY,),
    Role.COUNTY_LEADER: (Level.COUNTY,),
    Role.ADVISER: (Level.COUNTY,),
    Role.AUDITOR: (Level.COUNTY,),
    Role.SECURITY_OFFICER: (Level.COUNTY,),
    Role.SYSTEM_ADMINISTRATOR: (Level.COUNTY,),
}

# How many hold the role at one place. What is missing here has SEATS_AT_MOST.
SEATS: dict[str, int] = {
    Role.GRID_WORKER: 3,
    Role.GRID_HEAD: 1,
    Role.VILLAGE_SECRETARY: 1,
    Role.POLITICAL_LEGAL_MEMBER: 1,
    Role.SYSTEM_ADMINISTRATOR: 2,
    Role.SECURITY_OFFICER: 2,
    Role.AUDITOR: 2,
}
SEATS_AT_MOST = 500
DAYS_AHEAD = 366


def seats_for(role: str) -> int:
    """How many people may hold `role` at one place at the same time."""
    return SEATS.get(role, SEATS_AT_MOST)


def stands_at(role: str, level: int) -> bool:
    """Whether `role` is held at an area of this level."""
    return level in LEVELS.get(role, ())


def username_stem(name: str) -> str:
    """A login to begin with: 王秀英 → wangxy."""
    syllables = [word.lower() for word in lazy_pinyin(name) if word.isascii() and word.isalpha()]
    if not syllables:
        return "user"
    return (syllables[0] + "".join(word[0] for word in syllables[1:]))[:30].ljust(3, "0")


def overlaps(from_on: dt.date, to_on: dt.date | None, other_from: dt.date, other_to: dt.date | None) -> bool:
    """Whether two half-open intervals of days share a day; None is open."""
    return (to_on is None or other_from < to_on) and (other_to is None or from_on < other_to)


def classes_in(password: str) -> int:
    """How many of lower case, upper case, digits and other characters a password holds."""
    return sum(
        (
            any(c.islower() for c in password),
            any(c.isupper() for c in password),
            any(c.isdigit() for c in password),
            any(not c.isalnum() for c in password),
        )
    )


class Match(NamedTuple):
    """The step of time that a code belongs to, and by how many steps the phone's clock is off."""

    step: int
    drift: int


NEVER = Match(step=-1, drift=0)


def matching_step(key: str, code: str, *, at: dt.datetime, last: Match = NEVER) -> Match | None:
    """Where a one-time code (RFC 6238, 30 seconds, 6 digits) fits within a step before and after; None for nowhere.

    Args:
        key: the secret, hexadecimal.
        last: the match before this one; its code and older ones don't fit any more.
    """
    if not (code.isascii() and code.isdecimal()):
        return None
    phone = TOTP(bytes.fromhex(key), drift=last.drift)
    phone.time = at.timestamp()
    return Match(phone.t(), phone.drift) if phone.verify(int(code), 1, last.step + 1) else None


def wait_after(failures: int) -> dt.timedelta:
    """How long the next code has to wait after so many wrong ones: 1, 2, 4 … seconds, an hour at most."""
    return dt.timedelta(seconds=min(2 ** (min(failures, 20) - 1), 3600) if failures else 0)
