"""在办案件: the queue by the time lamp, its filters in the address; out as a sheet and on paper; many given at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from core.permissions.actor import Actor
from core.permissions.answers import attempt
from core.permissions.gate import open_to
from core.permissions.verdict import Refused
from core.printing.actions.reprint_document import reprint_document
from core.tenancy.ids import uuid7
from disputes.access import selected_cases
from disputes.actions.assign_mediators import assign_mediators
from disputes.actions.print_cases import print_cases
from disputes.choices import Scope, TimeGroup
from disputes.forms.bulk import BulkAssign, picked
from disputes.listing import listed
from disputes.policies import FIGURES, REPORT, VIEW, WORK
from disputes.queue import IN_HAND
from disputes.queue_rows import QueueRow, queue_rows
from disputes.selectors import views_of
from grids.selectors import area_names

PER_PAGE = 50
HEADS = (
    ("", gettext_lazy("时限")),
    ("number", gettext_lazy("编号 / 纠纷")),
    ("kind", gettext_lazy("类型")),
    ("state", gettext_lazy("环节")),
    ("mediator", gettext_lazy("主办人")),
    ("registered_at", gettext_lazy("登记")),
)
GROUP_COLOURS = {TimeGroup.OVERDUE: "is-red", TimeGroup.TODAY: "is-yellow"}


@open_to("disputes.mine")
@require_GET
def cases(request: Any) -> HttpResponse:
    """The queue of the person's ground, or the part of it that the address asks for."""
    return _page(request)


@open_to("disputes.mine")
@require_POST
def cases_paper(request: Any) -> HttpResponse:
    """The list as a masked paper, kept among the issued documents."""
    now = timezone.now()
    wanted = listed(request.GET, request.actor, at=now)
    paths = request.actor.paths_for(VIEW) or request.actor.paths_for(FIGURES)
    path = wanted.asked.path or (paths[0] if paths else "")
    try:
        wanted.form.require_understood()
        document = print_cases(
            rows=wanted.lines(),
            filters=wanted.form.words,
            unit=area_names([path]).get(path, "") if path else request.actor.name,
            path=path,
            actor=request.actor,
            at=now,
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(_back(request))
    answer = HttpResponse(
        reprint_document(document=document, actor=request.actor, at=now), content_type="application/pdf"
    )
    answer["Content-Disposition"] = 'inline; filename="cases.pdf"'
    return answer


@open_to("disputes.work")
@require_POST
def assign_cases(request: Any) -> HttpResponse:
    """One mediator for the ticked cases; what was refused is listed with its reasons, and stays ticked."""
    now, picks = timezone.now(), picked(request.POST.getlist("case"))
    form = BulkAssign(request.POST, actor=request.actor, today=timezone.localdate(now))
    if not form.is_valid():
        return _page(request, form, picks)
    done = attempt(
        form,
        lambda _given: assign_mediators(
            cases=selected_cases(request.actor, picks, on=timezone.localdate(now)),
            mediator=form.cleaned_data["mediator"],
            actor=request.actor,
            at=now,
            key=form.cleaned_data["key"],
        ),
    )
    if done is None:
        return _page(request, form, picks)
    outcome = done.result
    name = form.cleaned_data["mediator"].name
    if outcome.done:
        said = _("已指定%(name)s主办 %(n)s 件。") % {"name": name, "n": len(outcome.done)}
        messages.success(request, said)
    if not outcome.refused:
        return redirect(_back(request))
    return _page(request, refused=outcome.refused, picks={case.pk: None for case, _why in outcome.refused})


def _page(
    request: Any, bulk: BulkAssign | None = None, picks: Mapping[Any, Any] | None = None, refused: Any = ()
) -> HttpResponse:
    actor: Actor = request.actor
    wanted = listed(request.GET, actor, at=timezone.now())
    form, asked = wanted.form, wanted.asked
    parted = asked.scope in IN_HAND
    counts = wanted.counts() if parted else {}
    everything = sum(counts.values()) if parted else wanted.cases.count()
    total = counts.get(TimeGroup(asked.group), 0) if asked.group and parted else everything
    page = Paginator(range(total), PER_PAGE).get_page(request.GET.get("page"))
    found = wanted.page(page.start_index() - 1, PER_PAGE) if total else []
    rows = queue_rows(found, actor=actor, horizon=wanted.horizon, kinds=wanted.kinds)
    context = {
        "form": form,
        "asked": asked,
        "scope": Scope(asked.scope),
        "scopes": Scope.choices,
        "everything": everything,
        "figures": [
            (group, group.name.lower(), counts.get(group, 0), GROUP_COLOURS.get(group, ""))
            for group in TimeGroup
            if counts.get(group) or group in (TimeGroup.OVERDUE, TimeGroup.TODAY, TimeGroup.WEEK)
        ]
        if parted
        else [],
        "counts": {group: counts.get(group, 0) for group in TimeGroup},
        "heads": _heads(request.GET.get("sort", "")),
        "page": page,
        "lines": _lines(rows, parted=asked.by_lamp),
        "views": views_of(actor),
        "query": _query(request),
        "today": timezone.localdate(),
        "bulk": bulk or BulkAssign(actor=actor, today=timezone.localdate(), initial={"key": uuid7()}),
        "picks": picks or {},
        "refused": refused,
        "troubles": form.troubles,
        "may_assign": actor.has(WORK),
        "may_report": actor.has(REPORT),
    }
    is_refused = bool(refused) or (bulk is not None and not bulk.is_valid())
    return render(request, "disputes/cases.html", context, status=422 if is_refused else 200)


def _lines(rows: Sequence[QueueRow], *, parted: bool) -> list[tuple[TimeGroup | None, Any]]:
    """What is drawn of each row, with the part of the queue that begins there, if the list is parted and one does."""
    before = [None, *(row.group for row in rows)]
    return [
        (row.group if parted and row.group != last else None, row.cells)
        for last, row in zip(before, rows, strict=False)
    ]


def _heads(sort: str) -> list[tuple[str, Any, str]]:
    """Each head with what a click on it sorts by, and how it is sorted now."""
    bare, heads = sort.removeprefix("-"), []
    for key, label in HEADS:
        if key != bare:
            heads.append((key, label, ""))
        elif not key:
            heads.append((key, label, "ascending"))
        else:
            down = sort.startswith("-")
            heads.append((key if down else f"-{key}", label, "descending" if down else "ascending"))
    return heads


def _query(request: Any) -> str:
    """What stands behind the ? of the list, without the page."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return str(asked.urlencode())


def _back(request: Any) -> str:
    query = _query(request)
    return reverse("cases") + (f"?{query}" if query else "")
