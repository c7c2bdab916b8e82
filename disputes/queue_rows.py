"""Rows of the queue: what a case looks like in a list, on the page, as a sheet and on paper."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.places import place_names
from core.crypto.masks import mask_name
from core.paths.ranges import depth_of
from core.permissions.actor import Actor
from core.tenancy.lookups import uuid_array
from core.tenancy.models import labels_of
from core.tenancy.prepared import Given, Prepared
from core.workcalendar.rules import SHANGHAI, day_of, last_day
from disputes.choices import PARTIES, Card, Promise, Risk, Side, State, TimeGroup, Urgency
from disputes.models import Case, CaseKind, Party
from disputes.policies import VIEW, WORK
from disputes.queue import CaseLine, Horizon, as_lines
from disputes.workflow import MAIN_STEP, move_named

CHUNK: Final = 500
NAMED: Final = 2  # so many names of a side stand in a row; the others are counted
_ASKING: Final = (Side.APPLICANT,)
_ASKED: Final = (Side.RESPONDENT, Side.THIRD)


@dataclass(frozen=True, slots=True)
class Lamp:
    """The time lamp of a row: a colour and always a word."""

    colour: str
    words: str


class Name(NamedTuple):
    """One of those between whom it is, as far as a list says it."""

    side: str
    name: str
    is_minor: bool


class QueueRow(NamedTuple):
    """One case as a list shows it.

    Attributes:
        group: the part of the queue.
        applicants, respondents: names as the viewer may read them, the others counted.
        promise: what ends next, in words.
        next_step: the ordinary next step, in words, where it is the viewer's.
    """

    case: CaseLine
    group: TimeGroup
    lamp: Lamp
    applicants: str
    respondents: str
    promise: str
    kind: str
    place: str
    state: str
    level: str
    next_step: str
    may_open: bool

    @property
    def short_kind(self) -> str:
        """The kind without the word that all of them end in."""
        return self.kind.removesuffix("纠纷") or self.kind

    @property
    def between(self) -> str:
        """Number, sides and place in one line."""
        sides = (
            f"{self.applicants or '—'} ↔ {self.respondents}" if self.respondents else self.applicants or "—"
        )
        return " · ".join(filter(None, (self.case.number or self.case.code, sides, self.place)))

    @property
    def tags(self) -> list[tuple[str, str]]:
        """What is out of the ordinary: colour ("" for none) and words."""
        case, shown = self.case, []
        if case.urgency != Urgency.ORDINARY:
            shown.append(("red", _words("urgency")[case.urgency]))
        if case.card:
            colour = "" if case.card == Card.ORDINARY else case.card.lower()
            shown.append((colour, _words("card")[case.card]))
        if case.risk == Risk.HIGH:
            shown.append(("", _("高风险")))
        if case.has_no_handler:
            shown.append(("red", _("无人接办")))
        return shown

    @property
    def cells(self) -> tuple[Any, ...]:
        """What the list's template unpacks: there a name costs a sixth of an attribute, and a page has a thousand."""
        case = self.case
        what = (case.id, case.revision, case.code, case.title, _address(case.id), self.tags, self.between)
        lamp = (self.lamp.colour, self.lamp.words) if case.is_open or self.promise else ("", "")
        where = (self.promise, self.short_kind, self.state, self.level, self.next_step)
        return (*what, *lamp, *where, case.mediator_name, case.registered_at)


def lamp_of(due: dt.datetime | None, warn: dt.datetime | None, state: str, horizon: Horizon) -> Lamp:
    """Late, near or in time, counted in days as the county's clock shows them."""
    if due is None:
        return Lamp("off", _("中止") if state == State.PAUSED else _("无时限"))
    today, last = day_of(horizon.now), last_day(due)
    if due <= horizon.now:
        return Lamp("red", _late((today - last).days))
    if due <= horizon.today_ends:
        local = due.astimezone(SHANGHAI)
        at = _("今日") if local.time() == dt.time.min else _("今日 %(at)s") % {"at": f"{local:%H:%M}"}
        return Lamp("yellow", at)
    near = warn is not None and warn <= horizon.now
    return Lamp("yellow" if near else "green", _left((last - today).days))


@cache
def _late(days: int) -> str:
    return _("逾期 %(n)s 天") % {"n": days} if days else _("已逾期")


@cache
def _left(days: int) -> str:
    return _("剩 %(n)s 天") % {"n": days}


def queue_rows(
    cases: Sequence[CaseLine], *, actor: Actor, horizon: Horizon, kinds: Mapping[str, str]
) -> list[QueueRow]:
    """Rows of some cases, in two queries: their parties, their places."""
    people = _people([case.id for case in cases])
    paths = {case.path for case in cases}
    above, steps = _levels_above(actor), _next_steps(actor)
    places = {path: _without(above, name) for path, name in place_names(paths).items()}
    open_paths = {path for path in paths if actor.post_for(VIEW, path) is not None}
    states, levels, promises = _words("state"), _words("level"), _promises()
    rows = []
    for case in cases:
        in_full = case.is_own or (not case.is_restricted and case.path in open_paths)
        those = people.get(case.id, ())
        rows.append(
            QueueRow(
                case=case,
                group=case.group,
                lamp=lamp_of(case.due, case.warn, case.state, horizon),
                applicants=_named(those, _ASKING, in_full),
                respondents=_named(those, _ASKED, in_full),
                promise=promises.get(case.promise["kind"], "") if case.promise else "",
                kind=kinds.get(case.kind_code, case.kind_code),
                place=places.get(case.path, ""),
                state=states[case.state],
                level=levels[case.level],
                next_step="" if case.waits else steps.get(case.state, ""),
                may_open=in_full,
            )
        )
    return rows


def sheet_rows(
    cases: QuerySet[Case], *, actor: Actor, horizon: Horizon, kinds: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """The same as plain mappings for `exports.CASES`, of what `queue.ordered` gives; memory stays flat however many there
    are."""
    found = map(CaseLine._make, as_lines(cases).iterator(chunk_size=CHUNK))
    while chunk := list(islice(found, CHUNK)):
        for row in queue_rows(chunk, actor=actor, horizon=horizon, kinds=kinds):
            yield _plain(row)


def kind_labels() -> dict[str, str]:
    """Code → label of every kind of the county, in its order."""
    return dict(_KINDS())


_KINDS = Prepared(lambda: CaseKind.objects.order_by("position", "code").values_list("code", "label"))


def _words(column: str) -> dict[str, str]:
    return labels_of(Case, column)


@cache
def _promises() -> dict[str | None, str]:
    return {value: str(label) for value, label in Promise.choices}


@lru_cache(maxsize=4096)
def _address(pk: UUID) -> str:
    return reverse("case", args=[pk])


def _people(ids: list[UUID]) -> dict[UUID, list[Name]]:
    found: dict[UUID, list[Name]] = defaultdict(list)
    for case, side, name, is_minor in _PEOPLE(cases=uuid_array(ids)) if ids else ():
        found[case].append(Name(side, name, is_minor))
    return found


_PEOPLE = Prepared(
    lambda: (
        Party.objects.filter(case_id__any_of=Given("cases"), side__in=PARTIES)
        .order_by("position")
        .values_list("case_id", "side", "name", "is_minor")
    )
)


def _next_steps(actor: Actor) -> dict[str, str]:
    """The ordinary next step by state, in words, for who takes steps."""
    if not actor.has(WORK):
        return {}
    return {
        state: _("下一步：%(step)s") % {"step": move_named(step).label} for state, step in MAIN_STEP.items()
    }


def _levels_above(actor: Actor) -> int:
    """How many levels of a place lie above the reader's own ground: a township's clerk knows their township."""
    own = {post.path for post in actor.posts if post.path}
    return max(min(map(depth_of, own)) - 1, 0) if len(own) == 1 else 0


def _without(above: int, place: str) -> str:
    names = place.split(" › ")
    return " › ".join(names[min(above, len(names) - 1) :])


def _named(people: Sequence[Name], sides: tuple[str, ...], in_full: bool) -> str:
    own = [party for party in people if party.side in sides]
    shown = "、".join(
        party.name if in_full and not party.is_minor else mask_name(party.name) for party in own[:NAMED]
    )
    return _("%(names)s 等 %(n)s 人") % {"names": shown, "n": len(own)} if len(own) > NAMED else shown


def _plain(row: QueueRow) -> dict[str, Any]:
    case = row.case
    return {
        "id": case.id,
        "lamp": row.lamp.words,
        "number": case.number or case.code,
        "title": case.title,
        "parties": " ↔ ".join(filter(None, (row.applicants, row.respondents))),
        "kind": row.kind,
        "place": row.place,
        "state": row.state,
        "level": row.level,
        "mediator": case.mediator_name or "",
        "risk": _words("risk")[case.risk],
        "urgency": "" if case.urgency == Urgency.ORDINARY else _words("urgency")[case.urgency],
        "card": _words("card")[case.card] if case.card else "",
        "people_count": case.people_count,
        "amount": case.amount,
        "source": _words("source")[case.source],
        "registered_at": case.registered_at,
    }
