"""Suggestions for what is typed: an area, a mediator."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts import finding
from core.permissions.gate import open_to
from disputes.policies import FIGURES, REPORT, VIEW


@open_to("disputes.mine")
@require_GET
def case_areas(request: Any) -> HttpResponse:
    """Areas in which the person registers or sees disputes."""
    actor = request.actor
    paths = sorted({path for ability in (REPORT, VIEW, FIGURES) for path in actor.paths_for(ability)})
    options = finding.area_options(request.GET.get("area", ""), paths)
    return render(request, "accounts/options.html", {"options": options})


@open_to("disputes.mine")
@require_GET
def case_mediators(request: Any) -> HttpResponse:
    """People within the person's reach, by name or initials."""
    options = finding.staff_options(request.GET.get("mediator", ""), request.actor)
    return render(request, "accounts/options.html", {"options": options})
