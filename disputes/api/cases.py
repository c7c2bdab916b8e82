"""List, create and one case. A list's rows are read by `.values()` and never become model instances."""

from datetime import datetime
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

from core.crypto.masks import mask_name, mask_names_in
from core.permissions.gate import open_to
from core.workcalendar.rules import day_of
from disputes import access
from disputes.actions.register_case import register_case
from disputes.api import shapes
from disputes.models import Party
from disputes.offers import label_of
from disputes.policies import may_read_names, may_step
from disputes.queue import Asked, Horizon, narrowed
from disputes.selectors import cases_seen_by, facts_of, names_in, promises_of, with_next_due
from disputes.workflow import moves_from


@open_to("disputes.mine", POST="disputes.report")
class Cases(APIView):
    """Disputes of the actor's ground and hands, the latest registered first."""

    @extend_schema(
        operation_id="disputes_list",
        summary=_("纠纷列表"),
        description=_(
            "本辖区的和本人登记、办理的纠纷，登记时间新的在前；筛选与列表页相同。"
            "一页读完，把答复中的 after 带上读下一页。"
        ),
        parameters=[shapes.Filters],
        responses=shapes.CASES,
    )
    def get(self, request: Any) -> Response:
        asked = shapes.Filters(data=request.GET)
        asked.is_valid(raise_exception=True)
        given, at = asked.validated_data, timezone.now()
        cases = narrowed(
            cases_seen_by(request.actor, on=day_of(at)),
            _asked(given),
            actor=request.actor,
            horizon=Horizon.at(at),
        )
        if given.get("after"):
            registered_at, last = _cursor(given["after"])
            cases = cases.filter(
                Q(registered_at__lt=registered_at) | Q(registered_at=registered_at, id__lt=last)
            )
        size = given["size"]
        listed = with_next_due(cases).order_by("-registered_at", "-id")
        rows = list(listed.values(*shapes.LIST_FIELDS, "next_due")[: size + 1])
        more = len(rows) > size
        return Response({"rows": rows[:size], "after": _after(rows[size - 1]) if more else None})

    @extend_schema(
        operation_id="disputes_create",
        summary=_("登记纠纷"),
        description=_(
            "id 由客户端生成（UUIDv7），即幂等键：同一内容重发，答复相同（200）；内容不同，答复 409。"
            "规则与登记页相同。"
        ),
        request=shapes.NewCase,
        responses={201: shapes.MADE, 200: shapes.MADE},
    )
    def post(self, request: Any) -> Response:
        sent = shapes.NewCase(data=request.data)
        sent.is_valid(raise_exception=True)
        at = timezone.now()
        case = register_case(
            entry=sent.entry,
            parties=sent.parties_entered,
            actor=request.actor,
            at=at,
            key=sent.validated_data["id"],
        )
        made = {"id": case.pk, "code": case.code, "registered_at": case.registered_at}
        return Response(made, status=201 if case.registered_at == at else 200)


@open_to("disputes.mine")
class OneCase(APIView):
    """One case: what it is about, who is in it, what is promised, which steps may be taken."""

    @extend_schema(
        operation_id="disputes_one",
        summary=_("一件纠纷"),
        description=_("登记内容、当事人、在计时的期限，以及现在能办哪些步骤、不能办的原因。"),
        responses=shapes.CASE,
    )
    def get(self, request: Any, pk: UUID) -> Response:
        case = access.case_for(request.actor, pk)
        facts = facts_of(case)
        in_full = may_read_names(request.actor, case, facts).ok
        values = {name: getattr(case, name) for name in shapes.DETAIL_FIELDS}
        people = list(Party.objects.filter(case=case).order_by("position"))
        parties = [_party(party, in_full) for party in people]
        if not in_full:
            values["summary"] = mask_names_in(case.summary, names_in(people))
        promises = [
            {
                "kind": one.kind,
                "what": one.what,
                "due_at": one.due_at,
                "is_paused": not one.is_running,
                "is_estimated": one.is_estimated,
            }
            for one in promises_of(case)
        ]
        verdicts = [
            (move.verb, may_step(request.actor, case, move.verb, facts))
            for move in moves_from(case.state, was_accepted=case.was_accepted)
        ]
        steps = [
            {
                "verb": verb,
                "label": label_of(case, verb),
                "may": verdict.ok,
                "reason": verdict.reason,
            }
            for verb, verdict in verdicts
        ]
        return Response(values | {"parties": parties, "promises": promises, "steps": steps})


def _party(party: Party, in_full: bool) -> dict[str, Any]:
    return {
        "id": party.pk,
        "side": party.side,
        "kind": party.kind,
        "name": party.name if in_full else mask_name(party.name),
        "phone": str(party.phone),
        "id_number": str(party.id_number),
        "id_unverified": party.id_unverified,
        "ethnicity": party.ethnicity if in_full else "",
        "agent_name": party.agent_name if in_full else mask_name(party.agent_name),
        "notice_signed_on": party.notice_signed_on,
        "has_refused": party.has_refused,
    }


def _asked(given: dict[str, Any]) -> Asked:
    return Asked(
        words=given.get("q", ""),
        scope=given.get("scope", ""),
        state=given.get("state", ""),
        level=given.get("level", ""),
        kind=given.get("kind", ""),
        path=given.get("area", ""),
        mediator_id=given.get("mediator"),
        risk=given.get("risk", ""),
        urgency=given.get("urgency", ""),
        card=given.get("card", ""),
        source=given.get("source", ""),
        was_late=given["late"],
        is_mine=given["mine"],
        since=given.get("since"),
        until=given.get("until"),
    )


def _after(row: dict[str, Any]) -> str:
    return f"{row['registered_at'].isoformat()}_{row['id']}"


def _cursor(after: str) -> tuple[datetime, UUID]:
    # A plus sign that was not escaped in an address arrives as a blank.
    moment, _bar, last = after.replace(" ", "+").partition("_")
    try:
        registered_at, key = datetime.fromisoformat(moment), UUID(last)
    except ValueError:
        raise ValidationError({"after": _t("请原样带上一页答复中的 after")}) from None
    if registered_at.tzinfo is None:
        raise ValidationError({"after": _t("请原样带上一页答复中的 after")})
    return registered_at, key
