"""Importing boundaries: upload, dry run with every error, confirm."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.permissions.gate import open_to
from core.permissions.verdict import Refused
from grids.access import import_for
from grids.actions.check_boundary_file import check_boundary_file
from grids.actions.import_boundaries import drop_boundaries, import_boundaries
from grids.choices import ImportState
from grids.forms import BoundaryFileForm
from grids.geojson import MOST_BYTES, BadFile

ABILITY = "grids.change"


@open_to(ABILITY)
@require_http_methods(["GET", "POST"])
def upload(request: Any) -> HttpResponse:
    """Take a file and check it."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = BoundaryFileForm(*sent)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > MOST_BYTES:
                raise BadFile(_("文件超过{most}MB").format(most=MOST_BYTES // 1024 // 1024))
            found = check_boundary_file(
                file_name=file.name, content=file.read(), actor=request.actor, at=timezone.now()
            )
            return redirect("boundary_import_checked", pk=found.pk)
        except BadFile as bad:
            form.add_error("file", str(bad))
    return render(request, "grids/boundary_import.html", {"form": form}, status=422 if form.errors else 200)


@open_to(ABILITY)
@require_http_methods(["GET", "POST"])
def checked(request: Any, pk: UUID) -> HttpResponse:
    """The dry run; POST takes it over, or drops it."""
    found = import_for(request.actor, pk)
    if request.method == "POST":
        at = timezone.now()
        try:
            if "drop" in request.POST:
                drop_boundaries(found=found, actor=request.actor, at=at)
                messages.success(request, _("已放弃导入"))
            else:
                count = import_boundaries(found=found, actor=request.actor, at=at)
                messages.success(request, _("已导入{n}个区域的边界").format(n=count))
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("area_browser")
    context = {"found": found, "is_open": found.state == ImportState.CHECKED}
    return render(request, "grids/boundary_checked.html", context)
