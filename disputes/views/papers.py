"""Printing a paper of the case, its Word copy as a draft to edit, and the slip with its code."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from core.paths.ranges import ancestors_of
from core.permissions.gate import open_to
from core.permissions.verdict import Refused
from disputes import access
from disputes.actions.draw_word_copy import draw_word_copy
from disputes.actions.issue_paper import issue_paper
from disputes.actions.print_code_slip import print_code_slip
from disputes.printouts import FILLINGS
from disputes.word import MEDIA_TYPE
from grids.selectors import area_names


@open_to("disputes.mine")
@require_POST
def issue(request: Any, pk: UUID, kind: str) -> HttpResponse:
    """Print it into its place."""
    case = access.case_for(request.actor, pk)
    try:
        item = issue_paper(
            case=case,
            kind=_kind(kind),
            about=_about(request),
            text=request.POST.get("text", "")[:5000],
            actor=request.actor,
            at=timezone.now(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        words = {"title": item.title, "n": item.pages}
        messages.success(request, _("已印制：%(title)s，%(n)s 页，可以打印。") % words)
    return redirect("dossier", pk=case.pk)


@never_cache
@open_to("disputes.mine")
@require_POST
def word(request: Any, pk: UUID, kind: str) -> HttpResponse:
    """The same values as a Word file; a draft, not an issued paper."""
    case = access.case_for(request.actor, pk)
    try:
        name, content = draw_word_copy(
            case=case, kind=_kind(kind), about=_about(request), actor=request.actor, at=timezone.now()
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("dossier", pk=case.pk)
    answer = HttpResponse(content, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


@never_cache
@open_to("disputes.mine")
@require_POST
def code_slip(request: Any, pk: UUID) -> HttpResponse:
    """The slip with the code of one case, for a party to take home."""
    case = access.case_for(request.actor, pk)
    address = request.build_absolute_uri(reverse("case_by_code", args=[case.code]))
    paths = ancestors_of(case.path)[1:]  # the county stands in no address inside it
    names = area_names(paths)
    place = " ".join(filter(None, (names.get(path) for path in paths)))
    try:
        content = print_code_slip(
            case=case, place=place, address=address, actor=request.actor, at=timezone.now()
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("case", pk=case.pk)
    return HttpResponse(content, content_type="application/pdf")


def _kind(slug: str) -> str:
    kind = slug.upper().replace("-", "_")
    if kind not in FILLINGS:
        raise Http404
    return kind


def _about(request: Any) -> UUID | None:
    try:
        return UUID(request.POST.get("about", ""))
    except ValueError:
        return None
