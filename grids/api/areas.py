"""List, one, subtree and point lookup of areas. Rows are read by `.values()` and never become model instances."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from core.permissions.gate import open_to
from grids.access import area_for
from grids.selectors import areas_at, areas_below, areas_seen_by, boundary_of

FIELDS = (
    "id",
    "parent_id",
    "path",
    "level",
    "kind",
    "name",
    "code",
    "household_count",
    "valid_from",
    "valid_to",
)
PAGE = 1000
_FIELDS: dict[str, Any] = {
    "id": serializers.UUIDField(),
    "parent_id": serializers.UUIDField(allow_null=True),
    "path": serializers.CharField(),
    "level": serializers.IntegerField(),
    "kind": serializers.CharField(),
    "name": serializers.CharField(),
    "code": serializers.CharField(),
    "household_count": serializers.IntegerField(allow_null=True),
    "valid_from": serializers.DateField(),
    "valid_to": serializers.DateField(allow_null=True),
}
AREA = inline_serializer("Area", _FIELDS)
AREAS = inline_serializer(
    "Areas",
    {
        "rows": inline_serializer("AreaRow", _FIELDS, many=True),
        "after": serializers.CharField(allow_null=True),
    },
)
LEVEL = OpenApiParameter("level", int, description="只要这一级：1县、2乡镇、3村、4网格…")
AFTER = OpenApiParameter("after", str, description="上一页答复中的 after，从其后读起")


@open_to("grids.view")
class Areas(APIView):
    """Areas in force that the posts reach."""

    @extend_schema(operation_id="areas_list", summary="区域列表", description="岗位范围内在用的区域，按树序，每页1000个。",
                   parameters=[LEVEL, AFTER], responses=AREAS)  # fmt: skip
    def get(self, request: Any) -> Response:
        return _page(areas_seen_by(request.actor), request)


@open_to("grids.view")
class Subtree(APIView):
    """An area and everything in force below it."""

    @extend_schema(summary="下级区域", description="该区域及其以下全部在用区域，按树序，每页1000个。",
                   parameters=[LEVEL, AFTER], responses=AREAS)  # fmt: skip
    def get(self, request: Any, pk: UUID) -> Response:
        return _page(areas_below(area_for(request.actor, pk)), request)


@open_to("grids.view")
class OneArea(APIView):
    """One area with its boundary."""

    @extend_schema(summary="一个区域", description="区域的资料和在用的边界（GeoJSON）。",
                   responses=inline_serializer("AreaWithBoundary",
                                               {**_FIELDS, "boundary": serializers.JSONField(allow_null=True)}))  # fmt: skip
    def get(self, request: Any, pk: UUID) -> Response:
        area = area_for(request.actor, pk)
        boundary = boundary_of(area)
        values = {name: getattr(area, name) for name in FIELDS}
        return Response(values | {"boundary": boundary.geometry if boundary else None})


@open_to("grids.view")
class AreasAt(APIView):
    """Which areas contain a point."""

    @extend_schema(
        summary="坐标查网格",
        description="包含该点的在用区域，最小的在前。",
        parameters=[
            OpenApiParameter("lng", float, required=True),
            OpenApiParameter("lat", float, required=True),
        ],
        responses=inline_serializer("AreasAt", {"rows": inline_serializer("AreaAt", _FIELDS, many=True)}),
    )
    def get(self, request: Any) -> Response:
        found = areas_at(request.actor, longitude=_degrees(request, "lng"), latitude=_degrees(request, "lat"))
        return Response({"rows": [{name: getattr(area, name) for name in FIELDS} for area in found]})


def _page(areas: Any, request: Any) -> Response:
    if level := request.GET.get("level"):
        if not level.isdecimal():
            raise ValidationError({"level": "层级应为1至6的数字"})
        areas = areas.filter(level=int(level))
    if after := request.GET.get("after"):
        areas = areas.filter(path__gt=after)
    rows = list(areas.values(*FIELDS)[: PAGE + 1])
    more = len(rows) > PAGE
    return Response({"rows": rows[:PAGE], "after": rows[PAGE - 1]["path"] if more else None})


def _degrees(request: Any, name: str) -> float:
    try:
        value = float(request.GET[name])
    except (KeyError, ValueError):
        raise ValidationError({name: "请给出经纬度，单位为度"}) from None
    if not -180 <= value <= 180:
        raise ValidationError({name: "经纬度超出范围"})
    return value
