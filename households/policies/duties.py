"""Who answers for the month's duties: whoever looks after the cadres of the ground, the head of the unit, the cadre."""

from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from core.permissions.actor import ActingPost, Actor
from core.permissions.verdict import Verdict
from households.policies.register import MINE

DUTIES: Final = "households.duties"  # looks after the duties of the ground
UNIT: Final = "households.unit"  # heads the cadres of the post's unit
LEAD: Final = "households.lead"  # leads grids and goes there each month
FIGURES: Final = "households.figures"  # reads how the ground stands


def units_headed(actor: Actor) -> set[UUID]:
    """The units whose cadres the actor answers for."""
    return {post.unit_id for post in actor.posts if UNIT in post.abilities and post.unit_id is not None}


def may_exempt(actor: Actor, *, path: str, unit_id: UUID | None) -> Verdict:
    """Spare a pair its visit of the month.

    Args:
        path, unit_id: the place of the duty, the unit of its pair.
    """
    if actor.is_system:
        return Verdict.yes()
    post = actor.post_for(DUTIES, path) or head_post(actor, unit_id)
    return Verdict.yes(post) if post else Verdict.no(_("由单位负责人或本辖区综治中心免予走访。"))


def may_explain(actor: Actor, *, path: str, unit_id: UUID | None, staff_id: UUID) -> Verdict:
    """Say why a visit was missed: the cadre, or who answers for them.

    Args:
        staff_id: whose duty it is.
    """
    if actor.person_id == staff_id and (post := actor.post_for(MINE)):
        return Verdict.yes(post)
    if verdict := may_exempt(actor, path=path, unit_id=unit_id):
        return verdict
    return Verdict.no(_("由包联干部本人或其单位负责人说明。"))


def head_post(actor: Actor, unit_id: UUID | None) -> ActingPost | None:
    """The post by which the actor answers for the cadres of a unit."""
    found = (post for post in actor.posts if UNIT in post.abilities and post.unit_id == unit_id)
    return next(found, None) if unit_id is not None else None
