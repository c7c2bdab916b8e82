"""Who settles what the county has settled, and who pairs."""

from typing import Final

from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from core.permissions.verdict import Verdict

SETTINGS: Final = "households.settings"
PAIR: Final = "households.pair"
UNIT: Final = "households.unit"  # looks after the pairs of one's own unit


def may_change_settings(actor: Actor) -> Verdict:
    """Rules of the county, quotas and leaders' grids."""
    if actor.is_system:
        return Verdict.yes()
    post = actor.post_for(SETTINGS, str(actor.tenant))
    return Verdict.yes(post) if post else Verdict.no(_("由县综治中心维护。"))


def may_pair(actor: Actor, *, path: str) -> Verdict:
    """Pair doors of this place with cadres, and give pairs from hand to hand."""
    if actor.is_system:
        return Verdict.yes()
    post = actor.post_for(PAIR, path)
    return Verdict.yes(post) if post else Verdict.no(_("由本辖区综治中心安排包联。"))
