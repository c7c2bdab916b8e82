"""A visit written down by a program, or by a phone that had no network."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Staff
from core.permissions.gate import open_to
from core.permissions.verdict import Refused
from core.workcalendar.rules import day_of
from households import access
from households.actions.record_visit import record_visit
from households.choices import DemandKind, Way
from households.forms.visit import longest
from households.models import Demand, Visit
from households.selectors import pairs_on
from households.visiting import MOST_DEMANDS, DemandEntry, VisitEntry


class NewDemand(serializers.Serializer[Any]):
    """走访时听到的一条诉求或纠纷。"""

    text = serializers.CharField(max_length=longest(Demand, "text"))
    kind = serializers.ChoiceField(choices=DemandKind.choices, default=DemandKind.DEMAND)
    other_side = serializers.CharField(
        max_length=longest(Demand, "other_side"), required=False, allow_blank=True, default=""
    )
    unit_id = serializers.UUIDField(required=False, allow_null=True, default=None)
    staff_id = serializers.UUIDField(required=False, allow_null=True, default=None)


class NewVisit(serializers.Serializer[Any]):
    """一次走访；id 由客户端生成（UUIDv7），重发同一内容得到同一答复。"""

    id = serializers.UUIDField(help_text=_("客户端生成的编号（UUIDv7），即本请求的幂等键"))
    door = serializers.UUIDField()
    way = serializers.ChoiceField(choices=Way.choices)
    visited_at = serializers.DateTimeField()
    met = serializers.CharField(
        max_length=longest(Visit, "met"), required=False, allow_blank=True, default=""
    )
    found_nobody = serializers.BooleanField(default=False)
    said = serializers.CharField(
        max_length=longest(Visit, "said"), required=False, allow_blank=True, default=""
    )
    demands: Any = serializers.ListSerializer(
        child=NewDemand(), required=False, default=list, max_length=MOST_DEMANDS
    )


MADE = inline_serializer(
    "VisitMade",
    {
        "id": serializers.UUIDField(),
        "recorded_at": serializers.DateTimeField(),
        "demands": serializers.ListField(child=serializers.UUIDField()),
    },
)


@open_to("households.mine")
class Visits(APIView):
    """Visits of the doors of which the actor may write."""

    @extend_schema(
        operation_id="visits_create",
        summary=_("记录走访"),
        description=_(
            "id 由客户端生成（UUIDv7），即幂等键：同一内容重发，答复相同（200）；内容不同，答复 409。"
            "走访人是那一天包联这一户的干部，记录人是登录人。规则与走访页相同。"
        ),
        request=NewVisit,
        responses={201: MADE, 200: MADE},
    )
    def post(self, request: Any) -> Response:
        sent = NewVisit(data=request.data)
        sent.is_valid(raise_exception=True)
        given, at = sent.validated_data, timezone.now()
        door = access.door_to_record(request.actor, given["door"])
        visit = record_visit(
            door=door,
            staff=_visitor(door.pk, given["visited_at"]),
            entry=VisitEntry(
                way=given["way"],
                visited_at=given["visited_at"],
                met=given["met"],
                found_nobody=given["found_nobody"],
                said=given["said"],
            ),
            demands=[DemandEntry(**one) for one in given["demands"]],
            actor=request.actor,
            at=at,
            key=given["id"],
        )
        raised = Demand.objects.filter(visit=visit).order_by("raised_at", "pk").values_list("pk", flat=True)
        made = {"id": visit.pk, "recorded_at": visit.recorded_at, "demands": list(raised)}
        return Response(made, status=201 if visit.recorded_at == at else 200)


def _visitor(door_id: Any, visited_at: Any) -> Staff:
    pair = pairs_on(day_of(visited_at)).filter(door_id=door_id).select_related("staff").first()
    if pair is None:
        raise Refused(_("那一天这一户没有包联干部，不能记录走访。"))
    visitor: Staff = pair.staff
    return visitor
