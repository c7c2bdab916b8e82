"""Who can be paired with doors: members of the county's units. Finding them, and how many doors each one has."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts import finding
from accounts.choices import Role
from accounts.models import Membership, Post, Staff
from accounts.selectors import on_day
from core.paths.ranges import within
from core.permissions.abilities import abilities_of
from core.permissions.actor import Actor
from households.models import Liaison
from households.policies import MINE, PAIR
from households.selectors import pairs_on


def cadres_on(day: dt.date) -> QuerySet[Staff]:
    """Everybody of the county who belongs to a unit on a day and holds a post that visits. Departments of the county
    go to every township."""
    members = Membership.objects.filter(on_day(day))
    return Staff.objects.filter(left_on=None, pk__in=members.values("staff_id")).filter(
        pk__in=_visiting(day).values("staff_id")
    )


def _visiting(day: dt.date) -> QuerySet[Post]:
    """Posts whose holders see the doors that they are paired with."""
    return Post.objects.filter(on_day(day), role__in=[role for role in Role if MINE in abilities_of(role)])


def find_cadre(words: str, *, on: dt.date) -> Staff:
    """A cadre by account, by `姓名（账号）` or by a name that only one bears.

    Raises:
        NotFound: none, or more than one.
    """
    try:
        return finding.find_among(words, cadres_on(on))
    except finding.NotClear:
        raise
    except finding.NotFound as error:
        raise finding.NotFound(
            _("没有找到“%(words)s”，请填写本县有单位、有岗位的人员的姓名或账号。") % {"words": words.strip()}
        ) from error


def cadre_options(words: str, *, on: dt.date) -> list[str]:
    """Suggestions while somebody types."""
    return finding.options_among(words, cadres_on(on))


def loads_of(staff_ids: Iterable[UUID], *, on: dt.date) -> dict[UUID, int]:
    """Cadre → how many doors they have on a day, wherever these lie; those who have none stand there with 0."""
    wanted = list(staff_ids)
    held = pairs_on(on).filter(staff_id__in=wanted).order_by().values("staff_id").annotate(n=Count("pk"))
    counts = {row["staff_id"]: row["n"] for row in held}
    return {staff_id: counts.get(staff_id, 0) for staff_id in wanted}


@dataclass(frozen=True, slots=True)
class Stranded:
    """Somebody who has doors and can't go on with them."""

    staff: Staff
    count: int
    why: str


def stranded(actor: Actor, *, on: dt.date) -> list[Stranded]:
    """Cadres with doors on the actor's ground who left, belong to no unit or hold no post any more: 须交接."""
    pairs = pairs_on(on).filter(within("path", *actor.paths_for(PAIR)))
    return stranded_among(pairs, on=on)


def stranded_among(pairs: QuerySet[Liaison], *, on: dt.date) -> list[Stranded]:
    """Of these pairs, those whose cadre can't go on with them; counted by cadre, the most first."""
    member = Membership.objects.filter(on_day(on), tenant_id=OuterRef("tenant_id"), staff_id=OuterRef("pk"))
    held = _visiting(on).filter(tenant_id=OuterRef("tenant_id"), staff_id=OuterRef("pk"))
    staff = (
        Staff.objects.filter(pk__in=pairs.order_by().values("staff_id"))
        .annotate(is_member=Exists(member), has_post=Exists(held))
        .filter(Q(left_on__isnull=False) | Q(is_member=False) | Q(has_post=False))
    )
    people = {one.pk: one for one in staff}
    counts = (
        pairs.filter(staff_id__in=people)
        .order_by()
        .values("staff_id")
        .annotate(n=Count("pk"))
        .order_by("-n", "staff__name", "staff_id")
    )
    return [
        Stranded(people[row["staff_id"]], row["n"], _why(people[row["staff_id"]]))
        for row in counts.values("staff_id", "n")
    ]


def _why(staff: Staff) -> str:
    if staff.left_on is not None:
        return _("%(day)s离岗") % {"day": staff.left_on}
    if not staff.is_member:  # type: ignore[attr-defined]  # annotated above
        return _("不在任何单位")
    return _("没有可走访的岗位")
