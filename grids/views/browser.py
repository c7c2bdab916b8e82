from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from core.permissions.gate import open_to
from grids.choices import Level
from grids.selectors import areas_seen_by


@open_to("grids.view")
def browser(request: Any) -> HttpResponse:
    areas = areas_seen_by(request.actor).filter(level__lte=Level.VILLAGE)
    return render(request, "grids/browser.html", {"areas": areas})
