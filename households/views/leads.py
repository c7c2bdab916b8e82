"""领导包片: which leader goes to which grid."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.places import place_names
from core.paths.ranges import within
from core.permissions.answers import attempt, form_page, sent
from core.permissions.gate import open_to
from households.access import lead_for
from households.actions.lead_grid import end_lead as do_end
from households.actions.lead_grid import lead_grid as do_lead
from households.forms.pairing import EndLeadForm, LeadForm
from households.models import GridLead
from households.policies import PAIR, may_change_settings

PER_PAGE = 50


@open_to("households.pair")
@require_GET
def grid_leads(request: Any) -> HttpResponse:
    """Leaders of the grids of one's ground, now and to come."""
    actor, today = request.actor, timezone.localdate()
    leads = GridLead.objects.filter(
        within("path", *actor.paths_for(PAIR)), Q(to_on=None) | Q(to_on__gt=today)
    ).select_related("staff", "unit")
    page = Paginator(leads.order_by("path", "from_on", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    names = place_names({lead.path for lead in page.object_list})
    context = {
        "page": page,
        "rows": [(lead, names.get(lead.path, lead.path)) for lead in page.object_list],
        "may_change": may_change_settings(actor).ok,
        "today": today,
    }
    return render(request, "households/grid_leads.html", context)


@open_to("households.settings")
@require_http_methods(["GET", "POST"])
def lead_grid(request: Any) -> HttpResponse:
    """Name a leader for a grid from a day on."""
    today = timezone.localdate()
    form = LeadForm(sent(request), actor=request.actor, today=today, initial={"from_on": today})
    done = attempt(
        form,
        lambda given: do_lead(
            staff=given["staff"],
            path=given["area"],
            from_on=given["from_on"],
            actor=request.actor,
            at=timezone.now(),
        ),
    )
    if done:
        messages.success(request, _("已安排%(name)s包片。") % {"name": form.cleaned_data["staff"].name})
        return redirect("grid_leads")
    intro = _("包片领导每月至少到网格一次。一个网格可以有几位领导，一位领导可以包几个网格。")
    return form_page(request, form, _("安排领导包片"), _("保存"), "grid_leads", intro=intro)


@open_to("households.settings")
@require_http_methods(["GET", "POST"])
def end_lead(request: Any, pk: UUID) -> HttpResponse:
    """End it as of a day."""
    lead, today = lead_for(pk), timezone.localdate()
    form = EndLeadForm(sent(request), initial={"to_on": today})
    done = attempt(form, lambda given: do_end(lead=lead, actor=request.actor, at=timezone.now(), **given))
    if done:
        messages.success(request, _("已结束包片。"))
        return redirect("grid_leads")
    said = {"name": lead.staff.name, "grid": place_names([lead.path]).get(lead.path, lead.path)}
    intro = _("%(name)s，%(grid)s") % said
    return form_page(request, form, _("结束包片"), _("结束"), "grid_leads", intro=intro)
