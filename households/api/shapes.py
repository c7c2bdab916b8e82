"""What comes in and goes out, field by field: read by drf-spectacular for the description, by the views for what is sent."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

from households.choices import DoorKind, Presence, Relation, Sex
from households.entering import DoorEntry, MemberEntry
from households.forms.parts import ONLY_A_PHONE

MOST_PEOPLE: Final = 30


def _maybe(most: int) -> serializers.CharField:
    return serializers.CharField(max_length=most, required=False, allow_blank=True, default="")


def _phone() -> serializers.RegexField:
    return serializers.RegexField(ONLY_A_PHONE, required=False, allow_blank=True, default="")


class NewMember(serializers.Serializer[Any]):
    """一名家庭成员。"""

    name = serializers.CharField(max_length=40)
    relation = serializers.ChoiceField(choices=Relation.choices)
    sex = serializers.ChoiceField(choices=Sex.choices, default=Sex.UNKNOWN)
    born_on = serializers.DateField(required=False, allow_null=True, default=None)
    id_number = _maybe(30)
    phone = _phone()
    is_away = serializers.BooleanField(default=False)
    returns_on = serializers.DateField(required=False, allow_null=True, default=None)


class NewDoor(serializers.Serializer[Any]):
    """一户居民或一个市场主体；id 由客户端生成（UUIDv7），重发同一内容得到同一答复。"""

    id = serializers.UUIDField(help_text=_("客户端生成的编号（UUIDv7），即本请求的幂等键"))
    path = serializers.CharField(max_length=21, help_text=_("网格路径"))
    kind = serializers.ChoiceField(choices=DoorKind.choices, default=DoorKind.HOUSEHOLD)
    name = serializers.CharField(max_length=60, help_text=_("户主姓名，或市场主体名称"))
    address = serializers.CharField(max_length=120)
    number = _maybe(24)
    walk_order = serializers.IntegerField(min_value=0, max_value=1_000_000, default=0)
    phone = _phone()
    credit_code = _maybe(18)
    operator = _maybe(40)
    note = _maybe(300)
    on = serializers.DateField(
        required=False, allow_null=True, default=None, help_text=_("登记日，不填为今天")
    )
    members: Any = serializers.ListSerializer(
        child=NewMember(), max_length=MOST_PEOPLE, required=False, default=list
    )

    @property
    def entry(self) -> DoorEntry:
        """The door as the verb takes it."""
        given = dict(self.validated_data)
        return DoorEntry(**{name: given[name] for name in given if name not in ("id", "on", "members")})

    @property
    def people(self) -> list[MemberEntry]:
        return [MemberEntry(**one) for one in self.validated_data["members"]]


class Filters(serializers.Serializer[Any]):
    """与列表页相同的筛选。"""

    q = serializers.CharField(required=False, max_length=40, help_text=_("姓名、首字母、电话、后四位、地址"))
    area = serializers.CharField(required=False, max_length=21, help_text=_("区域路径，含其以下"))
    kind = serializers.ChoiceField(choices=DoorKind.choices, required=False)
    away = serializers.ChoiceField(choices=Presence.choices, required=False)
    closed = serializers.BooleanField(required=False, default=False, help_text=_("含已注销"))
    size = serializers.IntegerField(required=False, min_value=1, max_value=1000, default=50)
    after = serializers.CharField(required=False, max_length=80, help_text=_("上一页答复中的 after"))


_ROW: dict[str, Any] = {
    "id": serializers.UUIDField(),
    "kind": serializers.ChoiceField(choices=DoorKind.choices),
    "path": serializers.CharField(),
    "number": serializers.CharField(),
    "name": serializers.CharField(help_text=_("只有包联干部和登记人员见全名")),
    "address": serializers.CharField(),
    "phone": serializers.CharField(help_text=_("掩码；完整号码须在页面上说明理由后查看")),
    "people": serializers.IntegerField(allow_null=True),
    "presence": serializers.ChoiceField(choices=Presence.choices),
    "away_until": serializers.DateField(allow_null=True),
    "cadre_id": serializers.UUIDField(allow_null=True),
    "opened_on": serializers.DateField(),
    "closed_on": serializers.DateField(allow_null=True),
}
DOORS = inline_serializer(
    "DoorList",
    {"rows": inline_serializer("DoorRow", _ROW, many=True), "after": serializers.CharField(allow_null=True)},
)
MADE = inline_serializer("DoorMade", {"id": serializers.UUIDField(), "service_code": serializers.CharField()})
