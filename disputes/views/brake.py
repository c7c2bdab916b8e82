"""批量上交暂停: what would go up, and letting it go on with a reason."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.permissions.answers import attempt, sent
from core.permissions.gate import open_to
from disputes.access import brake_for
from disputes.actions.pull_brake import release_brake as do_release
from disputes.braking import FEWEST, SHARE, counts_now, past_brakes, standing_brake, would_go_up
from disputes.forms.terms import DecisionForm
from grids.selectors import area_names

PER_PAGE = 50


@open_to("disputes.settings")
@require_GET
def brake(request: Any) -> HttpResponse:
    """Whether handing up stands still, which cases would go up, and how it was decided before."""
    return _page(request, DecisionForm())


@open_to("disputes.settings")
@require_POST
def release_brake(request: Any, pk: UUID) -> HttpResponse:
    """Let the sweep go on."""
    found = brake_for(request.actor, pk)
    form = DecisionForm(sent(request))
    done = attempt(
        form, lambda given: do_release(brake=found, actor=request.actor, at=timezone.now(), **given)
    )
    if done:
        messages.success(request, _("已放行，到期的纠纷将陆续上交。"))
        return redirect("brake")
    return _page(request, form)


def _page(request: Any, form: DecisionForm) -> HttpResponse:
    now = timezone.now()
    page = Paginator(would_go_up(at=now), PER_PAGE).get_page(request.GET.get("page"))
    names = area_names({row.case.path for row in page.object_list})
    due, open_cases = counts_now(at=now)
    context = {
        "brake": standing_brake(),
        "past": past_brakes(),
        "page": page,
        "rows": [(row, names.get(row.case.path, "")) for row in page.object_list],
        "due": due,
        "open_cases": open_cases,
        "fewest": FEWEST,
        "share": SHARE,
        "form": form,
        "now": now,
    }
    return render(request, "disputes/brake.html", context, status=422 if form.is_bound else 200)
