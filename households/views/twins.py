"""疑似重复: entries of the county's register that may be one person; whoever keeps one of them says whether they are."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.permissions.gate import open_to
from core.permissions.verdict import Refused
from households.access import twin_for
from households.actions.settle_twins import settle_twins
from households.choices import Likeness
from households.twins import proposed

LONGEST = 200
MOST_PAGES = 500


@open_to("households.register")
@require_GET
def twins(request: Any) -> HttpResponse:
    """A page of pairs, the surest first."""
    typed = request.GET.get("page", "")
    page = min(int(typed), MOST_PAGES) if typed.isdecimal() and int(typed) else 1
    pairs, has_more = proposed(request.actor, page=page)
    context = {"pairs": pairs, "page": page, "has_more": has_more, "likeness": Likeness.choices}
    return render(request, "households/twins.html", context)


@open_to("households.register")
@require_POST
def settle(request: Any, pk: UUID, other_pk: UUID) -> HttpResponse:
    """Say whether two entries are one person."""
    try:
        row = settle_twins(
            one=twin_for(pk),
            other=twin_for(other_pk),
            verdict=request.POST.get("verdict", ""),
            note=request.POST.get("note", "").strip()[:LONGEST],
            actor=request.actor,
            at=timezone.now(),
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("twins")
    is_same = row.verdict == Likeness.SAME
    said = _("已认定为同一人，请在多余的一户登记离户（误登）。") if is_same else _("已认定不是同一人。")
    messages.success(request, said)
    return redirect("twins")
