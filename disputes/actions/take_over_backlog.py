"""A county that begins with a backlog brings its open cases in: written for many, their terms start that day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from core.audit.actions.record import Entry, record_many
from core.deadlines.actions.open_deadlines import open_deadlines
from core.permissions.actor import ActingPost, Actor
from core.permissions.verdict import Refused, require
from core.printing.actions.take_number import take_numbers
from core.rules.codes import new_code
from core.tenancy.ids import uuid7
from core.workcalendar.rules import SHANGHAI, day_of
from core.workcalendar.selectors import county_calendar
from disputes.actions.accept_case import NUMBER_KIND, NUMBER_TEMPLATE
from disputes.checking import OLDEST_LEDGER, require_amounts, require_day, require_sound
from disputes.choices import PARTIES, CommitteeKind, HandlerRole, Level, Side, State, Verb
from disputes.entering import CaseEntry, PartyEntry, check_parties, party_rows
from disputes.finding import tokens_for
from disputes.handing import takers_at
from disputes.log_codes import BACKLOG_TAKEN
from disputes.models import Case, CaseDeadline, CaseToken, Committee, Handler, Party, Step
from disputes.policies import may_change_settings
from disputes.rules.levels import seat_of
from disputes.stepping import openings_by_rule
from disputes.terms import terms_on
from disputes.workflow import move_named

BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class BacklogEntry:
    """An open case as it stood before.

    Attributes:
        level: who leads it now.
        since: when it was registered in the old ledger; kept in the timeline.
        mediator: who leads it in person, where that is known.
    """

    entry: CaseEntry
    parties: Sequence[PartyEntry]
    level: str
    since: dt.date | None = None
    mediator: Staff | None = None


@transaction.atomic
def take_over_backlog(*, entries: Sequence[BacklogEntry], actor: Actor, at: dt.datetime) -> list[Case]:
    """Bring them in. Where both sides are named and a committee stands at the level, a case is accepted and numbered at
    once and its terms of mediation start now; otherwise it waits to be accepted. `registered_at` is the day of import, so
    that no figure of a month gone by changes.

    Raises:
        Refused: not theirs, or an entry that can't be; the sentence says which.
    """
    post = require(may_change_settings(actor))
    day = day_of(at)
    committees = _committees({seat_of(one.entry.path, one.level) for one in entries})
    taken = _free_seats(entries, day)
    cases, parties = [], []
    for one in entries:
        case, people = _case(one, actor, at)
        seat = seat_of(case.path, case.level)
        sides = {person.side for person in people} & {Side.APPLICANT, Side.RESPONDENT}
        committee = committees.get(seat)
        case.has_no_handler = seat not in taken[case.level]
        if committee is not None and len(sides) == 2:
            case.state, case.revision, case.committee = State.ACCEPTED, 2, committee
            case.accepted_at = case.first_accepted_at = at
            case.mediator = one.mediator
        cases.append(case)
        parties += people
    _number(cases, actor, at)
    Case.objects.bulk_create(cases, batch_size=BATCH)
    Party.objects.bulk_create(parties, batch_size=BATCH)
    _steps(cases, entries, actor, post, at)
    _promise(cases, at)
    _lead(cases, at)
    _index(cases, parties)
    rows = [
        Entry.of(
            case,
            after={
                "title": case.title,
                "number": case.number,
                "state": str(case.get_state_display()),
                "level": str(case.get_level_display()),
                "since": one.since,
            },
        )
        for case, one in zip(cases, entries, strict=True)
    ]
    record_many(BACKLOG_TAKEN, actor=actor, post=post, at=at, rows=rows)
    return cases


def _case(one: BacklogEntry, actor: Actor, at: dt.datetime) -> tuple[Case, list[Party]]:
    entry = one.entry
    values = {name: getattr(entry, name) for name in CaseEntry.__dataclass_fields__}
    case = Case(
        id=uuid7(),
        code=new_code(),
        state=State.REGISTERED,
        level=one.level,
        revision=1,
        registered_by_id=actor.person_id,
        registered_at=at,
        level_since=at,
        **(values | {"is_backlog": True}),
    )
    people = party_rows(case, one.parties)
    if not case.title.strip() or not case.summary.strip():
        raise Refused(_("请填写纠纷名称和简要情况。"))
    if one.level not in Level.values or one.level == Level.TRADE:
        raise Refused(_("存量纠纷从村级、乡镇级或县级导入，转行业调委会在导入后办理。"))
    if not any(person.side in PARTIES for person in people):
        raise Refused(_("请至少登记一名当事人。"))
    require_day(_("发生日期"), case.occurred_on, at)
    require_day(_("原登记日"), one.since, at, earliest=OLDEST_LEDGER)
    require_amounts(case)
    check_parties(one.parties)
    for row in (case, *people):
        require_sound(row)
    return case, people


def _committees(seats: set[str]) -> dict[str, Committee]:
    standing = Committee.objects.filter(path__in=seats, valid_to=None).exclude(kind=CommitteeKind.TRADE)
    found: dict[str, Committee] = {}
    for committee in standing.order_by("valid_from", "id"):
        found.setdefault(committee.path, committee)
    return found


def _free_seats(entries: Sequence[BacklogEntry], day: dt.date) -> Mapping[str, set[str]]:
    seats: dict[str, set[str]] = defaultdict(set)
    for one in entries:
        seats[one.level].add(seat_of(one.entry.path, one.level))
    return takers_at(seats, on=day)


def _number(cases: Sequence[Case], actor: Actor, at: dt.datetime) -> None:
    """Numbers of this year, committee by committee, in the order of the sheet."""
    accepted: dict[UUID, list[Case]] = defaultdict(list)
    for case in cases:
        if case.committee is not None:
            accepted[case.committee.pk].append(case)
    for pk, rows in sorted(accepted.items()):
        committee = rows[0].committee
        numbers = take_numbers(
            organisation_id=pk,
            kind=NUMBER_KIND,
            year=at.astimezone(SHANGHAI).year,
            template=NUMBER_TEMPLATE,
            words={"abbr": committee.abbreviation if committee else ""},
            actor=actor,
            at=at,
            count=len(rows),
        )
        for case, number in zip(rows, numbers, strict=True):
            case.number = number.text


def _steps(
    cases: Sequence[Case],
    entries: Sequence[BacklogEntry],
    actor: Actor,
    post: ActingPost | None,
    at: dt.datetime,
) -> None:
    shared = {
        "at": at,
        "staff_id": actor.person_id,
        "staff_name": actor.name,
        "post_title": post.title if post else "",
    }
    steps = []
    for case, one in zip(cases, entries, strict=True):
        facts = {"source": one.entry.source, "since": str(one.since) if one.since else ""}
        first = {"case": case, "level": case.level, **shared}
        steps.append(
            Step(
                id=case.pk,
                number=1,
                verb=Verb.REGISTER,
                to_state=State.REGISTERED,
                note=_("启用前存量"),
                facts=facts,
                **first,
            )
        )
        if case.committee is not None:
            told = {
                "committee": case.committee.name,
                "mediator": case.mediator.name if case.mediator else "",
            }
            steps.append(
                Step(
                    number=2,
                    verb=Verb.ACCEPT,
                    from_state=State.REGISTERED,
                    to_state=State.ACCEPTED,
                    note=_("启用前存量，期限自今日起算"),
                    facts=told,
                    **first,
                )
            )
    Step.objects.bulk_create(steps, batch_size=BATCH)


def _promise(cases: Sequence[Case], at: dt.datetime) -> None:
    wanted = {
        State.REGISTERED: move_named(Verb.REGISTER).opens,
        State.ACCEPTED: move_named(Verb.ACCEPT).opens,
    }
    terms = terms_on(day_of(at), {kind for kinds in wanted.values() for kind in kinds})
    openings = [
        opening
        for case in cases
        for opening in openings_by_rule(case, wanted[State(case.state)], at, terms=terms)
    ]
    open_deadlines(CaseDeadline, openings, calendar=county_calendar())


def _lead(cases: Sequence[Case], at: dt.datetime) -> None:
    Handler.objects.bulk_create(
        [
            Handler(case=case, staff_id=case.mediator_id, role=role, level=case.level, from_at=at)
            for case in cases
            if case.mediator_id
            for role in (HandlerRole.LEAD, HandlerRole.FOLLOWER)
        ],
        batch_size=BATCH,
    )


def _index(cases: Sequence[Case], parties: Sequence[Party]) -> None:
    people: dict[UUID, list[Party]] = defaultdict(list)
    for party in parties:
        people[party.case_id].append(party)
    CaseToken.objects.bulk_create(
        [
            CaseToken(case=case, token=word)
            for case in cases
            for word in sorted(tokens_for(case, people[case.pk]))
        ],
        batch_size=BATCH * 10,
    )
