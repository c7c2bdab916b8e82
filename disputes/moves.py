"""What a row of the workflow's table is made of."""

from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise as Text

from disputes.choices import Outcome, Promise, State, Verb


class Who(StrEnum):
    """By whom a step is taken, judged at the case's place and level (policies.may_step)."""

    LEAD = "lead"  # who leads at the case's level: its mediator, its committee's area, or anybody above
    JOINT = "joint"  # those, and the lower level that stays beside them
    REGISTRAR = "registrar"  # who registered it, or whoever leads
    CENTRE = "centre"  # a centre's clerk or the political-legal member
    SYSTEM = "system"  # the sweep alone


class Need(StrEnum):
    """What has to be there before a step; each has its sentence in policies.py."""

    TWO_SIDES = "two_sides"  # somebody on each of two sides
    ADULTS_REPRESENTED = "adults_represented"  # a minor has an agent
    MEDIATOR = "mediator"  # somebody who mediates is named
    NOTICE_SIGNED = "notice_signed"  # every party has had the notice of rights and duties
    NOBODY_REFUSED = "nobody_refused"  # 人民调解法 art. 17
    SITTING = "sitting"  # at least one session on record
    AGREEMENT = "agreement"  # an agreement with its conditions of effect
    PERFORMED = "performed"  # nothing is owed by the agreement any more
    DOSSIER = "dossier"  # the mandatory items, pages numbered
    NEVER_RETURNED = "never_returned"  # a case is returned once
    NO_URGENT_REPORT = "no_urgent_report"  # nothing that bars mediation, no report of it outstanding
    REPORTED = "reported"  # every immediate report has gone out
    RECEIPT = "receipt"  # the other body has signed for it
    BELOW_TOP = "below_top"  # there is a level above
    ABOVE_BOTTOM = "above_bottom"  # there is a level below


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table.

    Attributes:
        sources: states it starts from; empty for the step that makes the case.
        target: the state it leads to; None where the case stays where it is, or goes back to where it came from.
        outcome: what the case came to by it.
        settles: promises that are kept by it.
        cancels: promises that are owed no more after it.
        opens: promises that it makes.
        is_return: leads back to `resume_state`.
        was_accepted: the row is for cases that a committee accepted (True), or that none ever did (False); None: any.
    """

    verb: Verb
    label: Text
    sources: frozenset[str]
    target: State | None
    who: Who
    needs: tuple[Need, ...] = ()
    outcome: Outcome | None = None
    settles: tuple[Promise, ...] = ()
    cancels: tuple[Promise, ...] = ()
    opens: tuple[Promise, ...] = ()
    wants_note: bool = False
    is_return: bool = False
    was_accepted: bool | None = None
    confirm: Text | str = field(default="")
