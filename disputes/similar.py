"""Disputes that may be the one being registered: same people, near in time. Proposed while somebody types, never joined."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

from django.db.models import Q

from core.crypto.fields import BlindIndexField
from core.permissions.actor import Actor
from core.tenancy.lookups import among
from core.workcalendar.rules import day_of
from disputes.choices import PARTIES, Level, State
from disputes.entering import PartyEntry
from disputes.models import Case, Party
from disputes.queue import seen_in_lists
from disputes.rules.levels import seat_of
from disputes.rules.similarity import WITHIN_DAYS, Likeness, Person, Sketch, likeness
from disputes.selectors import found_by

LOOKED_AT: Final = 60
SHOWN: Final = 5
LEAST: Final = 30


@dataclass(frozen=True, slots=True)
class Similar:
    """A case that stands already, and why it may be the same dispute."""

    case: Case
    likeness: Likeness


def similar_to(
    parties: Sequence[PartyEntry], *, path: str, kind: str, place: str, actor: Actor, at: dt.datetime
) -> list[Similar]:
    """Cases within the actor's sight that what is being typed resembles, the likeliest first; two queries.

    A party is the same by ID number, by phone, or by name within the village.
    """
    people = [party for party in parties if party.name.strip() and party.side in PARTIES]
    if not people or not path:
        return []
    candidates = _candidates(people, actor, at)
    if not candidates:
        return []
    village, day = seat_of(path, Level.VILLAGE), day_of(at)
    known: dict[object, list[Party]] = {case.pk: [] for case in candidates}
    for party in Party.objects.filter(case_id__in=list(known), side__in=PARTIES).order_by("position"):
        known[party.case_id].append(party)
    found = []
    for case in candidates:
        there = Sketch((), case.path, case.kind_code, day_of(case.registered_at), case.place)
        likely = max(
            (
                likeness(
                    Sketch(_typed(people, village, by), path, kind, day, place),
                    replace(there, parties=_known(known[case.pk], case, by)),
                )
                for by in ("id_number", "phone")
            ),
            key=lambda each: each.score,
        )
        if likely.score >= LEAST:
            found.append(Similar(case, likely))
    return sorted(found, key=lambda one: -one.likeness.score)[:SHOWN]


def _candidates(people: Sequence[PartyEntry], actor: Actor, at: dt.datetime) -> list[Case]:
    """Recent cases in which one of the people stands, by number, phone or name."""
    numbers = [party.id_number for party in people if party.id_number]
    phones = [party.phone for party in people if party.phone]
    hit = Q(pk__in=[])
    if numbers:
        hit |= Q(among(Party.objects.filter(id_number_index__in=numbers).values("case_id")))
    if phones:
        hit |= Q(among(Party.objects.filter(phone_index__in=phones).values("case_id")))
    since = at - dt.timedelta(days=WITHIN_DAYS)
    recent = Case.objects.filter(registered_at__gte=since)
    for name in {party.name.strip() for party in people}:
        named = found_by(recent, name).order_by("-registered_at").values("pk")[:LOOKED_AT]
        hit |= Q(among(named))
    seen = seen_in_lists(actor, on=day_of(at)).filter(hit, registered_at__gte=since)
    return list(seen.exclude(state=State.MERGED).order_by("-registered_at")[:LOOKED_AT])


def _typed(people: Sequence[PartyEntry], village: str, by: str) -> tuple[Person, ...]:
    index = cast(BlindIndexField, Party._meta.get_field(f"{by}_index"))
    return tuple(
        Person(name=party.name.strip(), village=village, key=str(index.digest(getattr(party, by))))
        for party in people
    )


def _known(people: Sequence[Party], case: Case, by: str) -> tuple[Person, ...]:
    village = seat_of(case.path, Level.VILLAGE)
    return tuple(
        Person(name=party.name, village=village, key=str(getattr(party, f"{by}_index"))) for party in people
    )
