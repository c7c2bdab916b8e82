"""走访进度: how a month is kept, the duties behind each figure, and why one is not owed or was missed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Unit
from core.forms.address import Address
from core.forms.identifiers import ticked
from core.paths.ranges import STEP_WIDTH, within
from core.permissions.answers import attempt, sent
from core.permissions.gate import open_to
from grids.models import Area
from grids.selectors import area_names
from households import access
from households.actions.exempt_duties import exempt_duties
from households.actions.explain_duty import explain_duty
from households.choices import DutyState
from households.coverage import Line, summed
from households.duty_exports import LISTS, listed, named_lines
from households.duty_rows import DOORS, SHOWN, drawn, grounds_of
from households.forms.duties import ExemptForm, ExplainForm
from households.forms.month import Asked, asked_for
from households.later import later_corrections
from households.models import Duty, DutyMonth
from households.policies import may_exempt, may_explain, units_headed

PER_PAGE, LINES = 50, 100
TABS = (
    ("place", gettext_lazy("按区域")),
    ("unit", gettext_lazy("按单位")),
    ("staff", gettext_lazy("按干部")),
    ("leaders", gettext_lazy("领导包片")),
)
HEADS = {"place": gettext_lazy("区域"), "unit": gettext_lazy("单位"), "staff": gettext_lazy("干部")}
LISTED = ("all", "open", "missed", "visited", "contacted", "exempt")


@open_to("households.mine")
@require_GET
def duties(request: Any) -> HttpResponse:
    """How a month is kept, by area, unit and cadre; each figure opens its rows."""
    actor, today = request.actor, timezone.localdate()
    address = Address(request.GET)
    asked = asked_for(address, actor, today=today)
    if asked.is_mine:
        return redirect(f"{reverse('duty_list')}{asked.query(show='open')}")
    month = DutyMonth.objects.filter(month=asked.month).first()
    lines = named_lines(asked)
    page = Paginator(lines, LINES).get_page(request.GET.get("page"))
    is_closed = month is not None and month.ended_at is not None
    context = {
        "asked": asked,
        "month": month,
        "today": today,
        "is_closed": is_closed,
        "later": len(later_corrections(asked.month, asked.scope)) if is_closed else 0,
        "as_of": month.ended_at if month and month.ended_at else timezone.now(),
        "whose": _whose(asked),
        "areas": _areas(actor) if asked.is_ground else [],
        "crumbs": _crumbs(asked, actor),
        "tabs": [tab for tab in TABS if asked.is_ground or tab[0] in ("staff", "leaders")],
        "head": HEADS.get("staff" if asked.leaders else asked.by),
        "page": page,
        "lines": [(line, name, *_addresses(asked, line)) for line, name in page.object_list],
        "total": summed(line for line, _name in lines),
        "total_query": asked.query(),
        "own_units": bool(units_headed(actor)) and asked.is_ground,
        "troubles": address.troubles,
    }
    return render(request, "households/duties.html", context)


@open_to("households.mine")
@require_GET
def duty_list(request: Any) -> HttpResponse:
    """Exactly the duties behind a figure."""
    return _list(request)


@open_to("households.mine")
@require_POST
def exempt_several(request: Any) -> HttpResponse:
    """Spare the ticked pairs their visit, all for one reason."""
    ids = ticked(request.POST.getlist("duty"))
    form = ExemptForm(request.POST)
    done = attempt(
        form,
        lambda given: exempt_duties(ids=ids, reason=given["reason"], actor=request.actor, at=timezone.now()),
    )
    if not ids or done is None:
        problems = [str(error) for errors in form.errors.values() for error in errors]
        return _list(request, trouble=problems[0] if problems else _("请先勾选要免予走访的任务。"))
    messages.success(request, _("已免予走访%(n)s件。") % {"n": len(done.result)})
    return redirect(f"{reverse('duty_list')}?{request.GET.urlencode()}")


@open_to("households.mine")
@require_http_methods(["GET", "POST"])
def exempt_duty(request: Any, pk: UUID) -> HttpResponse:
    """Spare one pair its visit."""
    duty = access.duty_for(request.actor, pk)
    form = ExemptForm(sent(request))

    def act(given: dict[str, Any]) -> list[UUID]:
        return exempt_duties(ids=[pk], reason=given["reason"], actor=request.actor, at=timezone.now())

    done = attempt(form, act)
    if done:
        messages.success(request, _("已免予走访。"))
        return redirect(_back(duty))
    verdict = may_exempt(request.actor, path=duty.path, unit_id=duty.owner.unit_id)
    return _form(request, duty, form, _("免予走访"), verdict)


@open_to("households.mine")
@require_http_methods(["GET", "POST"])
def explain_missed(request: Any, pk: UUID) -> HttpResponse:
    """Say why a visit was missed."""
    duty = access.duty_for(request.actor, pk, lock=request.method == "POST")
    form = ExplainForm(sent(request), initial={"words": duty.explained})

    def act(given: dict[str, Any]) -> Duty:
        return explain_duty(duty=duty, words=given["words"], actor=request.actor, at=timezone.now())

    done = attempt(form, act)
    if done:
        messages.success(request, _("已保存说明。"))
        return redirect(_back(duty))
    owner = duty.owner
    verdict = may_explain(request.actor, path=duty.path, unit_id=owner.unit_id, staff_id=owner.staff_id)
    return _form(request, duty, form, _("说明未走访的原因"), verdict)


def _list(request: Any, *, trouble: str = "") -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    address = Address(request.GET)
    asked = asked_for(address, actor, today=today)
    shown = address.one_of("show", LISTS, "all")
    rows, late = listed(asked, shown)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    lines = drawn(list(page.object_list), actor, today=today)
    name = _("月后更正") if shown == "later" else DOORS.get(shown) or SHOWN[shown][0]
    offered = LISTED if shown in LISTED else (*LISTED, shown)
    context = {
        "asked": asked,
        "shown": shown,
        "name": name,
        "whose": _whose(asked),
        "lists": [
            (slug, _("月后更正") if slug == "later" else DOORS.get(slug) or SHOWN[slug][0])
            for slug in offered
        ],
        "page": page,
        "rows": [(row, late.get(row.duty.pk)) for row in lines],
        "may_bulk": any(row.may_exempt for row in lines),
        "trouble": trouble,
        "is_wide": bool(grounds_of(actor) or units_headed(actor)),
        "today": today,
        "filters": asked.query(show=shown),
        "troubles": address.troubles,
    }
    return render(request, "households/duty_list.html", context, status=422 if trouble else 200)


def _form(request: Any, duty: Duty, form: Any, heading: str, verdict: Any) -> HttpResponse:
    (row,) = drawn([duty], request.actor, today=timezone.localdate())
    context = {
        "form": form,
        "row": row,
        "heading": heading,
        "verdict": verdict,
        "back": _back(duty),
    }
    return render(request, "households/duty_form.html", context, status=422 if form.is_bound else 200)


def _back(duty: Duty) -> str:
    leaders = "&by=leaders" if duty.is_of_a_leader else ""
    shown = "missed" if duty.state == DutyState.MISSED else "open"
    return f"{reverse('duty_list')}?month={duty.month_name}&show={shown}{leaders}"


def _whose(asked: Asked) -> str:
    """Whose month it is, in words."""
    if asked.is_mine:
        return _("我的包联")
    words = []
    if asked.is_ground:
        words.append(area_names([asked.scope.path]).get(asked.scope.path, asked.scope.path))
    words += Unit.objects.filter(pk__in=asked.scope.units).order_by("name").values_list("name", flat=True)
    return " · ".join(words)


def _areas(actor: Any) -> list[Area]:
    """The actor's own areas, and what lies one level below."""
    paths = grounds_of(actor)
    own = Area.objects.filter(path__in=paths, valid_to=None).order_by("path")
    below = Area.objects.filter(within("path", *paths), parent__path__in=paths, valid_to=None)
    return [*own, *below.order_by("path")]


def _crumbs(asked: Asked, actor: Any) -> list[tuple[str, str]]:
    """The areas above, as far as they are the actor's."""
    if not asked.is_ground:
        return []
    grounds, path = grounds_of(actor), asked.scope.path
    above = [path[:end] for end in range(len(path) - STEP_WIDTH, 0, -STEP_WIDTH)]
    above = [one for one in above if one.startswith(grounds)][::-1]
    names = area_names(above)
    return [(asked.query(area=one, unit=None, staff=None), names.get(one, one)) for one in above]


def _addresses(asked: Asked, line: Line) -> tuple[str, str]:
    """Where a line leads: to its own parts ("" where there are none), and the query of its rows."""
    if asked.by == "place":
        is_leaf = line.key == asked.scope.path
        return "" if is_leaf else asked.query(area=line.key, by=None), asked.query(area=line.key)
    if asked.by == "unit":
        return asked.query(unit=line.key, by="staff"), asked.query(unit=line.key)
    return "", asked.query(staff=line.key)
