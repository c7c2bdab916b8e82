"""Hand-overs as they are read: what would be given, why not on a day, who sees which."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from core.paths.ranges import within
from core.permissions.actor import Actor
from households.models import Handover, Liaison
from households.policies import PAIR


def pairs_to_give(staff_id: UUID, *, on: dt.date) -> list[Liaison]:
    """The pairs of a cadre that stand on a day or begin later."""
    last_day_on = Q(to_on=None) | Q(to_on__gt=on)
    return list(Liaison.objects.filter(last_day_on, staff_id=staff_id).order_by("path", "door_id"))


def why_not_on(pairs: Sequence[Liaison], on: dt.date) -> str:
    """Why these pairs can't change hands on a day; "" where they can."""
    if not pairs:
        return _("此人在这一天没有包联的户，不必交接。")
    if latest := max((pair.from_on for pair in pairs if pair.from_on >= on), default=None):
        return _("其中有%(day)s才开始的包联，交接日最早为%(next)s。") % {
            "day": latest,
            "next": latest + dt.timedelta(days=1),
        }
    if later := [pair for pair in pairs if pair.to_on is not None]:
        return _("其中%(n)s户自%(day)s起已另有安排，请先撤销，或把交接日定在这一天以后。") % {
            "n": len(later),
            "day": max(pair.to_on for pair in later if pair.to_on),
        }
    return ""


def earliest_day(pairs: Sequence[Liaison], today: dt.date) -> dt.date:
    """The first day on which all of these pairs can change hands."""
    begun = [pair.from_on + dt.timedelta(days=1) for pair in pairs]
    return max([today, *begun])


def handovers_seen_by(actor: Actor) -> QuerySet[Handover]:
    """Those of pairs on the actor's ground, and those they give or receive; the latest first."""
    there = Liaison.objects.filter(
        within("path", *actor.paths_for(PAIR)), tenant_id=OuterRef("tenant_id"), handover_id=OuterRef("pk")
    )
    own = Q(from_staff_id=actor.person_id) | Q(to_staff_id=actor.person_id)
    rows = Handover.objects.filter(Exists(there) | own)
    return rows.select_related("from_staff", "to_staff", "made_by").order_by("-on", "-made_at", "pk")


def waiting_for(staff_id: UUID) -> QuerySet[Handover]:
    """Hand-overs that somebody has to say they received."""
    return Handover.objects.filter(to_staff_id=staff_id, received_at=None)
