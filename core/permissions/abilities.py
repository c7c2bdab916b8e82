"""Reads the one table of abilities by role, which the roof owns because only the roof sees every room."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string


@cache
def abilities_of(role: str) -> frozenset[str]:
    """Abilities of a role, by `settings.ABILITIES` (a dotted path to a dict of role → abilities)."""
    return frozenset(import_string(settings.ABILITIES).get(role, ()))
