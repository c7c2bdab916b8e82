"""The steps of a case, read and taken. A step has its own address, called as the clerk calls it."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from core.crypto.masks import mask_names_in
from core.permissions.gate import open_to
from disputes import access
from disputes.api import shapes
from disputes.api.asking import SHAPES, Asked
from disputes.choices import Verb
from disputes.forms.step_table import slug_of, verb_of
from disputes.models import Party, Step
from disputes.policies import may_read_names
from disputes.repeats import says_otherwise
from disputes.selectors import facts_of, names_in
from disputes.stepping import KeyTaken

SENT = {verb: shape.serializer(verb) for verb, shape in SHAPES.items()}
_SLUGS = [slug_of(verb) for verb in SHAPES]


@open_to("disputes.mine")
class Steps(APIView):
    """What happened to a case, step by step."""

    @extend_schema(
        operation_id="disputes_steps",
        summary=_("办理经过"),
        description=_("自登记起的全部步骤，按序号。"),
        responses=shapes.STEPS,
    )
    def get(self, request: Any, pk: UUID) -> Response:
        case = access.case_for(request.actor, pk)
        steps = list(Step.objects.filter(case=case).order_by("number").values(*shapes.STEP_FIELDS))
        if not may_read_names(request.actor, case, facts_of(case)).ok:
            people = names_in(Party.objects.filter(case=case))
            steps = [step | {"note": mask_names_in(step["note"], people)} for step in steps]
        return Response({"rows": steps})


@open_to("disputes.mine")
class TakeStep(APIView):
    """One step on one case."""

    @extend_schema(
        operation_id="disputes_take_step",
        summary=_("办理一个步骤"),
        description=_(
            "规则与页面相同：不能办理的答复 403 并说明原因；其间有人办理、编号已用于其他操作或其他内容的答复 409。"
            "key 由客户端生成（UUIDv7），同一内容重发得到同一答复。"
        ),
        parameters=[OpenApiParameter("verb", str, OpenApiParameter.PATH, enum=_SLUGS)],
        request=PolymorphicProxySerializer(
            component_name="DisputeStepSent",
            serializers={slug_of(verb): sent for verb, sent in SENT.items()},
            resource_type_field_name=None,
        ),
        responses=shapes.TAKEN,
    )
    def post(self, request: Any, pk: UUID, verb: str) -> Response:
        named = verb_of(verb)
        if named is None or named not in SHAPES:
            raise Http404
        case = access.case_for(request.actor, pk, lock=True)
        sent = SENT[named](data=request.data)
        sent.is_valid(raise_exception=True)
        given = dict(sent.validated_data)
        key, seen, at = given.pop("key"), given.pop("seen"), timezone.now()
        before, stood = case.revision, case.state
        case = SHAPES[named].call(Asked(case, request.actor, at, key, seen), given)
        if case.revision == before:  # sent before: the answer is what was answered then
            taken = Step.objects.get(pk=key)
            if says_otherwise(taken, given):
                raise KeyTaken(_t("该请求编号已用于其他内容，请刷新后重试。"))
            return Response({name: getattr(taken, name) for name in _ANSWERED})
        return Response(_answer(named, key, case.revision, stood, case.state, case.level, at))


_ANSWERED = ("id", "number", "verb", "from_state", "to_state", "level", "at")


def _answer(verb: Verb, *values: Any) -> dict[str, Any]:
    key, number, from_state, to_state, level, at = values
    return dict(zip(_ANSWERED, (key, number, verb, from_state, to_state, level, at), strict=True))
