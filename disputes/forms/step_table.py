"""The table verb → form: each form calls its one verb. Below it the acts that stand beside the table of steps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise as Text
from django.utils.translation import gettext_lazy as _

from core.permissions.actor import Actor
from core.permissions.verdict import Verdict
from disputes import policies
from disputes.choices import State, Verb
from disputes.facts import Facts
from disputes.forms import beside, choosing, correcting, inquiry, sitting, steps
from disputes.forms.parts import StepForm
from disputes.models import Case

FORMS: Final[Mapping[Verb, type[StepForm]]] = MappingProxyType(
    {
        Verb.SETTLE_ON_SPOT: steps.SettleOnSpot,
        Verb.RETURN: steps.Return,
        Verb.RESUBMIT: steps.Resubmit,
        Verb.ACCEPT: choosing.Accept,
        Verb.ASSIGN: choosing.Assign,
        Verb.CONTACT: steps.Contact,
        Verb.START: steps.Start,
        Verb.INQUIRE: inquiry.InquiryForm,
        Verb.SIT: sitting.SittingForm,
        Verb.PAUSE: steps.Pause,
        Verb.RESUME: steps.Resume,
        Verb.EXTEND: steps.Extend,
        Verb.HAND_UP: steps.HandUp,
        Verb.URGENT: steps.Urgent,
        Verb.HAND_BACK: steps.HandBack,
        Verb.HAND_TO_TRADE: choosing.HandToTrade,
        Verb.REFUSE: steps.Refuse,
        Verb.WITHDRAW: steps.Withdraw,
        Verb.FAIL: steps.Fail,
        Verb.TERMINATE: steps.Terminate,
        Verb.BAR: steps.Bar,
        Verb.TRANSFER: steps.TransferCase,
        Verb.AGREE: steps.Agree,
        Verb.PERFORM: steps.Perform,
        Verb.DEFAULT: steps.Default,
        Verb.FOLLOW_UP: sitting.FollowUpForm,
        Verb.CLOSE: steps.Close,
        Verb.REOPEN: steps.Reopen,
        Verb.MERGE: choosing.Merge,
        Verb.UNMERGE: steps.Unmerge,
        Verb.CORRECT: correcting.Correct,
        Verb.NOTE: steps.Note,
    }
)


def slug_of(verb: Verb) -> str:
    """How a step is called in an address: HAND_UP → hand-up."""
    return verb.value.lower().replace("_", "-")


def verb_of(slug: str) -> Verb | None:
    """The step of an address; None where there is none."""
    name = slug.upper().replace("-", "_")
    return Verb(name) if name in Verb.values and Verb(name) in FORMS else None


@dataclass(frozen=True, slots=True)
class Beside:
    """An act that moves no case: its word, its form, who may, and when it is offered at all."""

    label: Text | str
    form: type[StepForm]
    policy: Callable[[Actor, Case, Facts], Verdict]
    is_offered: Callable[[Case, Facts], bool]


def _centre(actor: Actor, case: Case, facts: Facts) -> Verdict:
    return policies.may_decide_recusal(actor, case, case.pk)


def _leader(actor: Actor, case: Case, facts: Facts) -> Verdict:
    return policies.may_take_personal_case(actor, case)


def _card(actor: Actor, case: Case, facts: Facts) -> Verdict:
    return policies.may_order_card(actor, case)


def _open(case: Case, facts: Facts) -> bool:
    return case.is_open


# What a leader orders on a case of the ground that is not in their hands.
FROM_ABOVE: Final = ("take-leader-case", "card")
BESIDE: Final[Mapping[str, Beside]] = MappingProxyType(
    {
        "sign-notice": Beside(
            _("登记告知书签收"),
            beside.SignNotice,
            policies.may_write,
            lambda case, facts: case.is_open and bool(facts.unsigned),
        ),
        "receipt": Beside(
            _("登记移送回执"),
            beside.Receipt,
            policies.may_write,
            lambda case, facts: case.state == State.TRANSFERRED and not facts.has_receipt,
        ),
        "report": Beside(
            _("登记已报告"),
            beside.SendReport,
            policies.may_write,
            lambda case, facts: facts.has_unanswered_report,
        ),
        "ask-recusal": Beside(
            _("提出回避"),
            beside.AskRecusal,
            policies.may_write,
            lambda case, facts: case.is_open and bool(facts.handler_ids),
        ),
        "decide-recusal": Beside(
            _("决定回避"),
            beside.DecideRecusal,
            _centre,
            lambda case, facts: case.is_open and facts.asked_recusals > 0,
        ),
        "card": Beside(_("督办"), beside.OrderCard, _card, _open),
        "take-leader-case": Beside(
            _("确定包案领导"),
            beside.TakeLeaderCase,
            _leader,
            lambda case, facts: case.is_open and not facts.has_leader,
        ),
        "report-back": Beside(
            _("包案反馈"),
            beside.ReportBack,
            policies.may_write,
            lambda case, facts: case.is_open and facts.has_leader,
        ),
        "end-leader-case": Beside(
            _("结束包案"), beside.EndLeaderCase, _leader, lambda case, facts: facts.has_leader
        ),
        "invite-adviser": Beside(_("邀请顾问"), beside.InviteAdviser, policies.may_write, _open),
        "ask-unit": Beside(_("请部门参与"), beside.AskUnit, policies.may_write, _open),
    }
)
