"""Reads about people and their posts."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateField, F, OuterRef, Prefetch, Q, QuerySet, UUIDField
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from accounts.choices import OFFICERS, Role, SlipPurpose
from accounts.codes import digest_of
from accounts.models import CountyLogin, Deputy, Membership, Post, Proposal, SignIn, Slip, Staff, Unit, User
from core.paths.ranges import within
from core.permissions.abilities import abilities_of
from core.permissions.actor import ActingPost, Actor
from core.tenancy.context import in_tenant
from core.tenancy.prepared import Given, Prepared


def on_day(day: dt.date | Given, prefix: str = "") -> Q:
    """Rows of an interval model in force on `day`."""
    return Q(**{f"{prefix}from_on__lte": day}) & (
        Q(**{f"{prefix}to_on": None}) | Q(**{f"{prefix}to_on__gt": day})
    )


def posts_held(staff: Staff, *, on: dt.date) -> QuerySet[Post]:
    """Posts of `staff` held on the day `on`."""
    return Post.objects.filter(on_day(on), staff=staff)


def posts_covered(staff: Staff, *, on: dt.date) -> QuerySet[Post]:
    """Posts that `staff` covers as a deputy on the day `on`; a post that ended is covered by nobody."""
    return Post.objects.filter(on_day(on), on_day(on, "deputies__"), deputies__staff=staff)


def actor_for(user: User, *, tenant: int, on: dt.date) -> Actor | None:
    """The actor a signed-in user is in the open county on the day `on`; None where the county does not know them.

    One statement: the person, the posts held, the posts covered (their titles end in （代）).
    """
    rows = _ACTING(user=user.pk, on=on)
    if not rows:
        return None
    person_id, name, held, covered = rows[0]
    posts = [
        _acting(UUID(one["id"]), one["role"], one["path"], one["unit_id"], deputy=deputy)
        for deputy, told in ((False, held), (True, covered))
        for one in sorted(told, key=lambda one: str(one["id"]))
    ]
    return Actor(tenant=tenant, user_id=user.pk, person_id=person_id, name=name, posts=tuple(posts))


def _acting_rows() -> QuerySet[Any, Any]:
    """The person, the posts held and the posts covered of one login on one day."""
    user, on = Given("user", UUIDField()), Given("on", DateField())
    staff = Staff.objects.filter(Q(left_on=None) | Q(left_on__gt=on), user=user).order_by()
    own: dict[str, Any] = {"tenant_id": OuterRef("tenant_id"), "staff_id": OuterRef("pk")}
    held = Post.objects.filter(on_day(on), **own)
    covering = Deputy.objects.filter(on_day(on), on_day(on, "post__"), **own)
    told = {"held": _told(held, ""), "covered": _told(covering, "post__")}
    return staff.annotate(**told).values_list("pk", "name", *told)


def _told(rows: QuerySet[Any], to_post: str) -> ArraySubquery:
    of_post = {name: F(f"{to_post}{name}") for name in ("id", "role", "path", "unit_id")}
    return ArraySubquery(rows.order_by().values(told=JSONObject(**of_post)))


_ACTING = Prepared(_acting_rows)


def _acting(post_id: UUID, role: str, path: str | None, unit_id: str | None, *, deputy: bool) -> ActingPost:
    title = str(Role(role).label)
    return ActingPost(
        id=post_id,
        role=role,
        title=_("%(title)s（代）") % {"title": title} if deputy else title,
        path=path,
        unit_id=UUID(unit_id) if unit_id else None,
        abilities=abilities_of(role),
    )


def counties_of(user: User) -> list[CountyLogin]:
    """The open counties a user works in, in the order of their codes."""
    return list(
        CountyLogin.objects.filter(user=user, county__is_open=True)
        .select_related("county")
        .order_by("county_id")
    )


def sign_ins_of(user_id: UUID) -> QuerySet[SignIn]:
    """A user's tries to sign in, latest first."""
    return SignIn.objects.filter(user_id=user_id).order_by("-at")


def posts_seen_by(actor: Actor) -> QuerySet[Post]:
    """Posts in the areas and units that the actor reaches."""
    paths = actor.paths_for("accounts.view")
    return Post.objects.filter(within("path", *paths) | within("unit__path", *paths)).select_related(
        "staff", "unit"
    )


def units_seen_by(actor: Actor) -> QuerySet[Unit]:
    return Unit.objects.filter(within("path", *actor.paths_for("accounts.view"))).order_by("path", "name")


def staff_seen_by(actor: Actor) -> QuerySet[Staff]:
    """People with a post or a unit within the actor's reach, ever; county-wide people also those without."""
    paths = actor.paths_for("accounts.view")
    if str(actor.tenant) in paths:
        return Staff.objects.all()
    posts = Post.objects.filter(within("path", *paths) | within("unit__path", *paths))
    members = Membership.objects.filter(within("unit__path", *paths))
    return Staff.objects.filter(
        Q(pk__in=posts.values("staff_id")) | Q(pk__in=members.values("staff_id")) | Q(pk=actor.person_id)
    )


def search_staff(rows: QuerySet[Staff], words: str) -> QuerySet[Staff]:
    """By part of the name, or by the beginning of its pinyin initials."""
    words = words.strip()
    if not words:
        return rows
    if words.isascii():
        lowered = words.lower()
        return rows.filter(Q(initials__gte=lowered, initials__lt=lowered + "~"))
    return rows.filter(name__contains=words)


def places_of(staff_id: UUID, *, on: dt.date) -> set[str]:
    """Paths where a person stands on or after the day `on`: their unit's and their posts'."""
    later = Q(to_on=None) | Q(to_on__gt=on)
    units = Membership.objects.filter(later, staff_id=staff_id).values_list("unit__path", flat=True)
    posts = Post.objects.filter(later, staff_id=staff_id).values_list("path", "unit__path")
    return {*units, *(path or unit_path for path, unit_path in posts)} - {None}


def is_officer(staff_id: UUID, *, on: dt.date) -> bool:
    """Whether a person is, will be or is proposed to be one of the three officers."""
    return staff_id in officers_among([staff_id], on=on)


def officers_among(staff_ids: Iterable[UUID], *, on: dt.date) -> set[UUID]:
    """Who of these people is, will be or is proposed to be one of the three officers."""
    people, later = list(staff_ids), Q(to_on=None) | Q(to_on__gt=on)
    posts = Post.objects.filter(later, staff_id__in=people, role__in=OFFICERS)
    proposals = Proposal.objects.filter(staff_id__in=people, settled_at=None)
    return {*posts.values_list("staff_id", flat=True), *proposals.values_list("staff_id", flat=True)}


def heads_unit_of(head_id: UUID, staff_id: UUID, *, on: dt.date) -> bool:
    """Whether one person heads the unit to which the other belongs on the day `on`."""
    units = Membership.objects.filter(on_day(on), staff_id=staff_id).values("unit_id")
    return Membership.objects.filter(on_day(on), staff_id=head_id, is_head=True, unit_id__in=units).exists()


def current_membership(staff: Staff, *, on: dt.date) -> Membership | None:
    return Membership.objects.filter(on_day(on), staff=staff).select_related("unit").first()


def holders_at(paths: Iterable[str], *, on: dt.date, roles: Iterable[str] = ()) -> QuerySet[Post]:
    """Who holds which post at exactly these areas on the day `on`, with deputies in force, for boards and panels."""
    posts = Post.objects.filter(on_day(on), path__in=list(paths)).select_related("staff")
    if wanted := list(roles):
        posts = posts.filter(role__in=wanted)
    deputies = Deputy.objects.filter(on_day(on)).select_related("staff")
    return posts.prefetch_related(Prefetch("deputies", deputies, to_attr="deputies_now")).order_by(
        "path", "role", "seat_number"
    )


def failures_since(moment: dt.datetime, *, ip: str | None = None, username: str | None = None) -> int:
    """Failed tries since then from an address, or for a login whether it exists or not."""
    rows = SignIn.objects.filter(ok=False, at__gt=moment)
    return (rows.filter(ip=ip) if username is None else rows.filter(username=username)).count()


def slip_bearer(username: str, code: str, *, at: dt.datetime) -> tuple[int, UUID] | None:
    """Whose slip this is: the county and the slip, looked for in each county of the login; None for a wrong pair.

    Runs outside any county. The digest is compared by the database on a row that the login already names.
    """
    digest = digest_of(code)
    for county in CountyLogin.objects.filter(user__username=username).values_list("county_id", flat=True):
        with in_tenant(county):
            slip = (
                Slip.objects.filter(
                    staff__user__username=username,
                    digest=digest,
                    used_at=None,
                    cancelled_at=None,
                    expires_at__gt=at,
                )
                .exclude(purpose=SlipPurpose.RECOVERY)
                .exclude(needs_countersign=True, countersigned_at=None)
                .first()
            )
        if slip is not None:
            return county, slip.pk
    return None


def recovery_codes_left(staff_id: UUID) -> int:
    """How many recovery codes still work."""
    return Slip.objects.filter(
        staff_id=staff_id, purpose=SlipPurpose.RECOVERY, used_at=None, cancelled_at=None
    ).count()


def upcoming_or_held(staff: Staff, *, on: dt.date) -> QuerySet[Post]:
    """Posts that `staff` holds on `on` or will hold."""
    return (
        Post.objects.filter(Q(to_on=None) | Q(to_on__gt=on), staff=staff)
        .select_related("staff", "unit")
        .order_by("from_on", "role")
    )


def history_of(staff: Staff) -> QuerySet[Post]:
    """Every post of a person, latest first, each with its deputies."""
    deputies = Deputy.objects.select_related("staff").order_by("-from_on")
    return (
        Post.objects.filter(staff=staff)
        .select_related("staff", "unit")
        .prefetch_related(Prefetch("deputies", deputies))
        .order_by("-from_on", "role")
    )


def filter_units(
    units: QuerySet[Unit], *, on: dt.date, words: str = "", kind: str = "", closed_too: bool = False
) -> QuerySet[Unit]:
    if not closed_too:
        units = units.filter(Q(valid_to=None) | Q(valid_to__gt=on))
    if kind:
        units = units.filter(kind=kind)
    if words.strip():
        units = units.filter(Q(name__contains=words.strip()) | Q(abbreviation__contains=words.strip()))
    return units


def members_of(unit: Unit, *, on: dt.date) -> QuerySet[Membership]:
    """Who belongs to the unit on a day, heads first."""
    return (
        Membership.objects.filter(on_day(on), unit=unit)
        .select_related("staff__user")
        .order_by("-is_head", "staff__name")
    )


def open_proposals() -> QuerySet[Proposal]:
    return Proposal.objects.filter(settled_at=None).select_related("staff", "proposed_by", "post")


def settled_proposals() -> QuerySet[Proposal]:
    rows = Proposal.objects.exclude(settled_at=None).select_related("staff", "proposed_by", "settled_by")
    return rows.order_by("-settled_at")


def slips_to_countersign(*, at: dt.datetime) -> QuerySet[Slip]:
    return Slip.objects.filter(
        needs_countersign=True, countersigned_at=None, used_at=None, cancelled_at=None, expires_at__gt=at
    ).select_related("staff", "issued_by")


def officers_now(*, on: dt.date) -> QuerySet[Post]:
    """Who the three officers are."""
    return Post.objects.filter(on_day(on), role__in=OFFICERS).select_related("staff").order_by("role")


def officer_post_of(staff: Staff, role: str, *, on: dt.date) -> Post | None:
    rows = Post.objects.filter(Q(to_on=None) | Q(to_on__gt=on), staff=staff, role=role)
    return rows.select_related("staff", "unit").order_by("from_on").first()
