"""Cases that may be the same dispute, proposed with reasons; only a person joins them."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from core.paths.ranges import within
from core.permissions.actor import Actor
from core.rules.codes import written
from core.workcalendar.rules import day_of
from disputes.choices import PARTIES, Level
from disputes.models import Case, Party
from disputes.rules.levels import seat_of
from disputes.rules.similarity import WITHIN_DAYS, Likeness, Person, Sketch, likeness
from disputes.selectors import cases_seen_by

LOOKED_AT = 200
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Like:
    """Another open case and why it may be the same one."""

    case: Case
    likeness: Likeness


def cases_like(case: Case, actor: Actor, *, on: dt.date) -> list[Like]:
    """Open cases of the same village within the actor's sight that resemble this one, the likeliest first."""
    village = seat_of(case.path, Level.VILLAGE)
    since = case.registered_at - dt.timedelta(days=WITHIN_DAYS)
    near = (
        cases_seen_by(actor, on=on)
        .filter(within("path", village), registered_at__gte=since)
        .exclude(pk=case.pk)
        .exclude(state__in=("CLOSED", "MERGED"))
        .order_by("-registered_at")[:LOOKED_AT]
    )
    others = list(near)
    people = _people([case, *others], village)
    own = _sketch(case, people)
    found = [Like(other, likeness(own, _sketch(other, people))) for other in others]
    found = [one for one in found if one.likeness.score]
    return sorted(found, key=lambda one: -one.likeness.score)[:SHOWN]


def case_called(words: str, actor: Actor, *, on: dt.date) -> Case | None:
    """The case of a number or a code, within the actor's sight."""
    seen = cases_seen_by(actor, on=on)
    code = written(words)
    found: Case | None = (seen.filter(code=code) if code else seen.filter(number=words.strip())).first()
    return found


def _people(cases: list[Case], village: str) -> dict[UUID, list[Person]]:
    people: dict[UUID, list[Person]] = {}
    rows = Party.objects.filter(case_id__in=[case.pk for case in cases], side__in=PARTIES)
    for case_id, name, key in rows.values_list("case_id", "name", "id_number_index"):
        people.setdefault(case_id, []).append(Person(name=name, village=village, key=key))
    return people


def _sketch(case: Case, people: dict[UUID, list[Person]]) -> Sketch:
    return Sketch(
        parties=tuple(people.get(case.pk, ())),
        grid=case.path,
        kind=case.kind_code,
        on=day_of(case.registered_at),
        place=case.place,
    )
