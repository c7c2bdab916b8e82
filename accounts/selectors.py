"""Reads about people and their posts."""

import datetime as dt

from django.db.models import Q, QuerySet

from accounts.models import Post, Staff, User
from core.permissions.abilities import abilities_of
from core.permissions.actor import ActingPost, Actor


def posts_held(staff: Staff, *, on: dt.date) -> QuerySet[Post]:
    """Posts of `staff` held on the day `on`."""
    return Post.objects.filter(Q(to_on=None) | Q(to_on__gt=on), staff=staff, from_on__lte=on)


def actor_for(user: User, *, tenant: int, on: dt.date) -> Actor | None:
    """The actor a signed-in user is in the open county on the day `on`; None where the county does not know them."""
    staff = Staff.objects.filter(user=user).first()
    if staff is None:
        return None
    posts = tuple(
        ActingPost(
            id=post.pk,
            role=post.role,
            title=str(post.get_role_display()),
            path=post.path,
            unit_id=None,
            abilities=abilities_of(post.role),
        )
        for post in posts_held(staff, on=on)
    )
    return Actor(tenant=tenant, user_id=user.pk, person_id=staff.pk, name=staff.name, posts=posts)
