"""The table of steps: from where, by which verb, to where, who may, and what has to be there first.

Read it as a sentence: *from ACCEPTED or MEDIATING, FAIL leads to ENDED, by whoever leads the case, once a mediation
session stands in the file.* What is not in the table is not possible. A closed case has one way out: REOPEN.

Sources: 人民调解法 arts. 3, 17, 23, 25, 26, 28–33; 人民调解工作若干规定 arts. 36, 37, 39; REFERENCE §2.4, §4.3, §4.4.
"""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_lazy as _

from disputes.choices import Outcome, Promise, State, Verb
from disputes.moves import Move, Need, Who

OPEN_STATES: Final = frozenset(State.values) - {State.CLOSED, State.MERGED}
WORKING: Final = frozenset({State.ACCEPTED, State.MEDIATING})
UNDECIDED: Final = frozenset(
    {State.REGISTERED, State.RETURNED, State.ACCEPTED, State.MEDIATING, State.PAUSED, State.HANDED_UP}
)
DONE: Final = frozenset({State.SETTLED, State.ENDED, State.TRANSFERRED})


_LEVEL = (Promise.ACCEPT, Promise.RECEIVE, Promise.FIRST_CONTACT, Promise.SETTLE_LEVEL, Promise.RESUBMIT)
_MEDIATION = (*_LEVEL, Promise.SETTLE_STATUTORY, Promise.RESUME)
_PERFORMANCE = (Promise.PERFORMANCE, Promise.CONFIRMATION)
_FOLLOW_UPS = (Promise.FOLLOW_UP_1, Promise.FOLLOW_UP_2)


def _on(*states: str) -> frozenset[str]:
    return frozenset(states)


MOVES: Final[tuple[Move, ...]] = (
    Move(Verb.REGISTER, _("登记"), _on(), State.REGISTERED, Who.REGISTRAR, opens=(Promise.ACCEPT,)),
    # ── before acceptance
    Move(
        Verb.SETTLE_ON_SPOT,
        _("当场化解"),
        _on(State.REGISTERED),
        State.SETTLED,
        Who.REGISTRAR,
        (Need.TWO_SIDES, Need.ADULTS_REPRESENTED),
        Outcome.SETTLED_ON_SPOT,
        settles=(Promise.ACCEPT,),
        opens=(Promise.CLOSE, Promise.FOLLOW_UP_1),
        wants_note=True,
    ),
    Move(
        Verb.RETURN,
        _("退回补正"),
        _on(State.REGISTERED),
        State.RETURNED,
        Who.LEAD,
        (Need.NEVER_RETURNED,),
        settles=(Promise.ACCEPT,),
        opens=(Promise.RESUBMIT,),
        wants_note=True,
    ),
    Move(
        Verb.RESUBMIT,
        _("补正提交"),
        _on(State.RETURNED),
        State.REGISTERED,
        Who.REGISTRAR,
        settles=(Promise.RESUBMIT,),
        opens=(Promise.ACCEPT,),
    ),
    Move(
        Verb.ACCEPT,
        _("受理"),
        _on(State.REGISTERED, State.HANDED_UP),
        State.ACCEPTED,
        Who.LEAD,
        (Need.TWO_SIDES, Need.NOBODY_REFUSED, Need.NO_URGENT_REPORT),
        settles=(Promise.ACCEPT, Promise.RECEIVE),
        opens=(Promise.FIRST_CONTACT, Promise.SETTLE_LEVEL, Promise.SETTLE_STATUTORY),
    ),
    # ── mediation
    Move(Verb.ASSIGN, _("指定调解员"), WORKING | {State.PAUSED, State.PERFORMING}, None, Who.LEAD),
    Move(Verb.CONTACT, _("登记首次联系"), WORKING, None, Who.JOINT, settles=(Promise.FIRST_CONTACT,)),
    Move(
        Verb.START,
        _("开始调解"),
        _on(State.ACCEPTED),
        State.MEDIATING,
        Who.LEAD,
        (
            Need.MEDIATOR,
            Need.TWO_SIDES,
            Need.ADULTS_REPRESENTED,
            Need.NOBODY_REFUSED,
            Need.NO_URGENT_REPORT,
            Need.NOTICE_SIGNED,
        ),
        settles=(Promise.FIRST_CONTACT,),
    ),
    Move(
        Verb.SIT,
        _("登记调解记录"),
        _on(State.MEDIATING),
        None,
        Who.JOINT,
        (Need.NOTICE_SIGNED, Need.NOBODY_REFUSED, Need.NO_URGENT_REPORT),
        settles=(Promise.FIRST_CONTACT,),
    ),
    Move(  # while it is paused, too: a pause waits for facts, and somebody looks for them
        Verb.INQUIRE, _("登记调查记录"), WORKING | {State.PAUSED}, None, Who.JOINT, (Need.NO_URGENT_REPORT,)
    ),
    Move(
        Verb.PAUSE,
        _("中止"),
        WORKING,
        State.PAUSED,
        Who.LEAD,
        opens=(Promise.RESUME,),
        wants_note=True,
    ),
    Move(
        Verb.RESUME,
        _("恢复"),
        _on(State.PAUSED),
        None,
        Who.LEAD,
        settles=(Promise.RESUME,),
        is_return=True,
    ),
    Move(Verb.EXTEND, _("延期"), WORKING, None, Who.CENTRE, wants_note=True),
    # ── between the levels
    Move(
        Verb.HAND_UP,
        _("上交上级"),
        WORKING | {State.REGISTERED, State.ENDED},
        State.HANDED_UP,
        Who.LEAD,
        (Need.BELOW_TOP, Need.NO_URGENT_REPORT, Need.NOBODY_REFUSED),
        cancels=(*_LEVEL, Promise.CLOSE),
        opens=(Promise.RECEIVE,),
        wants_note=True,
    ),
    Move(
        Verb.ESCALATE,
        _("逾期自动上交"),
        WORKING | {State.REGISTERED, State.HANDED_UP},
        State.HANDED_UP,
        Who.SYSTEM,
        (Need.BELOW_TOP,),
        cancels=_LEVEL,
        opens=(Promise.RECEIVE,),
    ),
    Move(
        Verb.URGENT,
        _("特事特办直报"),
        WORKING | {State.REGISTERED, State.HANDED_UP},
        State.HANDED_UP,
        Who.JOINT,
        (Need.BELOW_TOP, Need.NO_URGENT_REPORT),
        cancels=_LEVEL,
        opens=(Promise.RECEIVE,),
        wants_note=True,
    ),
    Move(
        Verb.HAND_BACK,
        _("退交下级"),
        _on(State.HANDED_UP, State.ACCEPTED),
        State.HANDED_UP,
        Who.LEAD,
        (Need.ABOVE_BOTTOM,),
        cancels=_LEVEL,
        opens=(Promise.RECEIVE,),
        wants_note=True,
    ),
    Move(
        Verb.HAND_TO_TRADE,
        _("转行业调委会"),
        WORKING | {State.REGISTERED, State.HANDED_UP},
        State.HANDED_UP,
        Who.CENTRE,
        (Need.NO_URGENT_REPORT,),
        cancels=_LEVEL,
        opens=(Promise.RECEIVE,),
        wants_note=True,
    ),
    # ── mediation ends
    Move(
        Verb.REFUSE,
        _("登记一方拒绝"),
        UNDECIDED,
        State.ENDED,
        Who.JOINT,
        outcome=Outcome.REFUSED,
        cancels=_MEDIATION,
        opens=(Promise.CLOSE,),
        wants_note=True,
    ),
    Move(
        Verb.WITHDRAW,
        _("登记撤回"),
        UNDECIDED,
        State.ENDED,
        Who.JOINT,
        outcome=Outcome.WITHDRAWN,
        cancels=_MEDIATION,
        opens=(Promise.CLOSE,),
        wants_note=True,
    ),
    Move(
        Verb.FAIL,
        _("调解不成"),
        _on(State.MEDIATING),
        State.ENDED,
        Who.LEAD,
        (Need.SITTING,),
        Outcome.FAILED,
        cancels=_MEDIATION,
        opens=(Promise.CLOSE,),
        wants_note=True,
    ),
    Move(
        Verb.TERMINATE,
        _("终止调解"),
        WORKING | {State.PAUSED},
        State.ENDED,
        Who.LEAD,
        outcome=Outcome.TERMINATED,
        cancels=_MEDIATION,
        opens=(Promise.CLOSE,),
        wants_note=True,
    ),
    Move(
        Verb.BAR,
        _("不得调解，立即报告"),
        UNDECIDED,
        State.ENDED,
        Who.JOINT,
        outcome=Outcome.BARRED,
        cancels=_MEDIATION,
        opens=(Promise.MANDATORY_REPORT, Promise.CLOSE),
        wants_note=True,
    ),
    Move(
        Verb.TRANSFER,
        _("移送其他机关"),
        UNDECIDED | {State.ENDED},
        State.TRANSFERRED,
        Who.LEAD,
        outcome=Outcome.TRANSFERRED,
        cancels=(*_MEDIATION, Promise.CLOSE),
        opens=(Promise.RECEIPT,),
        wants_note=True,
    ),
    # ── agreement
    Move(
        Verb.AGREE,
        _("签订协议"),
        _on(State.MEDIATING),
        State.PERFORMING,
        Who.LEAD,
        (Need.SITTING, Need.NOBODY_REFUSED, Need.AGREEMENT),
        settles=(*_LEVEL, Promise.SETTLE_STATUTORY),
        opens=(Promise.CONFIRMATION, Promise.PERFORMANCE),
    ),
    Move(
        Verb.PERFORM,
        _("履行完毕"),
        _on(State.PERFORMING),
        State.SETTLED,
        Who.JOINT,
        (Need.PERFORMED,),
        Outcome.SETTLED,
        settles=(Promise.PERFORMANCE,),
        cancels=(Promise.CONFIRMATION,),
        opens=(Promise.CLOSE, Promise.FOLLOW_UP_1, Promise.FOLLOW_UP_2),
    ),
    Move(
        Verb.DEFAULT,
        _("未履行，恢复调解"),
        _on(State.PERFORMING),
        State.MEDIATING,
        Who.LEAD,
        cancels=_PERFORMANCE,
        opens=(Promise.SETTLE_LEVEL, Promise.SETTLE_STATUTORY),
        wants_note=True,
    ),
    # ── after it
    Move(
        Verb.FOLLOW_UP,
        _("登记回访"),
        DONE | {State.PERFORMING, State.CLOSED},
        None,
        Who.JOINT,
        settles=(Promise.FOLLOW_UP_1,),
    ),
    Move(
        Verb.CLOSE,
        _("结案"),
        _on(State.SETTLED, State.ENDED),
        State.CLOSED,
        Who.LEAD,
        (Need.REPORTED, Need.DOSSIER),
        settles=(Promise.CLOSE,),
    ),
    Move(
        Verb.CLOSE,
        _("结案"),
        _on(State.TRANSFERRED),
        State.CLOSED,
        Who.LEAD,
        (Need.REPORTED, Need.RECEIPT, Need.DOSSIER),
        settles=(Promise.CLOSE, Promise.RECEIPT),
    ),
    Move(
        Verb.REOPEN,
        _("重新启动"),
        _on(State.CLOSED),
        State.ACCEPTED,
        Who.LEAD,
        (Need.NO_URGENT_REPORT,),
        cancels=_FOLLOW_UPS,
        opens=(Promise.FIRST_CONTACT, Promise.SETTLE_LEVEL, Promise.SETTLE_STATUTORY),
        wants_note=True,
        was_accepted=True,
    ),
    Move(  # refused, withdrawn, transferred or settled at the door before a committee had it: it waits for one again
        Verb.REOPEN,
        _("重新启动"),
        _on(State.CLOSED),
        State.REGISTERED,
        Who.LEAD,
        (Need.NO_URGENT_REPORT,),
        cancels=_FOLLOW_UPS,
        opens=(Promise.ACCEPT,),
        wants_note=True,
        was_accepted=False,
    ),
    # ── two cases that are one
    Move(
        Verb.MERGE,
        _("并入另一件"),
        UNDECIDED - {State.PAUSED},  # a paused one first goes on: two ways back are one too many
        State.MERGED,
        Who.LEAD,
        cancels=tuple(Promise),
        wants_note=True,
    ),
    Move(Verb.UNMERGE, _("撤销并案"), _on(State.MERGED), None, Who.LEAD, is_return=True, wants_note=True),
    # ── writing
    Move(Verb.CORRECT, _("更正登记内容"), OPEN_STATES, None, Who.JOINT, wants_note=True),
    Move(Verb.NOTE, _("写备注"), OPEN_STATES, None, Who.JOINT, wants_note=True),
)


def moves_from(state: str, *, was_accepted: bool = True) -> Iterator[Move]:
    """The steps that may start from a state, in the table's order, for a case that was ever accepted or never was."""
    return (move for move in MOVES if state in move.sources and move.was_accepted in (None, was_accepted))


def move_for(state: str, verb: str, *, was_accepted: bool = True) -> Move | None:
    """The row for a verb from a state; None where the table has none."""
    return next((move for move in moves_from(state, was_accepted=was_accepted) if move.verb == verb), None)


def move_named(verb: str) -> Move:
    """The first row of a verb, whatever the state: for its label and promises."""
    return next(move for move in MOVES if move.verb == verb)


# The one main button of the case page, by state: the next lawful step in the ordinary course.
MAIN_STEP: Final[dict[str, Verb]] = {
    State.REGISTERED: Verb.ACCEPT,
    State.RETURNED: Verb.RESUBMIT,
    State.HANDED_UP: Verb.ACCEPT,
    State.ACCEPTED: Verb.START,
    State.MEDIATING: Verb.SIT,
    State.PAUSED: Verb.RESUME,
    State.PERFORMING: Verb.PERFORM,
    State.SETTLED: Verb.CLOSE,
    State.ENDED: Verb.CLOSE,
    State.TRANSFERRED: Verb.CLOSE,
    State.CLOSED: Verb.FOLLOW_UP,
}
