"""What each step asks for, and the one verb that it calls: the same verbs as the forms of the pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.models import Staff
from core.permissions.actor import Actor
from core.workcalendar.choices import Unit
from core.workcalendar.rules import Term, day_of
from disputes import access
from disputes.actions.accept_case import accept_case
from disputes.actions.assign_mediator import assign_mediator
from disputes.actions.bar_mediation import bar_mediation
from disputes.actions.close_case import close_case, reopen_case
from disputes.actions.conclude_agreement import conclude_agreement
from disputes.actions.correct_case import CORRECTABLE, correct_case
from disputes.actions.declare_default import declare_default
from disputes.actions.end_mediation import end_mediation, refuse_mediation
from disputes.actions.extend_case import EXTENDABLE, LONGEST, extend_case
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
from disputes.api.shapes import MOST_PARTIES, NewCase, key_field
from disputes.api.shapes import Party as PartyShape
from disputes.choices import (
    LADDER,
    FollowUpMeans,
    PauseGround,
    ReportGround,
    Satisfaction,
    TransferTo,
    Verb,
)
from disputes.entering import PartyEntry
from disputes.mediators import committee_called, mediators_for, staff_named
from disputes.models import Case, Committee
from disputes.policies import WORK

Given = dict[str, Any]
_DAYS: Final = (Unit.WORKING_DAYS, Unit.NATURAL_DAYS)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who takes the step on which case; `common` is what every verb is told."""

    case: Case
    actor: Actor
    at: datetime
    key: UUID
    seen: int | None

    @property
    def common(self) -> Given:
        return {
            "case": self.case,
            "actor": self.actor,
            "at": self.at,
            "key": self.key,
            "seen": self.seen,
        }


Call = Callable[[Asked, Given], Case]


@dataclass(frozen=True, slots=True)
class StepShape:
    """Its fields beside `key` and `seen`, and how the verb is called with them."""

    fields: Mapping[str, Any]
    call: Call

    def serializer(self, verb: Verb) -> type[serializers.Serializer[Any]]:
        return type(f"Step{verb.title().replace('_', '')}", (StepSent,), dict(self.fields))


class StepSent(serializers.Serializer[Any]):
    """办理一个步骤时都要带的：本请求的编号和页面上的版本号。"""

    key = key_field(_("客户端生成的步骤编号（UUIDv7），即幂等键；重发同一内容得到同一答复"))
    seen = serializers.IntegerField(
        required=False,
        allow_null=True,
        default=None,
        min_value=0,
        help_text=_("所见的 revision；其间有人办理则答复 409"),
    )


def _text(**more: Any) -> serializers.CharField:
    return serializers.CharField(**more)


def _maybe(most: int) -> serializers.CharField:
    return serializers.CharField(required=False, allow_blank=True, default="", max_length=most)


def _note() -> serializers.CharField:
    return serializers.CharField(required=False, allow_blank=True, default="")


def _names() -> serializers.ListField:
    name = serializers.CharField(max_length=60)
    return serializers.ListField(child=name, required=False, default=list, max_length=MOST_PARTIES)


def _maybe_one() -> serializers.UUIDField:
    return serializers.UUIDField(required=False, allow_null=True, default=None)


def _plain(act: Callable[..., Case]) -> Call:
    """A verb that takes what was sent under the same names."""
    return lambda asked, given: act(**asked.common, **given)


def _ending(verb: Verb) -> StepShape:
    return StepShape(
        {"reason": _text()}, lambda asked, given: end_mediation(**asked.common, verb=verb, **given)
    )


def _with_reason(act: Callable[..., Case]) -> StepShape:
    return StepShape({"reason": _text()}, _plain(act))


def _with_note(act: Callable[..., Case], note: Callable[[], Any] = _note) -> StepShape:
    return StepShape({"note": note()}, _plain(act))


def _mediator(asked: Asked, pk: UUID | None) -> Staff | None:
    """Whoever is named, from among those whom the page offers too."""
    if pk is None:
        return None
    mediator = staff_named(pk)
    is_self = mediator is not None and pk == asked.actor.person_id and asked.actor.has(WORK)
    if mediator is None or not (is_self or _is_offered(asked, mediator)):
        raise serializers.ValidationError({"mediator": _t("不在可指定的调解员之中。")})
    return mediator


def _is_offered(asked: Asked, mediator: Staff) -> bool:
    groups = mediators_for(asked.case, on=day_of(asked.at))
    return any(str(mediator.pk) == offered for _label, people in groups for offered, _name in people)


def _committee(pk: UUID | None) -> Committee | None:
    committee = committee_called(pk)
    if pk is not None and committee is None:
        raise serializers.ValidationError({"committee": _t("没有这个调解委员会。")})
    return committee


def _accept(asked: Asked, given: Given) -> Case:
    return accept_case(
        **asked.common,
        mediator=_mediator(asked, given["mediator"]),
        committee=_committee(given["committee"]),
        is_chosen=given["is_chosen"],
    )


def _assign(asked: Asked, given: Given) -> Case:
    mediator = _mediator(asked, given["mediator"])
    if mediator is None:  # the shape has refused it
        raise serializers.ValidationError({"mediator": _t("请选择调解员。")})
    return assign_mediator(
        **asked.common, mediator=mediator, is_chosen=given["is_chosen"], reason=given["reason"]
    )


def _hand_to_trade(asked: Asked, given: Given) -> Case:
    committee = _committee(given["committee"])
    if committee is None:  # the shape has refused it
        raise serializers.ValidationError({"committee": _t("请选择行业调委会。")})
    return hand_to_trade(**asked.common, committee=committee, reason=given["reason"])


def _extend(asked: Asked, given: Given) -> Case:
    by = Term(given["value"], Unit(given["unit"]))
    return extend_case(
        **asked.common,
        by=by,
        promise=given["promise"],
        reason=given["reason"],
        has_consent=given["has_consent"],
    )


def _merge(asked: Asked, given: Given) -> Case:
    return merge_case(
        **asked.common, into=access.case_for(asked.actor, given["into"]), reason=given["reason"]
    )


def _inquire(asked: Asked, given: Given) -> Case:
    return record_inquiry(**asked.common, entry=InquiryEntry(**given))


def _sit(asked: Asked, given: Given) -> Case:
    return record_sitting(**asked.common, entry=SittingEntry(**given))


def _bar(asked: Asked, given: Given) -> Case:
    return bar_mediation(**asked.common, **given)


def _correct(asked: Asked, given: Given) -> Case:
    new = [PartyEntry(**party) for party in given["new_parties"]]
    return correct_case(**asked.common, values=given["values"], new_parties=new, reason=given["reason"])


class _Corrected(serializers.Serializer[Any]):
    """登记内容中要更正的项；没有带的不变。"""

    def get_fields(self) -> dict[str, Any]:
        wanted = {name: field for name, field in NewCase().get_fields().items() if name in CORRECTABLE}
        for field in wanted.values():
            field.required, field.default = False, serializers.empty
        return wanted


def _choice(choices: Any) -> serializers.ChoiceField:
    return serializers.ChoiceField(choices=choices)


SHAPES: Final[Mapping[Verb, StepShape]] = MappingProxyType(
    {
        Verb.SETTLE_ON_SPOT: StepShape({"content": _text(max_length=20_000)}, _plain(settle_on_spot)),
        Verb.RETURN: _with_reason(return_case),
        Verb.RESUBMIT: _with_note(resubmit_case),
        Verb.ACCEPT: StepShape(
            {
                "mediator": _maybe_one(),
                "committee": _maybe_one(),
                "is_chosen": serializers.BooleanField(default=False),
            },
            _accept,
        ),
        Verb.ASSIGN: StepShape(
            {
                "mediator": serializers.UUIDField(),
                "is_chosen": serializers.BooleanField(default=False),
                "reason": _note(),
            },
            _assign,
        ),
        Verb.CONTACT: _with_note(note_contact, _text),
        Verb.START: _with_note(start_mediation),
        Verb.INQUIRE: StepShape(
            {
                "begins_at": serializers.DateTimeField(),
                "ends_at": serializers.DateTimeField(required=False, allow_null=True, default=None),
                "place": _maybe(100),
                "party_id": _maybe_one(),
                "name": _maybe(60),
                "relation": _maybe(40),
                "phone": _maybe(20),
                "investigators": serializers.ListField(
                    child=_text(max_length=40), min_length=1, max_length=MOST_PARTIES
                ),
                "recorder": _maybe(40),
                "present": _names(),
                "subject": _maybe(100),
                "record": _note(),
                "finding": _text(max_length=300),
            },
            _inquire,
        ),
        Verb.SIT: StepShape(
            {
                "begins_at": serializers.DateTimeField(),
                "ends_at": serializers.DateTimeField(required=False, allow_null=True, default=None),
                "place": _maybe(100),
                "recorder": _maybe(40),
                "present": _names(),
                "units": _names(),
                "is_open": serializers.BooleanField(default=False),
                "is_joint": serializers.BooleanField(default=False),
                "record": _note(),
                "result": _text(max_length=300),
                "is_agreed": serializers.BooleanField(default=False),
            },
            _sit,
        ),
        Verb.PAUSE: StepShape(
            {
                "ground": _choice(PauseGround.choices),
                "until": serializers.DateField(),
                "reason": _text(),
            },
            _plain(pause_case),
        ),
        Verb.RESUME: _with_note(resume_case),
        Verb.EXTEND: StepShape(
            {
                "promise": _choice([(str(one), one.label) for one in EXTENDABLE]),
                "value": serializers.IntegerField(min_value=1, max_value=LONGEST),
                "unit": _choice([(unit.value, unit.label) for unit in _DAYS]),
                "has_consent": serializers.BooleanField(default=False),
                "reason": _text(),
            },
            _extend,
        ),
        Verb.HAND_UP: _with_reason(hand_up_case),
        Verb.URGENT: StepShape(
            {"to_level": serializers.ChoiceField(choices=list(LADDER)), "reason": _text()},
            _plain(send_urgently),
        ),
        Verb.HAND_BACK: _with_reason(hand_back_case),
        Verb.HAND_TO_TRADE: StepShape(
            {"committee": serializers.UUIDField(), "reason": _text()}, _hand_to_trade
        ),
        Verb.REFUSE: StepShape(
            {
                "party_ids": serializers.ListField(
                    child=serializers.UUIDField(), min_length=1, max_length=MOST_PARTIES
                ),
                "reason": _text(),
            },
            _plain(refuse_mediation),
        ),
        Verb.WITHDRAW: _ending(Verb.WITHDRAW),
        Verb.FAIL: _ending(Verb.FAIL),
        Verb.TERMINATE: _ending(Verb.TERMINATE),
        Verb.BAR: StepShape(
            {
                "ground": _choice(ReportGround.choices),
                "found": _text(),
                "found_at": serializers.DateTimeField(),
            },
            _bar,
        ),
        Verb.TRANSFER: StepShape(
            {
                "to": _choice(TransferTo.choices),
                "body": _text(max_length=60),
                "reason": _text(),
            },
            _plain(transfer_case),
        ),
        Verb.AGREE: StepShape({}, _plain(conclude_agreement)),
        Verb.PERFORM: _with_note(finish_performance),
        Verb.DEFAULT: _with_reason(declare_default),
        Verb.FOLLOW_UP: StepShape(
            {
                "on": serializers.DateField(),
                "means": _choice(FollowUpMeans.choices),
                "whom": _text(max_length=60),
                "content": _text(),
                "satisfaction": serializers.ChoiceField(
                    choices=Satisfaction.choices, default=Satisfaction.UNASKED, allow_blank=True
                ),
                "is_solved": serializers.BooleanField(default=True),
            },
            _plain(record_follow_up),
        ),
        Verb.CLOSE: _with_note(close_case),
        Verb.REOPEN: _with_reason(reopen_case),
        Verb.MERGE: StepShape({"into": serializers.UUIDField(), "reason": _text()}, _merge),
        Verb.UNMERGE: _with_reason(unmerge_case),
        Verb.CORRECT: StepShape(
            {
                "values": _Corrected(),
                "new_parties": serializers.ListSerializer(
                    child=PartyShape(), required=False, default=list, max_length=MOST_PARTIES
                ),
                "reason": _text(),
            },
            _correct,
        ),
        Verb.NOTE: _with_note(write_note, _text),
    }
)
