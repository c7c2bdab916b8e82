"""Which of the county's rules counts on a day."""

import datetime as dt

from django.db.models import Q

from households.models import LiaisonRule
from households.seed import liaison_rule


def rule_on(day: dt.date) -> LiaisonRule:
    """The rule in force on a day; the product's own, unsaved, where the county has none."""
    in_force = Q(valid_to=None) | Q(valid_to__gt=day)
    rule: LiaisonRule | None = LiaisonRule.objects.filter(in_force, valid_from__lte=day).first()
    return rule or LiaisonRule(valid_from=day, **liaison_rule())
