"""Are two cases the same dispute? A proposal with reasons; only a person merges."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

WITHIN_DAYS: Final = 90
LIKELY: Final = 60


@dataclass(frozen=True, slots=True)
class Person:
    """A party for comparing: never the number itself, only its blind index.

    Attributes:
        key: blind index of the ID number or credit code, "" where unknown.
        name, village: for parties without a number; village as its area path or code.
    """

    name: str
    village: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Weights:
    """Points; a county may shift them. The sum of all is 100."""

    both_sides: int = 60
    one_party: int = 35
    place: int = 15
    kind: int = 10
    days: int = 15

    def most(self) -> int:
        return self.both_sides + self.place + self.kind + self.days


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is compared of a case: who, where, what kind, since when."""

    parties: tuple[Person, ...]
    grid: str
    kind: str
    on: dt.date
    place: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A score from 0 to 100 and why, in words for a clerk."""

    score: int
    reasons: tuple[str, ...] = ()

    @property
    def is_likely(self) -> bool:
        return self.score >= LIKELY


NOTHING: Final = Likeness(0)
DEFAULT: Final = Weights()


def likeness(
    one: Sketch, other: Sketch, *, within_days: int = WITHIN_DAYS, weights: Weights = DEFAULT
) -> Likeness:
    """How likely two cases are one. The same both ways round; without a common party it is 0, whatever else agrees.

    Args:
        within_days: registered further apart than this, they count as two.
    """
    shared = shared_parties(one.parties, other.parties)
    days = abs((one.on - other.on).days)
    if not shared or days > within_days:
        return NOTHING
    score, reasons = 0, []
    names = "、".join(shared)
    if len(shared) >= 2:
        score += weights.both_sides
        reasons.append(_("当事人相同：{}").format(names))
    else:
        score += weights.one_party
        reasons.append(_("有共同当事人：{}").format(names))
    if one.place and _bare(one.place) == _bare(other.place):
        score += weights.place
        reasons.append(_("地点相同：{}").format(one.place))
    elif one.grid and one.grid == other.grid:
        score += weights.place // 2
        reasons.append(_("同一网格"))
    if one.kind == other.kind:
        score += weights.kind
        reasons.append(_("纠纷类型相同"))
    near = weights.days * (within_days - days) // within_days if within_days else weights.days
    if near:
        score += near
        reasons.append(_("登记相隔{}天").format(days))
    return Likeness(min(100, score * 100 // max(1, weights.most())), tuple(reasons))


def shared_parties(one: Iterable[Person], other: Iterable[Person]) -> tuple[str, ...]:
    """Names of those who stand in both, each person counted once, in a fixed order.

    Two numbers decide where both are known; else name and village together. A name alone says nothing.
    """
    left, found = list(other), []
    for person in sorted(one, key=_order):
        for candidate in sorted(left, key=_order):
            if is_same(person, candidate):
                left.remove(candidate)
                found.append(min(person.name, candidate.name))
                break
    return tuple(sorted(found))


def is_same(one: Person, other: Person) -> bool:
    """One and the same party, as far as one can tell."""
    if one.key and other.key:
        return one.key == other.key
    return bool(one.name and one.village) and (_bare(one.name), one.village) == (
        _bare(other.name),
        other.village,
    )


def _order(person: Person) -> tuple[bool, str, str, str]:
    return (not person.key, person.key, person.name, person.village)


def _bare(text: str) -> str:
    return "".join(text.split()).casefold()
