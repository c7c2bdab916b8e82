"""Papers that were issued: the person's own list, and each once more exactly as it left the house."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.audit.forms import SearchForm
from core.audit.selectors import search_records
from core.forms.address import Address
from core.permissions.gate import SIGNED_IN, open_to
from core.permissions.verdict import Refused
from core.printing.access import document_for
from core.printing.actions.issue_extract import issue_extract
from core.printing.actions.reprint_document import reprint_document
from core.printing.exports import DOCUMENTS, HERE, OWN, SHOWN, documents_asked, with_places
from core.printing.extracts import MOST_ROWS
from core.printing.models import IssuedDocument
from core.printing.policies import REPRINT
from core.tabular.tables import page_table
from core.tenancy.models import Tenant

PER_PAGE = 30


@open_to(SIGNED_IN)
@require_GET
def page(request: Any) -> HttpResponse:
    """Papers this person issued; with ?show=here those of the areas where they may print papers again."""
    asked, actor = Address(request.GET), request.actor
    shows_here = asked.one_of("show", SHOWN, OWN) == HERE
    table = page_table(
        DOCUMENTS,
        documents_asked(actor, shows_here=shows_here),
        asked,
        per_page=PER_PAGE,
        whole=with_places,
        empty_title=_("本辖区还没有印发过文书") if shows_here else _("还没有印发过文书"),
        empty_advice=_("印发的摘录、公示牌和文书会列在这里，随时可以原样重印。"),
    )
    context = {
        "table": table,
        "shows_here": shows_here,
        "troubles": asked.troubles,
        "may_reprint": actor.has(REPRINT),
        "person_id": actor.person_id,
    }
    return render(request, "printing/documents.html", context)


@open_to(SIGNED_IN)
@require_POST
def reprint(request: Any, pk: UUID) -> HttpResponse:
    """The issued bytes; printing again is recorded, somebody else's paper with the reason."""
    document = document_for(request.actor, pk)
    try:
        content = reprint_document(
            document=document,
            reason=request.POST.get("reason", "")[:200],
            actor=request.actor,
            at=timezone.now(),
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(f"{reverse('documents')}?show={HERE}")
    return _pdf(document, content)


@open_to("audit.search")
@require_POST
def audit_extract(request: Any) -> HttpResponse:
    """The auditor's search on paper."""
    form = SearchForm(request.GET)
    if not form.is_valid():
        messages.error(request, _("查询条件有误，没有印发，请先改正。"))
        return redirect(f"{reverse('audit_search')}?{request.GET.urlencode()}")
    records = list(search_records(form.filters())[: MOST_ROWS + 1])
    county = Tenant.objects.get(code=request.actor.tenant)
    since, until = form.cleaned_data["since"], form.cleaned_data["until"]
    try:
        document = issue_extract(
            records=records,
            unit=county.full_name,
            period=_("%(since)s 至 %(until)s")
            % {"since": since or _("建账"), "until": until or timezone.localdate()},
            actor=request.actor,
            at=timezone.now(),
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(f"{reverse('audit_search')}?{request.GET.urlencode()}")
    messages.success(request, _("已印发 %(number)s") % {"number": document.number_text})
    return redirect("documents")


def _pdf(document: IssuedDocument, content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    name = quote(f"{document.title}{document.number_text}.pdf")
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{name}"
    return answer
