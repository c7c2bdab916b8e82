"""Who am I here? The first question of every client."""

from typing import Any

from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from core.permissions.gate import SIGNED_IN, open_to

_POST = inline_serializer(
    "Post",
    {
        "id": serializers.UUIDField(),
        "role": serializers.CharField(),
        "title": serializers.CharField(),
        "path": serializers.CharField(allow_null=True),
        "abilities": serializers.ListField(child=serializers.CharField()),
    },
    many=True,
)
_ME = inline_serializer(
    "Me", {"county": serializers.IntegerField(), "name": serializers.CharField(), "posts": _POST}
)


@open_to(SIGNED_IN)
class Me(APIView):
    """The signed-in person: county, name, posts held now and what each may do."""

    @extend_schema(
        summary="我是谁", description="当前登录人：所在县、姓名、现任岗位及其权限。", responses=_ME
    )
    def get(self, request: Any) -> Response:
        actor = request.actor
        posts = [
            {"id": p.id, "role": p.role, "title": p.title, "path": p.path, "abilities": sorted(p.abilities)}
            for p in actor.posts
        ]
        return Response({"county": actor.tenant, "name": actor.name, "posts": posts})
