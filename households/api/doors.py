"""List and create. A list is read in the order of the street, page after page by its last row."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from core.permissions.actor import Actor
from core.permissions.gate import open_to
from core.workcalendar.rules import day_of
from households.actions.add_door import add_door
from households.api import shapes
from households.listing import Asked, as_read, doors_asked, in_order, with_company
from households.models import Door


@open_to("households.view", POST="households.register")
class Doors(APIView):
    """Doors of the actor's ground."""

    @extend_schema(
        operation_id="doors_list",
        summary=_("住户列表"),
        description=_(
            "本辖区的居民户和市场主体，按街巷次序；筛选与列表页相同。电话一律掩码。"
            "一页读完，把答复中的 after 带上读下一页。"
        ),
        parameters=[shapes.Filters],
        responses=shapes.DOORS,
    )
    def get(self, request: Any) -> Response:
        sent = shapes.Filters(data=request.GET)
        sent.is_valid(raise_exception=True)
        given, actor = sent.validated_data, request.actor
        asked = Asked(
            words=given.get("q", ""),
            path=given.get("area", ""),
            kind=given.get("kind", ""),
            presence=given.get("away", ""),
            with_closed=given["closed"],
        )
        doors = doors_asked(actor, asked)
        if given.get("after"):
            doors = doors.filter(_behind(given["after"]))
        size = given["size"]
        found = list(in_order(doors, "")[: size + 1])
        rows = with_company(found[:size], on=day_of(timezone.now()))
        return Response(
            {
                "rows": [_row(door, actor) for door in rows],
                "after": _after(rows[-1]) if len(found) > size else None,
            }
        )

    @extend_schema(
        operation_id="doors_create",
        summary=_("登记住户"),
        description=_(
            "id 由客户端生成（UUIDv7），即幂等键：同一内容重发，答复相同（200）；内容不同，答复 409。"
            "规则与登记页相同。"
        ),
        request=shapes.NewDoor,
        responses={201: shapes.MADE, 200: shapes.MADE},
    )
    def post(self, request: Any) -> Response:
        sent = shapes.NewDoor(data=request.data)
        sent.is_valid(raise_exception=True)
        key = sent.validated_data["id"]
        is_new = not Door.objects.filter(pk=key).exists()
        door = add_door(
            entry=sent.entry,
            members=sent.people,
            on=sent.validated_data["on"],
            key=key,
            actor=request.actor,
            at=timezone.now(),
        )
        made = {"id": door.pk, "service_code": door.service_code}
        return Response(made, status=201 if is_new else 200)


def _row(door: Any, actor: Actor) -> dict[str, Any]:
    shown = as_read(door, actor)
    return {
        "id": door.pk,
        "kind": door.kind,
        "path": door.path,
        "number": door.number,
        "name": shown.name,
        "address": shown.address,
        "phone": shown.phone,
        "people": door.people,
        "presence": door.presence,
        "away_until": door.away_until,
        "cadre_id": door.pair.staff_id if door.pair else None,
        "opened_on": door.opened_on,
        "closed_on": door.closed_on,
    }


def _after(door: Door) -> str:
    return f"{door.path}_{door.walk_order}_{door.pk}"


def _behind(after: str) -> Q:
    path, _bar, rest = after.partition("_")
    order, _bar, last = rest.partition("_")
    try:
        walk_order, key = int(order), UUID(last)
    except ValueError:
        raise ValidationError({"after": _t("请原样带上一页答复中的 after")}) from None
    same = Q(path=path)
    return Q(path__gte=path) & (
        Q(path__gt=path) | same & Q(walk_order__gt=walk_order) | same & Q(walk_order=walk_order, pk__gt=key)
    )
