"""Rows of the queue: what a case looks like in a list, on the page, as a sheet and on paper."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.places import place_names
from core.crypto.masks import mask_name
from core.paths.ranges import depth_of
from core.permissions.actor import Actor
from core.workcalendar.rules import SHANGHAI, day_of, last_day
from disputes.choices import PARTIES, Card, Promise, Side, State, TimeGroup, Urgency
from disputes.models import Case, CaseKind, Party
from disputes.policies import VIEW, WORK
from disputes.queue import Horizon
from disputes.workflow import MAIN_STEP, move_named

CHUNK: Final = 500
NAMED: Final = 2  # so many names of a side stand in a row; the others are counted


@dataclass(frozen=True, slots=True)
class Lamp:
    """The time lamp of a row: a colour and always a word."""

    colour: str
    words: str


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One case as a list shows it.

    Attributes:
        applicants, respondents: names as the viewer may read them, the others counted.
        promise: what ends next, in words.
        next_step: the ordinary next step, in words, where it is the viewer's.
    """

    case: Case
    lamp: Lamp
    applicants: str
    respondents: str
    promise: str
    kind: str
    place: str
    next_step: str
    may_open: bool

    @property
    def short_kind(self) -> str:
        """The kind without the word that all of them end in."""
        return self.kind.removesuffix("纠纷") or self.kind

    @property
    def group(self) -> TimeGroup:
        return TimeGroup(self.case.time_group)  # type: ignore[attr-defined]  # annotated by `ordered`


def lamp_of(due: dt.datetime | None, warn: dt.datetime | None, state: str, horizon: Horizon) -> Lamp:
    """Late, near or in time, counted in days as the county's clock shows them."""
    if due is None:
        return Lamp("off", _("中止") if state == State.PAUSED else _("无时限"))
    today, last = day_of(horizon.now), last_day(due)
    if due <= horizon.now:
        days = (today - last).days
        return Lamp("red", _("逾期 %(n)s 天") % {"n": days} if days else _("已逾期"))
    if due <= horizon.today_ends:
        local = due.astimezone(SHANGHAI)
        at = _("今日") if local.time() == dt.time.min else _("今日 %(at)s") % {"at": f"{local:%H:%M}"}
        return Lamp("yellow", at)
    near = warn is not None and warn <= horizon.now
    return Lamp("yellow" if near else "green", _("剩 %(n)s 天") % {"n": (last - today).days})


def queue_rows(
    cases: Sequence[Case], *, actor: Actor, horizon: Horizon, kinds: Mapping[str, str]
) -> list[QueueRow]:
    """Rows of some cases as `ordered` gives them, in two queries: their parties, their places."""
    people = _people([case.pk for case in cases])
    places = place_names(case.path for case in cases)
    return [_row(case, people[case.pk], places, actor, horizon, kinds) for case in cases]


def sheet_rows(
    cases: QuerySet[Case], *, actor: Actor, horizon: Horizon, kinds: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """The same as plain mappings for `exports.CASES`; memory stays flat however many there are."""
    found = iter(cases.iterator(chunk_size=CHUNK))
    while chunk := list(islice(found, CHUNK)):
        for row in queue_rows(chunk, actor=actor, horizon=horizon, kinds=kinds):
            yield _plain(row)


def kind_labels() -> dict[str, str]:
    """Code → label of every kind of the county, in its order."""
    return dict(CaseKind.objects.order_by("position", "code").values_list("code", "label"))


def _people(ids: list[UUID]) -> dict[UUID, list[Party]]:
    found: dict[UUID, list[Party]] = defaultdict(list)
    parties = Party.objects.filter(case_id__in=ids, side__in=PARTIES).order_by("position")
    for party in parties.only("id", "tenant_id", "case_id", "side", "name", "is_minor"):
        found[party.case_id].append(party)
    return found


def _row(
    case: Case,
    people: list[Party],
    places: Mapping[str, str],
    actor: Actor,
    horizon: Horizon,
    kinds: Mapping[str, str],
) -> QueueRow:
    due, warn, kind = case.next_due, case.next_warn, case.next_kind  # type: ignore[attr-defined]  # annotated
    in_full = case.is_own or (not case.is_restricted and actor.post_for(VIEW, case.path) is not None)  # type: ignore[attr-defined]  # annotated by `ordered`
    return QueueRow(
        case=case,
        lamp=lamp_of(due, warn, case.state, horizon),
        applicants=_named(people, (Side.APPLICANT,), in_full),
        respondents=_named(people, (Side.RESPONDENT, Side.THIRD), in_full),
        promise=str(Promise(kind).label) if kind in Promise.values else "",
        kind=kinds.get(case.kind_code, case.kind_code),
        place=_from_own_ground(places.get(case.path, ""), actor),
        next_step=_next_words(case, actor),
        may_open=in_full,
    )


def _next_words(case: Case, actor: Actor) -> str:
    step = MAIN_STEP.get(case.state)
    if not step or not actor.has(WORK) or case.waits:  # type: ignore[attr-defined]  # annotated by `ordered`
        return ""
    return _("下一步：%(step)s") % {"step": move_named(step).label}


def _from_own_ground(place: str, actor: Actor) -> str:
    """A place without what lies above the reader's own ground: a township's clerk knows their township."""
    own = {post.path for post in actor.posts if post.path}
    known = min(map(depth_of, own)) - 1 if len(own) == 1 else 0
    names = place.split(" › ")
    return " › ".join(names[min(max(known, 0), len(names) - 1) :])


def _named(people: list[Party], sides: tuple[str, ...], in_full: bool) -> str:
    own = [party for party in people if party.side in sides]
    shown = "、".join(
        party.name if in_full and not party.is_minor else mask_name(party.name) for party in own[:NAMED]
    )
    return _("%(names)s 等 %(n)s 人") % {"names": shown, "n": len(own)} if len(own) > NAMED else shown


def _plain(row: QueueRow) -> dict[str, Any]:
    case = row.case
    return {
        "id": case.pk,
        "lamp": row.lamp.words,
        "number": case.number or case.code,
        "title": case.title,
        "parties": " ↔ ".join(filter(None, (row.applicants, row.respondents))),
        "kind": row.kind,
        "place": row.place,
        "state": str(case.get_state_display()),
        "level": str(case.get_level_display()),
        "mediator": case.mediator.name if case.mediator else "",
        "risk": str(case.get_risk_display()),
        "urgency": "" if case.urgency == Urgency.ORDINARY else str(case.get_urgency_display()),
        "card": str(Card(case.card).label) if case.card else "",
        "people_count": case.people_count,
        "amount": case.amount,
        "source": str(case.get_source_display()),
        "registered_at": case.registered_at,
    }
