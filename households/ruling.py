"""Which of the county's rules counts on a day."""

import datetime as dt
from typing import Any

from django.db.models import Q

from households.models import LiaisonRule
from households.rules.settings import NUMBERS
from households.seed import liaison_rule


def rule_on(day: dt.date) -> LiaisonRule:
    """The rule in force on a day; the product's own, unsaved, where the county has none."""
    in_force = Q(valid_to=None) | Q(valid_to__gt=day)
    rule: LiaisonRule | None = LiaisonRule.objects.filter(in_force, valid_from__lte=day).first()
    return rule or LiaisonRule(valid_from=day, **liaison_rule())


def last_rule(today: dt.date) -> LiaisonRule:
    """The rule that no other one follows, in force or to come: what a change begins from."""
    rule: LiaisonRule | None = LiaisonRule.objects.filter(valid_to=None).first()
    return rule or LiaisonRule(valid_from=today - dt.timedelta(days=1), **liaison_rule())


def rules_listed(today: dt.date) -> tuple[LiaisonRule, list[LiaisonRule]]:
    """The rule in force, and all of them, the latest first."""
    rules = list(LiaisonRule.objects.order_by("-valid_from"))
    current = next((rule for rule in rules if rule.is_in_force(today)), None)
    if current is not None:
        return current, rules
    standing = rule_on(today)
    return standing, [*rules, standing]


def settings_of(rule: LiaisonRule) -> dict[str, Any]:
    """What a rule says, by name."""
    return {name: getattr(rule, name) for name in (*NUMBERS, "demand_unit", "request_unit")}
