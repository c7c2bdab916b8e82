"""交接: who can't go on with their doors, all pairs of a cadre given to another, the receipt, the list."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.places import place_names
from core.permissions.answers import attempt, page, sent
from core.permissions.gate import open_to
from core.permissions.verdict import Refused
from households.access import cadre_for, handover_for
from households.actions.hand_over_pairs import hand_over_pairs as do_hand_over
from households.actions.receive_handover import receive_handover as do_receive
from households.actions.take_back_pairs import take_back_handover as do_take_back
from households.cadres import stranded
from households.forms.pairing import HandOverForm
from households.handovers import earliest_day, handovers_seen_by, pairs_to_give, why_not_on
from households.policies import PAIR

PER_PAGE = 50


@open_to("households.mine")
@require_GET
def handovers(request: Any) -> HttpResponse:
    """须交接 and every hand-over of the ground; for a cadre those that they give or receive."""
    actor, today = request.actor, timezone.localdate()
    numbered = Paginator(handovers_seen_by(actor), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": numbered,
        "rows": [
            (
                one,
                actor.has(PAIR) and one.on > today,
                one.to_staff_id == actor.person_id and one.received_at is None,
            )
            for one in numbered.object_list
        ],
        "stranded": stranded(actor, on=today) if actor.has(PAIR) else [],
        "may_pair": actor.has(PAIR),
        "today": today,
    }
    return render(request, "households/handovers.html", context)


@open_to("households.pair")
@require_http_methods(["GET", "POST"])
def hand_over_pairs(request: Any, pk: UUID) -> HttpResponse:
    """All doors of one cadre to another on a day, with what would change hands."""
    staff, today = cadre_for(request.actor, pk), timezone.localdate()
    pairs = pairs_to_give(staff.pk, on=today)
    earliest = earliest_day(pairs, today)
    form = HandOverForm(sent(request), actor=request.actor, today=today, initial={"on": earliest})
    done = attempt(
        form,
        lambda given: do_hand_over(from_staff=staff, actor=request.actor, at=timezone.now(), **given),
    )
    if done:
        said = {"n": done.result.count, "name": done.result.to_staff.name, "day": done.result.on}
        messages.success(request, _("%(n)s户自%(day)s起由%(name)s包联，已通知其签收。") % said)
        return redirect("handovers")
    villages: dict[str, int] = {}
    for pair in pairs:
        villages[pair.path] = villages.get(pair.path, 0) + 1
    names = place_names(villages)
    context = {
        "staff": staff,
        "pairs": pairs,
        "why_not": why_not_on(pairs, earliest),
        "places": [(names.get(path, path), count) for path, count in sorted(villages.items())],
    }
    return page(request, "households/hand_over.html", form, **context)


@open_to("households.mine")
@require_POST
def receive_handover(request: Any, pk: UUID) -> HttpResponse:
    """签收."""
    handover = handover_for(request.actor, pk)
    try:
        do_receive(handover=handover, actor=request.actor, at=timezone.now())
        messages.success(request, _("已签收%(n)s户。") % {"n": handover.count})
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("handovers")


@open_to("households.pair")
@require_POST
def take_back_handover(request: Any, pk: UUID) -> HttpResponse:
    """Undo one that has not begun."""
    try:
        do_take_back(handover=handover_for(request.actor, pk), actor=request.actor, at=timezone.now())
        messages.success(request, _("已撤销，仍由原干部包联。"))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("handovers")
