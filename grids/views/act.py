"""The page of an act: form, dry run, confirm."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.permissions.gate import open_to
from core.permissions.verdict import Refused
from grids.access import area_for
from grids.actions.plan_change import plan_change, preview_change
from grids.acts import ACTS
from grids.changes import PreviewedChange
from grids.choices import ChangeState
from grids.forms import ActForm
from grids.selectors import ancestors


@open_to("grids.change")
@require_http_methods(["GET", "POST"])
def act(request: Any, pk: UUID, slug: str) -> HttpResponse:
    """GET shows the form, the first POST the dry run beside it, the second (`confirmed`) does it."""
    if slug not in ACTS:
        raise Http404
    offered = ACTS[slug]
    confirmed = request.method == "POST" and "confirmed" in request.POST
    area = area_for(request.actor, pk, lock=confirmed)
    verdict = offered.policy(request.actor, area)
    form = offered.form(request.POST if request.method == "POST" else None, area=area, actor=request.actor)
    previewed: PreviewedChange | None = None
    if verdict.ok and form.is_valid():
        change, day = form.change(), form.cleaned_data["effective_on"]
        actor, at = request.actor, timezone.now()
        try:
            if confirmed:
                reason = form.cleaned_data["reason"]
                row = plan_change(change=change, effective_on=day, actor=actor, at=at, reason=reason)
                if row.state == ChangeState.APPLIED:
                    messages.success(request, _("已生效：{summary}").format(summary=row.summary))
                else:
                    messages.success(
                        request,
                        _("已安排：{summary}，{day}生效").format(summary=row.summary, day=row.effective_on),
                    )
                return redirect("area", pk=area.pk)
            previewed = preview_change(change=change, effective_on=day, actor=actor, at=at)
        except Refused as refused:
            _say(form, refused)
    context = {
        "area": area,
        "crumbs": [*ancestors(area), area],
        "title": offered.form.title,
        "advice": offered.form.advice,
        "slug": slug,
        "verdict": verdict,
        "form": form,
        "previewed": previewed,
    }
    return render(request, "grids/act.html", context, status=422 if form.errors else 200)


def _say(form: ActForm, refused: Refused) -> None:
    field = getattr(refused, "field", "")
    form.add_error(field if field in form.fields else None, str(refused))
