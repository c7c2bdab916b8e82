"""Cases whose term was missed go up a level by themselves: written for many, one statement a table."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from core.audit.actions.record import Entry, record_many
from core.deadlines.actions.open_deadlines import Opening, open_same_deadlines
from core.deadlines.actions.settle_deadlines import cancel_deadlines
from core.deadlines.choices import State as DeadlineState
from core.deadlines.rules import Rule
from core.permissions.actor import Actor
from core.tenancy.inserting import insert_each
from core.workcalendar.rules import day_of
from disputes.choices import LADDER, HandlerRole, Level, Outcome, Promise, State, Verb
from disputes.handing import packs_of, takers_at
from disputes.log_codes import STEPS
from disputes.models import Case, CaseDeadline, Handler, Handoff, Step
from disputes.rules.levels import level_above, seat_of
from disputes.terms import terms_on
from disputes.workflow import move_named

MOVE = move_named(Verb.ESCALATE)


@transaction.atomic
def escalate_cases(
    *, ids: Sequence[UUID], actor: Actor, at: dt.datetime, by: Sequence[UUID] = ()
) -> list[UUID]:
    """Hand up those of the cases that are still undecided and not yet at the top.

    A case that somebody holds at this moment is left to them, and so is one of whose promises another sweep holds one:
    the sweep comes back to it. The lower level stays as joint handler; where nobody can take a case over, it is marked
    for the county's centre.

    Args:
        by: the promises whose end led here; the others of the level left are cancelled, these are closed by the sweep.

    Returns:
        Ids of the cases handed up.
    """
    locked = Case.objects.select_for_update(of=("self",), skip_locked=True).filter(
        pk__any_of=ids, state__in=MOVE.sources, level__in=LADDER[:-1]
    )
    columns = (
        "id",
        "tenant_id",
        "path",
        "level",
        "state",
        "number",
        "code",
        "kind_code",
        "revision",
        "mediator_id",
    )
    cases = {case.pk: case for case in locked.only(*columns)}
    to_cancel, busy = _other_promises(list(cases), by)
    by_level: dict[str, list[Case]] = defaultdict(list)
    for case in cases.values():
        if case.pk not in busy:
            by_level[case.level].append(case)
    day = day_of(at)
    for level, going_up in by_level.items():
        _hand_up(going_up, level, actor, at, day)
    gone = {case.pk for going_up in by_level.values() for case in going_up}
    ended = [promise for promise, case in to_cancel.items() if case in gone]
    cancel_deadlines(CaseDeadline.objects.filter(pk__any_of=ended), at=at, outcome=Verb.ESCALATE)
    return list(gone)


def _other_promises(ids: list[UUID], by: Sequence[UUID]) -> tuple[dict[UUID, UUID], set[UUID]]:
    """The other running promises of these cases' levels, locked without waiting; cases where one could not be had.

    Two sweeps each hold promises of cases that the other one moves: if they waited, it would be for each other.
    """
    running = CaseDeadline.objects.filter(
        case_id__any_of=ids, kind__in=MOVE.cancels, state__in=(DeadlineState.OPEN, DeadlineState.PAUSED)
    ).exclude(pk__any_of=by)
    wanted = dict(running.values_list("pk", "case_id"))
    if not wanted:
        return {}, set()
    free = running.select_for_update(of=("self",), skip_locked=True)
    had = dict(free.values_list("pk", "case_id"))
    return had, {case for promise, case in wanted.items() if promise not in had}


def _hand_up(cases: list[Case], level: str, actor: Actor, at: dt.datetime, day: dt.date) -> None:
    to_level = level_above(level)
    if to_level is None:
        return
    ids = [case.pk for case in cases]
    reason = _("%(level)s办理期限届满") % {"level": Level(level).label}
    seats = {case.pk: seat_of(case.path, to_level) for case in cases}
    taken = takers_at({to_level: set(seats.values())}, on=day)[to_level]
    orphans = [pk for pk, seat in seats.items() if seat not in taken]
    moved = {
        "state": State.HANDED_UP,
        "level": to_level,
        "level_since": at,
        "revision": F("revision") + 1,
        "mediator": None,
        "committee": None,
        "outcome": Outcome.NONE,
        "was_late": True,
    }
    Case.objects.filter(pk__any_of=ids).update(has_no_handler=False, **moved)
    if orphans:
        Case.objects.filter(pk__any_of=orphans).update(has_no_handler=True)
    insert_each(
        Step,
        each={
            "case_id": ids,
            "number": [case.revision + 1 for case in cases],
            "from_state": [case.state for case in cases],
        },
        shared={
            "verb": Verb.ESCALATE,
            "to_state": State.HANDED_UP,
            "level": to_level,
            "at": at,
            "staff_name": actor.name,
            "note": reason,
        },
    )
    packs = packs_of(ids)
    insert_each(
        Handoff,
        each={"case_id": ids, "pack": [packs[pk] for pk in ids]},
        shared={
            "from_level": level,
            "to_level": to_level,
            "is_automatic": True,
            "reason": reason,
            "at": at,
        },
    )
    _keep_beside([case.pk for case in cases if case.mediator_id], at)
    _promise_receipt(cases, to_level, at, day)
    before = {
        state: {"level": str(Level(level).label), "state": str(State(state).label)} for state in MOVE.sources
    }
    after = {"level": str(Level(to_level).label), "state": str(State.HANDED_UP.label)}
    entries = [
        Entry(
            subject_type="disputes.case",
            subject_id=case.pk,
            subject_label=case.audit_label,
            path=case.path,
            before=before[case.state],
            after=after,
        )
        for case in cases
    ]
    record_many(STEPS[Verb.ESCALATE], actor=actor, at=at, rows=entries, reason=reason)


def _promise_receipt(cases: list[Case], to_level: str, at: dt.datetime, day: dt.date) -> None:
    """Each rule's promise is counted once and stored for all its cases: they begin at the same instant."""
    terms = terms_on(day, [Promise.RECEIVE])
    by_rule: dict[Rule, list[UUID]] = defaultdict(list)
    for case in cases:
        rule = terms.find(Promise.RECEIVE, to_level, case.kind_code)
        if rule is not None:
            by_rule[rule].append(case.pk)
    for rule, ids in by_rule.items():
        open_same_deadlines(
            CaseDeadline,
            Opening(str(Promise.RECEIVE), at, rule, subject={"level": to_level}),
            each={"case_id": ids},
        )


def _keep_beside(ids: list[UUID], at: dt.datetime) -> None:
    """Whoever led stays as joint handler, unless they are that already."""
    leads = Handler.objects.filter(case_id__any_of=ids, role=HandlerRole.LEAD, to_at=None)
    joint = Handler.objects.filter(
        tenant_id=OuterRef("tenant_id"),
        case_id=OuterRef("case_id"),
        staff_id=OuterRef("staff_id"),
        role=HandlerRole.JOINT,
        to_at=None,
    )
    rows = list(leads.exclude(Exists(joint)).values_list("case_id", "staff_id", "level"))
    leads.update(to_at=at)
    insert_each(
        Handler,
        each={
            "case_id": [case for case, _, _ in rows],
            "staff_id": [staff for _, staff, _ in rows],
            "level": [level for _, _, level in rows],
        },
        shared={"role": HandlerRole.JOINT, "from_at": at},
    )
