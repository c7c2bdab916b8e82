"""Every verb by its name in the table, with something sensible to go with it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from core.permissions.actor import Actor
from core.workcalendar.rules import NATURAL_DAYS, Term, day_of
from disputes.actions.accept_case import accept_case
from disputes.actions.assign_mediator import assign_mediator
from disputes.actions.bar_mediation import bar_mediation
from disputes.actions.close_case import close_case, reopen_case
from disputes.actions.conclude_agreement import conclude_agreement
from disputes.actions.correct_case import correct_case
from disputes.actions.declare_default import declare_default
from disputes.actions.end_mediation import end_mediation, refuse_mediation
from disputes.actions.extend_case import extend_case
from disputes.actions.hand_back_case import hand_back_case
from disputes.actions.hand_to_trade import hand_to_trade
from disputes.actions.hand_up_case import hand_up_case, send_urgently
from disputes.actions.merge_cases import merge_case, unmerge_case
from disputes.actions.note_contact import note_contact
from disputes.actions.pause_case import pause_case
from disputes.actions.perform_obligation import finish_performance
from disputes.actions.record_follow_up import record_follow_up
from disputes.actions.record_inquiry import InquiryEntry, record_inquiry
from disputes.actions.record_sitting import SittingEntry, record_sitting
from disputes.actions.resubmit_case import resubmit_case
from disputes.actions.resume_case import resume_case
from disputes.actions.return_case import return_case
from disputes.actions.settle_on_spot import settle_on_spot
from disputes.actions.start_mediation import start_mediation
from disputes.actions.transfer_case import transfer_case
from disputes.actions.write_note import write_note
from disputes.choices import Level, PauseGround, Promise, ReportGround, TransferTo, Verb
from disputes.models import Case, Party
from tests.disputes.stage import Stage

WHY = {"reason": "双方分歧较大"}
WITHOUT_A_DOOR = {Verb.REGISTER, Verb.ESCALATE}  # the first makes the case, the second is the sweep's


def acts(stage: Stage, case: Case, at: dt.datetime, *, other: Case) -> dict[str, Callable[..., Any]]:
    """Verb → call(actor=…, at=…, key=…, seen=…) on `case`; `other` is the case it would be merged into."""
    day = day_of(at)

    def ready(act: Callable[..., Any], /, **given: Any) -> Callable[..., Any]:
        return lambda **who: act(case=case, **given, **who)

    refusing = Party.objects.filter(case=case).order_by("pk").values_list("pk", flat=True)[:1]
    mediators = [stage.staff[name] for name in ("village_mediator", "mediator", "centre")]
    mediator = mediators[day.day % len(mediators)]
    return {
        Verb.SETTLE_ON_SPOT: ready(settle_on_spot, content="双方握手言和"),
        Verb.RETURN: ready(return_case, **WHY),
        Verb.RESUBMIT: ready(resubmit_case, note="已补正"),
        Verb.ACCEPT: ready(accept_case, mediator=mediator),
        Verb.ASSIGN: ready(assign_mediator, mediator=mediator, is_chosen=True),
        Verb.CONTACT: ready(note_contact, note="已联系"),
        Verb.START: ready(start_mediation),
        Verb.INQUIRE: ready(
            record_inquiry,
            entry=InquiryEntry(
                begins_at=at, name="赵邻居", investigators=["周调解"], finding="墙外是公用通道"
            ),
        ),
        Verb.SIT: ready(record_sitting, entry=SittingEntry(begins_at=at, result="未达成一致")),
        Verb.PAUSE: ready(pause_case, ground=PauseGround.CONSENT, until=day + dt.timedelta(days=20), **WHY),
        Verb.RESUME: ready(resume_case),
        Verb.EXTEND: ready(
            extend_case,
            promise=(Promise.SETTLE_LEVEL, Promise.SETTLE_STATUTORY)[day.day % 2],
            by=Term(5, NATURAL_DAYS),
            has_consent=True,
            **WHY,
        ),
        Verb.HAND_UP: ready(hand_up_case, **WHY),
        Verb.HAND_BACK: ready(hand_back_case, **WHY),
        Verb.HAND_TO_TRADE: ready(hand_to_trade, committee=stage.committees["trade"], **WHY),
        Verb.URGENT: ready(send_urgently, to_level=Level.COUNTY, **WHY),
        Verb.REFUSE: ready(refuse_mediation, party_ids=list(refusing), **WHY),
        Verb.WITHDRAW: ready(end_mediation, verb=Verb.WITHDRAW, **WHY),
        Verb.FAIL: ready(end_mediation, verb=Verb.FAIL, **WHY),
        Verb.TERMINATE: ready(end_mediation, verb=Verb.TERMINATE, **WHY),
        Verb.BAR: ready(
            bar_mediation,
            ground=ReportGround.values[day.day % len(ReportGround.values)],
            found="身上有伤",
            found_at=at,
        ),
        Verb.TRANSFER: ready(transfer_case, to=TransferTo.COURT, body="康保县人民法院", **WHY),
        Verb.AGREE: ready(conclude_agreement),
        Verb.PERFORM: ready(finish_performance),
        Verb.DEFAULT: ready(declare_default, **WHY),
        Verb.FOLLOW_UP: ready(
            record_follow_up,
            on=day,
            means="PHONE",
            whom="王长顺",
            content="无异议",
            satisfaction="VERY",
            is_solved=True,
        ),
        Verb.CLOSE: ready(close_case),
        Verb.REOPEN: ready(reopen_case, **WHY),
        Verb.MERGE: ready(merge_case, into=other, **WHY),
        Verb.UNMERGE: ready(unmerge_case, **WHY),
        Verb.CORRECT: ready(correct_case, values={"place": f"三排{at:%m%d%H%M%S%f}"}, new_parties=[], **WHY),
        Verb.NOTE: ready(write_note, note="已走访"),
    }


def everybody(stage: Stage) -> dict[str, Actor]:
    """The cast, the platform itself included."""
    return stage.actors | {"system": Actor.system(stage.ground.county.tenant_id)}
