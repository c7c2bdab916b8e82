"""电话回访: visits drawn for a call, the number for it, and what the household said."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Unit
from core.forms.address import Address
from core.permissions.actor import Actor
from core.permissions.answers import attempt
from core.permissions.gate import open_to
from core.permissions.verdict import Refused
from core.workcalendar.rules import add_months, day_of, start_of
from grids.selectors import area_names
from households import access
from households.actions.draw_call_backs import draw_call_backs
from households.actions.look_at_call_back_phone import look_at_call_back_phone
from households.actions.note_call_back import note_call_back
from households.choices import Answer
from households.forms.demand import CallForm
from households.policies import DUTIES, UNIT
from households.ruling import rule_on
from households.visit_rows import visit_rows
from households.visit_selectors import call_backs_seen_by, units_for

PER_PAGE = 50


@never_cache
@open_to("households.calls")
@require_GET
def call_backs(request: Any) -> HttpResponse:
    """Calls to make and made of a month, first those still to be made."""
    return _page(request)


@open_to("households.calls")
@require_POST
def draw(request: Any) -> HttpResponse:
    """Draw the month's share among the visits of a ground or a unit."""
    actor, at = request.actor, timezone.now()
    address = Address(request.POST)
    month = address.month("month", today=day_of(at))
    where = _where(actor).get(request.POST.get("of", ""))
    back = f"{reverse('call_backs')}?month={month:%Y-%m}"
    if where is None:
        messages.error(request, _("请选择从哪里抽取。"))
        return redirect(back)
    try:
        address.require_understood()
        chosen = draw_call_backs(month=month, actor=actor, at=at, **where[1])
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    if chosen:
        messages.success(request, _("抽取了 %(n)s 次走访。") % {"n": len(chosen)})
    else:
        messages.info(request, _("这个月的走访已按比例抽足，没有新增。"))
    return redirect(back)


@never_cache
@open_to("households.calls")
@require_POST
def phone(request: Any, pk: UUID) -> HttpResponse:
    """The number to call, on this answer only; it leaves a trace."""
    found = access.call_back_for(request.actor, pk)
    try:
        number = look_at_call_back_phone(call_back=found, actor=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("call_backs")
    return _page(request, opened=(pk, number))


@never_cache
@open_to("households.calls")
@require_POST
def note(request: Any, pk: UUID) -> HttpResponse:
    """What the household said."""
    found, form = access.call_back_for(request.actor, pk), CallForm(request.POST, prefix=str(pk))
    done = attempt(
        form,
        lambda given: note_call_back(
            call_back=found,
            result=given["result"],
            note=given["note"],
            actor=request.actor,
            at=timezone.now(),
        ),
    )
    if done is None:
        return _page(request, refused=(pk, form))
    messages.success(request, _("已登记。"))
    return redirect(f"{reverse('call_backs')}?month={timezone.localtime(found.visit.visited_at):%Y-%m}")


def _page(
    request: Any,
    opened: tuple[UUID, str] | None = None,
    refused: tuple[UUID, CallForm] | None = None,
) -> HttpResponse:
    actor, now = request.actor, timezone.now()
    on = day_of(now)
    address = Address(request.GET)
    month = address.month("month", today=on)
    rows = (
        call_backs_seen_by(actor, on=on)
        .filter(visit__visited_at__gte=start_of(month), visit__visited_at__lt=start_of(add_months(month, 1)))
        .select_related("visit__door", "visit__staff", "visit__typed_by", "drawn_by")
        .order_by("called_at", "drawn_at", "pk")
    )
    if opened or refused:
        rows = rows.filter(pk__in=[part[0] for part in (opened, refused) if part])
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    found = list(page.object_list)
    of_visits = visit_rows([row.visit for row in found], actor=actor, on=on)
    context = {
        "page": page,
        "rows": [
            (
                row,
                shown,
                refused[1] if refused and refused[0] == row.pk else CallForm(prefix=str(row.pk)),
                row.result in ("", Answer.NOT_REACHED),
            )
            for row, shown in zip(found, of_visits, strict=True)
        ],
        "month": month,
        "before": add_months(month, -1),
        "after": add_months(month, 1) if month < on.replace(day=1) else None,
        "draws_from": [(key, label) for key, (label, _given) in _where(actor).items()],
        "percent": rule_on(on).call_back_percent,
        "number": opened[1] if opened else "",
        "is_one": bool(opened or refused),
        "troubles": address.troubles,
    }
    return render(request, "households/call_backs.html", context, status=422 if refused else 200)


def _where(actor: Actor) -> dict[str, tuple[str, dict[str, Any]]]:
    """Where the actor may draw, by what stands in the form: its name, and what the verb takes."""
    paths = actor.paths_for(DUTIES)
    names = area_names(paths) if paths else {}
    units = Unit.objects.in_bulk(units_for(actor, UNIT))
    return {f"path-{path}": (names.get(path, path), {"path": path}) for path in paths} | {
        f"unit-{pk}": (unit.name, {"unit_id": pk}) for pk, unit in units.items()
    }
