"""What is to become of an invented case, drawn before it is lived."""

import random
from dataclasses import dataclass, field
from typing import Final

from disputes.choices import Level, Outcome, ReportGround, TransferTo, Verb

LOOKED_INTO: Final = ("03", "06", "07", "09")  # kinds in which neighbours and witnesses are asked


@dataclass(slots=True)
class Fate:
    """What is to become of a case.

    Attributes:
        outcome: what it comes to.
        top: the level at which it comes to it.
        way_up: HAND_UP, ESCALATE (the term is missed) or URGENT.
        slow: how many times longer than usual everything takes.
        halt: (state, level) in which it is left; an empty level means any.
    """

    outcome: str = Outcome.SETTLED
    top: str = Level.VILLAGE
    way_up: str = Verb.HAND_UP
    sittings: int = 1
    is_written: bool = True
    instalments: int = 1
    slow: float = 1.0
    is_returned: bool = False
    is_paused: bool = False
    is_extended: bool = False
    is_defaulted: bool = False
    is_reopened: bool = False
    is_handed_back: bool = False
    is_joint: bool = False
    is_investigated: bool = False
    skips_contact: bool = False
    skips_visits: bool = False
    skips_closing: bool = False
    to: str = TransferTo.COURT
    ground: str = ReportGround.MINOR
    halt: tuple[str, str] = ("", "")
    done: set[str] = field(default_factory=set)


def drawn(dice: random.Random, kind: str) -> Fate:
    """A fate in the shares of an ordinary county."""
    roll = dice.random
    outcome = dice.choices(
        (Outcome.SETTLED, Outcome.SETTLED_ON_SPOT, Outcome.FAILED, Outcome.REFUSED, Outcome.WITHDRAWN,
         Outcome.TERMINATED, Outcome.TRANSFERRED, Outcome.BARRED),
        (78.5, 17, 1.3, 0.7, 0.9, 0.4, 0.9, 0.3),
    )[0]  # fmt: skip
    top = dice.choices((Level.VILLAGE, Level.TOWNSHIP, Level.COUNTY), (74, 21, 5))[0]
    if kind in ("10", "13", "14", "15") and roll() < 0.4:
        top = Level.TRADE
    return Fate(
        outcome=outcome,
        top=top,
        way_up=dice.choices((Verb.HAND_UP, Verb.ESCALATE, Verb.URGENT), (82, 12, 6))[0],
        sittings=dice.choices((1, 2, 3), (60, 30, 10))[0],
        is_written=roll() < (0.5 if top == Level.VILLAGE else 0.9),
        instalments=dice.choices((1, 2, 3, 4), (70, 16, 9, 5))[0],
        slow=dice.choices((1.0, 1.4, 2.5), (94, 4, 2))[0],
        is_returned=roll() < 0.02,
        is_paused=roll() < 0.03,
        is_extended=roll() < 0.02,
        is_defaulted=roll() < 0.012,
        is_reopened=roll() < 0.012,
        is_handed_back=roll() < 0.06,
        is_joint=top != Level.VILLAGE and roll() < 0.35,
        is_investigated=kind in LOOKED_INTO and roll() < 0.3,
        skips_contact=roll() < 0.01,
        skips_visits=roll() < 0.03,
        skips_closing=roll() < 0.03,
        to=dice.choice((TransferTo.COURT, TransferTo.COURT, TransferTo.ARBITRATION, TransferTo.PETITION)),
        ground=dice.choices((ReportGround.MINOR, ReportGround.CRIME, ReportGround.VIOLENCE), (4, 4, 2))[0],
    )
