"""What comes in and goes out, field by field: read by drf-spectacular for the description, by the views for what is sent."""

from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

from disputes.choices import (
    AgentPower,
    Card,
    Grade,
    Level,
    Outcome,
    PartyKind,
    Risk,
    Scale,
    Scope,
    Sex,
    Side,
    Source,
    State,
    Urgency,
    Verb,
)
from disputes.entering import CaseEntry, PartyEntry
from disputes.seed import ethnicity_names, statistics_choices

MOST_PARTIES: Final = 40
LIST_FIELDS: Final = (
    "id",
    "code",
    "number",
    "title",
    "path",
    "kind_code",
    "source",
    "state",
    "level",
    "outcome",
    "risk",
    "urgency",
    "card",
    "was_late",
    "is_restricted",
    "mediator_id",
    "committee_id",
    "registered_at",
    "accepted_at",
    "settled_at",
    "closed_at",
    "revision",
)
DETAIL_FIELDS: Final = (
    *LIST_FIELDS,
    "summary",
    "place",
    "occurred_on",
    "source_reference",
    "scale",
    "people_count",
    "amount",
    "grade",
    "statistics_row",
    "has_no_handler",
    "first_accepted_at",
    "contacted_at",
)


def _time_ordered(key: UUID) -> None:
    if key.version != 7:
        raise serializers.ValidationError(_("编号须为UUIDv7（按时间排列），请由客户端重新生成。"))


def key_field(label: Any) -> serializers.UUIDField:
    """The client's own key of a row: time-ordered, so that rows of one day lie beside each other in the index."""
    return serializers.UUIDField(help_text=label, validators=[_time_ordered])


def _line(most: int) -> serializers.CharField:
    return serializers.CharField(max_length=most)


def _maybe(most: int) -> serializers.CharField:
    return serializers.CharField(max_length=most, required=False, allow_blank=True, default="")


class Party(serializers.Serializer[Any]):
    """一名当事人或其他相关人。"""

    side = serializers.ChoiceField(choices=Side.choices)
    name = _line(60)
    kind = serializers.ChoiceField(choices=PartyKind.choices, default=PartyKind.PERSON)
    sex = serializers.ChoiceField(choices=Sex.choices, default=Sex.UNKNOWN)
    born_on = serializers.DateField(required=False, allow_null=True, default=None)
    ethnicity = serializers.ChoiceField(
        choices=list(ethnicity_names().items()),
        allow_blank=True,
        default="",
        help_text=_("GB/T 3304代码，文书需要时填写；单位不填"),
    )
    id_number = _maybe(40)
    phone = _maybe(20)
    occupation = _maybe(40)
    address = _maybe(120)
    representative = _maybe(40)
    agent_name = _maybe(40)
    agent_power = serializers.ChoiceField(
        choices=AgentPower.choices, default=AgentPower.NONE, allow_blank=True
    )
    agent_phone = _maybe(20)
    is_minor = serializers.BooleanField(default=False)


class NewCase(serializers.Serializer[Any]):
    """一件新登记的纠纷；id 由客户端生成（UUIDv7），重发同一内容得到同一答复。"""

    id = key_field(_("客户端生成的编号（UUIDv7），即本请求的幂等键"))
    title = _line(100)
    summary = serializers.CharField()
    path = _line(21)
    kind_code = _line(4)
    source_reference = _maybe(60)
    place = _maybe(120)
    occurred_on = serializers.DateField(required=False, allow_null=True, default=None)
    scale = serializers.ChoiceField(choices=Scale.choices, default=Scale.INDIVIDUAL)
    people_count = serializers.IntegerField(min_value=1, max_value=1_000_000, default=2)
    amount = serializers.DecimalField(
        max_digits=14, decimal_places=2, min_value=0, required=False, allow_null=True, default=None
    )
    risk = serializers.ChoiceField(choices=Risk.choices, default=Risk.LOW)
    urgency = serializers.ChoiceField(choices=Urgency.choices, default=Urgency.ORDINARY)
    grade = serializers.ChoiceField(choices=Grade.choices, default=Grade.GENERAL)
    statistics_row = serializers.ChoiceField(
        choices=statistics_choices(),
        allow_blank=True,
        default="",
        help_text=_("月报表中计入的行；留空按纠纷类型"),
    )
    parties: Any = serializers.ListSerializer(child=Party(), min_length=1, max_length=MOST_PARTIES)

    def get_fields(self) -> dict[str, Any]:
        # By name: as an attribute it would hide the one that every field has.
        return super().get_fields() | {
            "source": serializers.ChoiceField(choices=Source.choices, default=Source.COUNTER)
        }

    @property
    def entry(self) -> CaseEntry:
        """The dispute as the verb takes it."""
        given = dict(self.validated_data)
        return CaseEntry(**{name: value for name, value in given.items() if name not in ("id", "parties")})

    @property
    def parties_entered(self) -> list[PartyEntry]:
        return [PartyEntry(**party) for party in self.validated_data["parties"]]


class Filters(serializers.Serializer[Any]):
    """与列表页相同的筛选。"""

    q = serializers.CharField(required=False, max_length=40, help_text=_("编号、当事人、地点"))
    scope = serializers.ChoiceField(choices=Scope.choices, required=False, help_text=_("不填为全部"))
    state = serializers.ChoiceField(choices=State.choices, required=False)
    level = serializers.ChoiceField(choices=Level.choices, required=False)
    kind = serializers.CharField(required=False, max_length=4)
    area = serializers.CharField(required=False, max_length=21, help_text=_("区域路径，含其以下"))
    mediator = serializers.UUIDField(required=False)
    risk = serializers.ChoiceField(choices=Risk.choices, required=False)
    urgency = serializers.ChoiceField(choices=Urgency.choices, required=False)
    card = serializers.ChoiceField(choices=[row for row in Card.choices if row[0]], required=False)
    late = serializers.BooleanField(required=False, default=False, help_text=_("只要曾逾期的"))
    mine = serializers.BooleanField(required=False, default=False, help_text=_("只要本人登记、办理的"))
    since = serializers.DateField(required=False, help_text=_("登记起"))
    until = serializers.DateField(required=False, help_text=_("登记止"))
    size = serializers.IntegerField(required=False, min_value=1, max_value=1000, default=50)
    after = serializers.CharField(required=False, max_length=80, help_text=_("上一页答复中的 after"))

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {
            "source": serializers.ChoiceField(choices=Source.choices, required=False)
        }


_TIMES = ("registered_at", "accepted_at", "settled_at", "closed_at", "first_accepted_at", "contacted_at")
_CHOICES: dict[str, Any] = {
    "source": Source,
    "state": State,
    "level": Level,
    "outcome": Outcome,
    "risk": Risk,
    "urgency": Urgency,
    "card": Card,
    "scale": Scale,
    "grade": Grade,
}
_OTHERS: dict[str, Any] = {
    "id": serializers.UUIDField,
    "mediator_id": serializers.UUIDField,
    "committee_id": serializers.UUIDField,
    "revision": serializers.IntegerField,
    "people_count": serializers.IntegerField,
    "was_late": serializers.BooleanField,
    "is_restricted": serializers.BooleanField,
    "has_no_handler": serializers.BooleanField,
    "occurred_on": serializers.DateField,
}
_NULLABLE = {*_TIMES, "mediator_id", "committee_id", "occurred_on", "amount"}


def _shown(names: tuple[str, ...]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name in names:
        if name in _CHOICES:
            fields[name] = serializers.ChoiceField(choices=_CHOICES[name].choices, allow_blank=True)
        else:
            kind = serializers.DateTimeField if name in _TIMES else _OTHERS.get(name, serializers.CharField)
            fields[name] = kind(allow_null=name in _NULLABLE)
    return fields


_DUE = {"next_due": serializers.DateTimeField(allow_null=True)}
CASES = inline_serializer(
    "DisputeList",
    {
        "rows": inline_serializer("DisputeRow", _shown(LIST_FIELDS) | _DUE, many=True),
        "after": serializers.CharField(allow_null=True),
    },
)
MADE = inline_serializer(
    "DisputeMade",
    {
        "id": serializers.UUIDField(),
        "code": serializers.CharField(),
        "registered_at": serializers.DateTimeField(),
    },
)
_PARTY: dict[str, Any] = {
    "id": serializers.UUIDField(),
    "side": serializers.ChoiceField(choices=Side.choices),
    "kind": serializers.ChoiceField(choices=PartyKind.choices),
    "name": serializers.CharField(help_text=_("不办理本纠纷的人只见掩码")),
    "phone": serializers.CharField(help_text=_("掩码；完整号码须在页面上说明理由后查看")),
    "id_number": serializers.CharField(help_text=_("掩码")),
    "id_unverified": serializers.BooleanField(),
    "ethnicity": serializers.CharField(help_text=_("GB/T 3304代码；不办理本纠纷的人得到空值")),
    "agent_name": serializers.CharField(),
    "notice_signed_on": serializers.DateField(allow_null=True),
    "has_refused": serializers.BooleanField(),
}
_PROMISE: dict[str, Any] = {
    "kind": serializers.CharField(),
    "what": serializers.CharField(),
    "due_at": serializers.DateTimeField(),
    "is_paused": serializers.BooleanField(),
    "is_estimated": serializers.BooleanField(),
}
_OFFER: dict[str, Any] = {
    "verb": serializers.CharField(),
    "label": serializers.CharField(),
    "may": serializers.BooleanField(),
    "reason": serializers.CharField(),
}
CASE = inline_serializer(
    "Dispute",
    _shown(DETAIL_FIELDS)
    | {
        "parties": inline_serializer("DisputeParty", _PARTY, many=True),
        "promises": inline_serializer("DisputePromise", _PROMISE, many=True),
        "steps": inline_serializer("DisputeOffer", _OFFER, many=True),
    },
)
STEP_FIELDS: Final = (
    "id",
    "number",
    "verb",
    "from_state",
    "to_state",
    "level",
    "at",
    "staff_name",
    "post_title",
    "note",
)
_TAKEN: dict[str, Any] = {
    "id": serializers.UUIDField(),
    "number": serializers.IntegerField(),
    "verb": serializers.ChoiceField(choices=Verb.choices),
    "from_state": serializers.ChoiceField(choices=State.choices, allow_blank=True),
    "to_state": serializers.ChoiceField(choices=State.choices),
    "level": serializers.ChoiceField(choices=Level.choices),
    "at": serializers.DateTimeField(),
}
TAKEN = inline_serializer("DisputeStepTaken", _TAKEN)
STEPS = inline_serializer(
    "DisputeSteps",
    {
        "rows": inline_serializer(
            "DisputeStep",
            _TAKEN
            | {
                "staff_name": serializers.CharField(),
                "post_title": serializers.CharField(),
                "note": serializers.CharField(),
            },
            many=True,
        )
    },
)
