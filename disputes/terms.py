"""Which term counts for a case: the county's own rule nearest to it, in force on the day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import DateField, Q, QuerySet

from core.deadlines.rules import Rule
from core.tenancy.prepared import Given, Prepared
from disputes.choices import Level, Promise
from disputes.models import TermRule


class NoTerm(LookupError):
    """The county has no rule for something that is about to be promised."""


class Terms:
    """The county's rules in force on a day, asked for once and looked up many times."""

    def __init__(self, rules: Iterable[TermRule]) -> None:
        self._rules = {(rule.promise, rule.level, rule.kind_code): rule.rule for rule in rules}

    def find(self, promise: str, level: str, kind_code: str) -> Rule | None:
        """Its own kind before any kind, its own level before any level; None where the county has no rule."""
        for key in ((level, kind_code), ("", kind_code), (level, ""), ("", "")):
            if (found := self._rules.get((str(promise), *key))) is not None:
                return found
        return None

    def rule(self, promise: str, level: str, kind_code: str) -> Rule:
        """The rule, where there has to be one.

        Raises:
            NoTerm: there is none.
        """
        found = self.find(promise, level, kind_code)
        if found is None:
            raise NoTerm(f"no term for {promise} at {level} of kind {kind_code}")
        return found


def terms_on(day: dt.date, promises: Iterable[str]) -> Terms:
    """The rules in force on a day, in one query."""
    return Terms(_IN_FORCE(*sorted({str(promise) for promise in promises}), day=day))


def _in_force(*promises: str) -> QuerySet[TermRule]:
    day = Given("day", DateField())
    in_force = Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gt=day))
    return TermRule.objects.filter(in_force, promise__in=promises)


_IN_FORCE = Prepared(_in_force)


@dataclass(frozen=True, slots=True)
class Listed:
    """A rule as the county's page lists it: `next` takes its place on a day to come, `before` it had others."""

    rule: TermRule
    kind: str
    next: TermRule | None
    before: int
    is_general: bool


def terms_listed(today: dt.date, kinds: Mapping[str, str]) -> list[tuple[str, list[Listed]]]:
    """What counts today or is to count, grouped by what is promised; the general rule first. One query."""
    same: dict[tuple[str, str, str], list[TermRule]] = defaultdict(list)
    for rule in TermRule.objects.order_by("valid_from"):
        same[rule.promise, rule.level, rule.kind_code].append(rule)
    listed: dict[str, list[Listed]] = defaultdict(list)
    for (promise, level, kind), rules in same.items():
        standing = [rule for rule in rules if rule.valid_to is None or rule.valid_to > today]
        if not standing:
            continue
        current = standing[0]
        listed[promise].append(
            Listed(
                rule=current,
                kind=kinds.get(kind, kind),
                next=standing[1] if len(standing) > 1 else None,
                before=len(rules) - len(standing),
                is_general=not level and not kind,
            )
        )
    levels = ["", *Level.values]
    return [
        (
            str(promise.label),
            sorted(listed[promise], key=lambda row: (levels.index(row.rule.level), row.rule.kind_code)),
        )
        for promise in Promise
        if promise in listed
    ]


def history_of(rule: TermRule) -> list[TermRule]:
    """The rules for the same promise, level and kind, the latest first."""
    same = TermRule.objects.filter(promise=rule.promise, level=rule.level, kind_code=rule.kind_code)
    return list(same.order_by("-valid_from"))
