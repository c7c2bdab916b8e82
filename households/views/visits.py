"""走访记录: lists of visits, one visit, its correction, the head's comment, call-backs."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import BooleanField, Case, Q, QuerySet, Value, When
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.places import place_names
from core.audit.keyset import before as before_row
from core.audit.keyset import cursor_of, parse_cursor
from core.forms.address import Address
from core.permissions.actor import Actor
from core.permissions.answers import attempt, sent
from core.permissions.gate import open_to
from core.permissions.verdict import Refused
from core.tenancy.lookups import among
from core.workcalendar.rules import day_of
from households import access
from households.actions.comment_visit import comment_visit
from households.actions.correct_visit import correct_visit
from households.actions.drop_draft import drop_draft
from households.choices import Answer, VisitState
from households.forms.visit import NOBODY, SOMEBODY, CommentForm, CorrectionForm
from households.forms.visit_filters import VisitFilters
from households.models import CallBack, Demand, EarlierText, Member, Visit
from households.policies import DUTIES, UNIT, may_correct_visit, may_look_after
from households.selectors import unit_of
from households.visit_rows import Names, demand_rows, visit_rows
from households.visit_selectors import looked_after, visits_seen_by, with_due, written_by

PER_PAGE = 50
TABS = (
    ("", gettext_lazy("全部")),
    ("mine", gettext_lazy("我的走访")),
    ("drafts", gettext_lazy("草稿")),
)
FLAGGED = ("flagged", gettext_lazy("请负责人了解"))


@open_to("households.mine")
@require_GET
def visits(request: Any) -> HttpResponse:
    """Visits in the reader's sight, the latest first; what is flagged stands on those whose head they are."""
    actor, on = request.actor, timezone.localdate()
    is_head = actor.has(DUTIES) or actor.has(UNIT)
    tabs = (*TABS, FLAGGED) if is_head else TABS
    address = Address(request.GET)
    show = address.one_of("show", dict(tabs))
    form = VisitFilters(request.GET, actor=actor)
    rows = form.narrowed(_shown(visits_seen_by(actor, on=on), show, actor, on))
    cursor = parse_cursor(request.GET.get("before", ""))
    if cursor is not None:
        rows = rows.filter(before_row("visited_at", cursor))
    listed = (
        rows.annotate(is_looked_after=_true_where(looked_after(actor, on=on)))
        .select_related("door", "staff", "typed_by")
        .order_by("-visited_at", "-pk")
    )
    found = list(listed[: PER_PAGE + 1])
    shown = found[:PER_PAGE]
    places = place_names(visit.path for visit in shown)
    context = {
        "form": form,
        "rows": [(row, places.get(row.visit.path, "")) for row in visit_rows(shown, actor=actor, on=on)],
        "older": _address(request, shown[-1]) if len(found) > PER_PAGE else "",
        "newest": _address(request) if cursor is not None else "",
        "tabs": tabs,
        "show": show,
        "is_head": is_head,
        "troubles": [*address.troubles, *form.troubles],
    }
    return render(request, "households/visits.html", context)


@never_cache
@open_to("households.mine")
@require_GET
def visit(request: Any, pk: UUID) -> HttpResponse:
    """One visit: what was seen and said, what was asked for, what stood there before."""
    return _page(request, pk, CommentForm())


@never_cache
@open_to("households.mine")
@require_POST
def comment(request: Any, pk: UUID) -> HttpResponse:
    """The head's word on it."""
    found, form = access.visit_for(request.actor, pk), CommentForm(request.POST)
    done = attempt(
        form,
        lambda given: comment_visit(
            visit=found, comment=given["comment"], actor=request.actor, at=timezone.now()
        ),
    )
    if done is None:
        return _page(request, pk, form)
    messages.success(request, _("点评已发给走访人。"))
    return redirect("visit", pk=pk)


@never_cache
@open_to("households.mine")
@require_http_methods(["GET", "POST"])
def correct(request: Any, pk: UUID) -> HttpResponse:
    """The form with the visit as it stands; what stood there is kept."""
    actor, at = request.actor, timezone.now()
    found = access.visit_for(actor, pk)
    door, verdict = found.door, may_correct_visit(actor, found)
    names = Names([door] if door else [], actor=actor, on=day_of(at))
    members = list(Member.objects.filter(door=door, to_on=None).order_by("relation", "born_on", "pk"))
    form = CorrectionForm(
        sent(request),
        door=door,
        members=members,
        in_full=names.in_full(door),
        at=at,
        initial=_as_it_stands(found, members),
    )
    if request.method == "POST" and verdict.ok:
        done = attempt(
            form,
            lambda given: correct_visit(
                visit=found, entry=form.entry(), reason=given["reason"], actor=actor, at=at
            ),
        )
        if done:
            messages.success(request, _("已更正，原来的记录保留在下面。"))
            return redirect("visit", pk=pk)
    context = {"form": form, "visit": found, "verdict": verdict}
    status = 422 if request.method == "POST" else 200
    return render(request, "households/correct_visit.html", context, status=status)


@open_to("households.mine")
@require_POST
def drop(request: Any, pk: UUID) -> HttpResponse:
    """A draft is thrown away."""
    try:
        drop_draft(visit=access.visit_for(request.actor, pk), actor=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("visit", pk=pk)
    messages.success(request, _("草稿已删除。"))
    return redirect("my_doors")


def _address(request: Any, last: Visit | None = None) -> str:
    """The list as it is asked for, from the newest on or from behind a visit. A county's three years are a million and a
    half: nobody pages through them by number, and counting them costs what reading them does."""
    asked = request.GET.copy()
    asked.pop("before", None)
    if last is not None:
        asked["before"] = cursor_of(last.visited_at, last.pk)
    return f"{reverse('visits')}?{asked.urlencode()}"


def _shown(rows: QuerySet[Visit], show: str, actor: Actor, on: dt.date) -> QuerySet[Visit]:
    own = written_by(actor.person_id)
    if show == "drafts":
        return rows.filter(own, state=VisitState.DRAFT)
    rows = rows.filter(state=VisitState.KEPT)
    if show == "mine":
        return rows.filter(own)
    return rows.filter(looked_after(actor, on=on), _is_flagged()) if show == "flagged" else rows


def _is_flagged() -> Q:
    called = CallBack.objects.filter(result=Answer.CONTRADICTED).values("visit_id")
    return Q(is_burst=True) | Q(answer=Answer.CONTRADICTED) | Q(among(called))


def _true_where(condition: Q) -> Any:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _as_it_stands(visit: Visit, members: list[Member]) -> dict[str, Any]:
    known = {one.name: str(one.pk) for one in members}
    met = NOBODY if visit.found_nobody else known.get(visit.met, SOMEBODY)
    return {
        "way": visit.way,
        "met": met,
        "met_other": visit.met if met == SOMEBODY else "",
        "said": visit.said,
        "visited_at": visit.visited_at,
    }


def _page(request: Any, pk: UUID, form: CommentForm) -> HttpResponse:
    actor, now = request.actor, timezone.now()
    found, on = access.visit_for(actor, pk), day_of(now)
    names = Names([found.door] if found.door else [], actor=actor, on=on)
    demands = with_due(Demand.objects.filter(visit=found)).select_related("door", "unit", "staff")
    may_head = may_look_after(actor, found, unit_id=unit_of(found.staff_id, on=day_of(found.visited_at)))
    earlier = EarlierText.objects.filter(visit=found).select_related("replaced_by").order_by("-replaced_at")
    context = {
        "visit": found,
        "row": visit_rows([found], actor=actor, on=on)[0],
        "place": place_names([found.path]).get(found.path, ""),
        "demands": demand_rows(list(demands.order_by("raised_at", "pk")), actor=actor, now=now),
        "earlier": [
            (old, names.shown(found.door, old.met), names.text(found.door, old.said, old.met))
            for old in earlier
        ],
        "may_correct": may_correct_visit(actor, found),
        "may_head": may_head,
        "call_back": found.call_backs.first() if may_head.ok else None,
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "households/visit.html", context, status=status)
