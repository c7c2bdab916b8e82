"""How every step is taken: lock the case, judge, write the step, move the promises, record. One place, for all verbs.

    turn = begin_step(case=case, verb=Verb.PAUSE, actor=actor, key=key, seen=seen)
    if turn.is_repeat:
        return turn.case
    return take_step(turn, at=at, note=reason, changes={...})

Sent twice with the same key it is one step and the same answer; whoever saw an older revision is told what happened
meanwhile. The order of locks is always case, then its promises.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.deadlines.actions.open_deadlines import Opening, open_deadlines
from core.deadlines.actions.settle_deadlines import cancel_deadlines, settle_deadlines
from core.deadlines.choices import State as DeadlineState
from core.permissions.actor import ActingPost, Actor
from core.permissions.verdict import Conflict, Refused, require
from core.tenancy.ids import uuid7
from core.workcalendar.rules import Calendar, day_of
from core.workcalendar.selectors import county_calendar
from disputes.choices import Promise, State, Verb
from disputes.facts import Facts
from disputes.judging import judged_by
from disputes.log_codes import STEPS
from disputes.models import Case, CaseDeadline, Step
from disputes.moves import Move
from disputes.policies import may_step
from disputes.terms import Terms, terms_on
from disputes.workflow import move_for


class StepOvertaken(Conflict):
    """Somebody else took a step since this one's page was opened."""


class KeyTaken(Conflict):
    """A client's key was used for something else before."""


LONGEST_NOTE = 2000


@dataclass(slots=True)
class Turn:
    """A case locked for one step, judged and ready. `is_repeat`: the same request was answered before."""

    case: Case
    move: Move
    actor: Actor
    facts: Facts
    post: ActingPost | None = None
    key: UUID = field(default_factory=uuid7)
    is_repeat: bool = False


def begin_step(
    *, case: Case, verb: Verb, actor: Actor, key: UUID | None = None, seen: int | None = None
) -> Turn:
    """Lock the case and judge the step.

    Args:
        key: the client's own key of this step; None makes one.
        seen: the revision on the page from which the step is taken; None where there was no page.

    Raises:
        StepOvertaken: the case went on since `seen`.
        Refused: the table, the actor or what is missing forbids it; the sentence says which.
    """
    locked = lock_case(case)
    facts, taken = judged_by(locked, key=key)
    if taken is not None:
        return _repeated(taken, locked, verb, actor)
    if seen is not None and seen != locked.revision:
        raise StepOvertaken(_overtaken(locked, seen))
    post = require(may_step(actor, locked, verb, facts))
    move = move_for(locked.state, verb, was_accepted=locked.was_accepted)
    if move is None:  # may_step has refused it
        raise Refused(_("不能办理该步骤。"))
    return Turn(locked, move, actor, facts, post, key or uuid7())


def lock_case(case: Case) -> Case:
    """The case as it stands now, nobody else's until the transaction ends. What hangs on it is asked for afterwards:
    a statement that had to wait for the lock would still see the rest as it was before."""
    if case.is_locked:
        return case
    locked: Case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    return locked


def take_step(
    turn: Turn,
    *,
    at: dt.datetime,
    note: str = "",
    to: str | None = None,
    level: str | None = None,
    changes: Mapping[str, Any] | None = None,
    facts: Mapping[str, Any] | None = None,
    told: Mapping[str, Any] | None = None,
    opens: Iterable[Opening] | None = None,
    no_rules_for: Iterable[str] = (),
    also: Iterable[Promise] = (),
) -> Case:
    """Write the step that `begin_step` prepared, and all that follows from it.

    Args:
        note: in the actor's words; needed where the table says so.
        to: where it leads, where the table leaves it open.
        level: the level that leads from now on.
        changes: further columns of the case.
        facts: what the timeline tells of the step, as plain values.
        told: further values for the record ("mediator": "周某").
        opens: promises instead of those of the table, where they need more than a rule (instalments).
        no_rules_for: promises of the table that `opens` answers for, even where it holds none of them.
        also: promises by the county's rules beside those of the table.

    Raises:
        Refused: a note is wanted and empty.
    """
    case, move = turn.case, turn.move
    note = note.strip()
    if move.wants_note and not note:
        raise Refused(_("请写明原因或情况。"))
    if len(note) > LONGEST_NOTE:
        raise Refused(
            _("说明最多%(most)s字，现有%(now)s字；详情可作为证据材料附上。")
            % {"most": LONGEST_NOTE, "now": len(note)}
        )
    from_state, before = case.state, _standing(case)
    is_first = case.first_accepted_at is None
    target = to or move.target or (case.resume_state if move.is_return else case.state)
    values: dict[str, Any] = {"state": target, "revision": case.revision + 1, **(changes or {})}
    if target in (State.PAUSED, State.MERGED) and target != case.state:
        values["resume_state"] = case.state
    elif case.resume_state and target != case.state:
        values["resume_state"] = ""
    if move.outcome is not None:
        values["outcome"] = move.outcome
    if level is not None and level != case.level:
        values |= {"level": level, "level_since": at}
    for name, value in values.items():
        setattr(case, name, value)
    case.save(update_fields=list(values))
    write_step(
        case=case,
        move=move,
        actor=turn.actor,
        post=turn.post,
        at=at,
        key=turn.key,
        note=note,
        from_state=from_state,
        facts=facts,
    )
    move_promises(
        case=case, move=move, at=at, opens=opens, no_rules_for=no_rules_for, also=also, is_first=is_first
    )
    after = {**_standing(case), **(told or {})}
    record(
        STEPS[move.verb],
        actor=turn.actor,
        post=turn.post,
        at=at,
        subject=case,
        before={name: value for name, value in before.items() if after[name] != value},
        after={name: value for name, value in after.items() if before.get(name) != value},
        reason=note,
    )
    return case


def write_step(
    *,
    case: Case,
    move: Move,
    actor: Actor,
    post: ActingPost | None,
    at: dt.datetime,
    key: UUID,
    note: str,
    from_state: str,
    facts: Mapping[str, Any] | None = None,
) -> Step:
    """The row of the timeline; `case` already stands where the step leads."""
    step: Step = Step.objects.create(
        id=key,
        case=case,
        number=case.revision,
        verb=move.verb,
        from_state=from_state,
        to_state=case.state,
        level=case.level,
        at=at,
        staff_id=actor.person_id,
        staff_name=actor.name,
        post_title=post.title if post else "",
        note=note,
        facts=dict(facts or {}),
    )
    return step


def move_promises(
    *,
    case: Case,
    move: Move,
    at: dt.datetime,
    opens: Iterable[Opening] | None = None,
    no_rules_for: Iterable[str] = (),
    also: Iterable[Promise] = (),
    terms: Terms | None = None,
    is_first: bool = False,
) -> None:
    """Settle, cancel and make the promises that the table names for a step. Those in `opens` come beside the rules'.

    The statutory month runs from the first acceptance and is never begun anew while it is owed; where mediation had
    ended and is taken up again above, it ends when it would have ended. A reopened case has a month of its own.

    Args:
        is_first: the case was never accepted before, so that no month can be owed.
    """
    own = CaseDeadline.objects.filter(case=case)
    if move.settles:
        settle_deadlines(own.filter(kind__in=move.settles), at=at, outcome=move.verb)
    if move.cancels:
        cancel_deadlines(own.filter(kind__in=move.cancels), at=at, outcome=move.verb)
    openings = list(opens or ())
    given = {opening.kind for opening in openings} | set(no_rules_for)
    wanted = [kind for kind in (*move.opens, *also) if kind not in given]
    calendar: Calendar | None = None
    if Promise.SETTLE_STATUTORY in wanted and not is_first and move.verb != Verb.REOPEN:
        month = own.filter(kind=Promise.SETTLE_STATUTORY).order_by("-id").first()
        if month is not None and month.state != DeadlineState.MET:
            wanted.remove(Promise.SETTLE_STATUTORY)
            if month.state == DeadlineState.CANCELLED:
                calendar = county_calendar()
                openings.append(_rest_of(month, case, at, calendar))
    if wanted:
        openings += openings_by_rule(case, wanted, at, terms=terms)
    if openings:
        open_deadlines(CaseDeadline, openings, calendar=calendar)


def openings_by_rule(
    case: Case,
    kinds: Iterable[str],
    at: dt.datetime,
    *,
    started_at: dt.datetime | None = None,
    terms: Terms | None = None,
) -> list[Opening]:
    """What the county's rules promise of a case where it is led; nothing where it has no rule.

    Args:
        started_at: from when it counts, where that is not the step itself.
        terms: the rules of the day, where they were read already.
    """
    kinds = list(kinds)
    terms = terms or terms_on(day_of(at), kinds)
    rules = [(kind, terms.find(kind, case.level, case.kind_code)) for kind in kinds]
    return [opening(case, kind, started_at or at, rule=rule) for kind, rule in rules if rule is not None]


def _rest_of(month: CaseDeadline, case: Case, at: dt.datetime, calendar: Calendar) -> Opening:
    """A month that was owed no more and is owed again: it ends when it would have ended; what a pause kept is kept."""
    due_at = month.due_at
    if month.paused_at is not None and month.left is not None:
        due_at = calendar.due_after(at, month.left).at
    return opening(case, month.kind, month.started_at, due_at=due_at, warn=month.warn_term)


def opening(case: Case, kind: str, at: dt.datetime, **given: Any) -> Opening:
    """A promise on a case: by a rule or for a fixed instant (see `Opening`)."""
    about = given.pop("about", None)
    return Opening(
        kind=str(kind),
        started_at=at,
        subject={"case": case, "level": case.level, "about": about},
        **given,
    )


def _repeated(taken: Step, case: Case, verb: Verb, actor: Actor) -> Turn:
    """The same request once more: answered as before. A key that belongs to something else is refused."""
    if taken.case_id != case.pk or taken.verb != verb or taken.staff_id != actor.person_id:
        raise KeyTaken(_("该请求编号已用于其他操作，请刷新后重试。"))
    move = move_for(taken.from_state, verb, was_accepted=case.was_accepted)
    if move is None:
        raise Refused(_("不能办理该步骤。"))
    return Turn(case, move, actor, Facts(), None, taken.pk, is_repeat=True)


def _standing(case: Case) -> dict[str, str]:
    """Where a case stands, in the words of its record."""
    return {
        "state": str(case.get_state_display()),
        "level": str(case.get_level_display()),
        "outcome": str(case.get_outcome_display()),
    }


def _overtaken(case: Case, seen: int) -> str:
    last = Step.objects.filter(case=case, number__gt=seen).order_by("-number").first()
    if last is None:
        return _("该纠纷已有变化，请刷新后再办。")
    return _("%(who)s刚刚办理了“%(what)s”，请刷新后再办；您填写的内容已保留。") % {
        "who": last.staff_name,
        "what": last.get_verb_display(),
    }
