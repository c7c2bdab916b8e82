"""Whether somebody may do something to a row because it was opened to them by name. Pure: grants are handed in."""

import datetime as dt
from collections.abc import Iterable

from core.grants.models import NamedGrant
from core.permissions.actor import ActingPost, Actor
from core.permissions.verdict import Verdict


def may_by_name(
    actor: Actor, ability: str, grants: Iterable[NamedGrant], *, on: dt.date, refusal: str
) -> Verdict:
    """Yes under the post that carries `ability`, where one of the row's `grants` names the actor or that post's unit.

    Args:
        grants: the row's, from `selectors.grants_of` (their permissions loaded).
        refusal: what a clerk is told otherwise.
    """
    for grant in grants:
        if grant.is_in_force_on(on) and grant.ability == ability:
            post = _post_named(actor, ability, grant)
            if post is not None:
                return Verdict.yes(post)
    return Verdict.no(refusal)


def _post_named(actor: Actor, ability: str, grant: NamedGrant) -> ActingPost | None:
    posts = [post for post in actor.posts if ability in post.abilities]
    if grant.unit_id is not None:
        return next((post for post in posts if post.unit_id == grant.unit_id), None)
    return posts[0] if posts and grant.user_id == actor.user_id else None
