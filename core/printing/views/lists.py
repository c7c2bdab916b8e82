"""The rows of a list page on paper."""

from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.permissions.answers import went_back
from core.permissions.gate import SIGNED_IN, open_to
from core.permissions.verdict import Refused
from core.printing.actions.print_list import print_list
from core.tabular.access import export_for
from core.tabular.exporting import filters_in
from core.tenancy.models import Tenant


@open_to(SIGNED_IN)
@require_POST
def ledger(request: Any, key: str) -> HttpResponse:
    """The list as a PDF; the filters stand in the address. A refusal goes back to the list."""
    kind, now = export_for(request.actor, key), timezone.now()
    try:
        pdf = print_list(
            kind=kind,
            params=filters_in(request.GET.dict()),
            unit=Tenant.objects.get(code=request.actor.tenant).full_name,
            on=timezone.localdate(now),
            actor=request.actor,
            at=now,
        )
    except Refused as refused:
        return went_back(request, refused)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(f'{kind.sheet.title}.pdf')}"
    return answer
