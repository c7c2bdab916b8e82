"""Pairs follow a post: who takes the post over takes the doors over that hang on it."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.handing_over import Mover
from accounts.models import Post
from core.paths.ranges import within
from core.permissions.abilities import abilities_of
from core.permissions.actor import Actor
from core.workcalendar.rules import day_of
from households.actions.hand_over_pairs import hand_over_pairs
from households.models import Liaison
from households.policies import MINE


def pairs_of_post(post: Post, *, on: dt.date | None = None) -> QuerySet[Liaison]:
    """Open pairs of the holder on the post's ground, or of its unit; none where the post doesn't visit.

    Args:
        on: also those that end after that day.
    """
    if MINE not in abilities_of(post.role):
        return Liaison.objects.none()
    lasting = Q(to_on=None) if on is None else Q(to_on=None) | Q(to_on__gt=on)
    pairs = Liaison.objects.filter(lasting, staff_id=post.staff_id)
    return pairs.filter(within("path", post.path)) if post.path else pairs.filter(unit=post.unit)


def count_pairs(post: Post) -> int:
    """How many doors would change hands."""
    return pairs_of_post(post).count()


def move_pairs(*, old: Post, new: Post, on: dt.date, actor: Actor, at: dt.datetime) -> int:
    """Give the doors of a post to its next holder from the day on which they take it over."""
    day = max(on, day_of(at))  # a post may change hands as of a day gone by, what a door's months say may not
    pairs = list(pairs_of_post(old, on=day))
    if not pairs:
        return 0
    handover = hand_over_pairs(
        from_staff=old.staff,
        to_staff=new.staff,
        on=day,
        only=[pair.pk for pair in pairs],
        reason=_("随岗移交"),
        follows_a_post=True,
        actor=actor,
        at=at,
    )
    return handover.count


PAIRS = Mover(gettext_lazy("包联户"), count=count_pairs, move=move_pairs)
