"""包片走访: a leader's own grids, and the page on which a visit to one is written down."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.places import place_names
from core.forms.address import Address
from core.permissions.answers import attempt, page, sent
from core.permissions.gate import open_to
from core.tenancy.ids import uuid7
from core.workcalendar.rules import day_of
from households.actions.record_grid_visit import record_grid_visit
from households.duty_rows import with_owners
from households.forms.visit import GridVisitForm
from households.models import Duty
from households.selectors import led_paths
from households.visiting import earliest_day

MONTHS_SHOWN = 12
MOST = 240


@open_to("households.lead")
@require_GET
def lead_grids(request: Any) -> HttpResponse:
    """The leader's own grids: this month's visit to each, and how the months before were kept. A grid led for too few
    days of the month owes no visit yet, and stands there all the same."""
    actor, today = request.actor, timezone.localdate()
    own = Duty.objects.filter(lead__staff=actor.person_id, lead__isnull=False)
    rows = list(with_owners(own).order_by("path", "-month")[:MOST])
    by_grid: dict[str, list[Duty]] = {path: [] for path in led_paths(actor, since=today)}
    for row in rows:
        by_grid.setdefault(row.path, []).append(row)
    names = place_names(by_grid)
    grids = [
        (names.get(path, path), path, kept[0] if kept else None, kept[1 : MONTHS_SHOWN + 1])
        for path, kept in sorted(by_grid.items())
    ]
    return render(request, "households/lead_grids.html", {"grids": grids})


@never_cache
@open_to("households.lead")
@require_http_methods(["GET", "POST"])
def record_visit(request: Any) -> HttpResponse:
    """A leader writes down a visit to one of their grids; the address may name which."""
    actor, at = request.actor, timezone.now()
    paths = led_paths(actor, since=earliest_day(day_of(at)))
    names, asked = place_names(paths), Address(request.GET)
    form = GridVisitForm(
        sent(request),
        grids=[(path, names.get(path, path)) for path in paths],
        at=at,
        initial={
            "path": asked.text("path"),
            "visited_at": timezone.localtime(at).replace(second=0, microsecond=0),
            "key": uuid7(),
        },
    )
    done = attempt(
        form,
        lambda given: record_grid_visit(
            path=given["path"],
            entry=form.entry(),
            actor=actor,
            at=at,
            key=given["key"],
        ),
    )
    if done:
        messages.success(request, _("已记录走访：%(grid)s。") % {"grid": names[done.result.path]})
        return redirect("lead_grids")
    return page(
        request,
        "households/record_grid_visit.html",
        form,
        heading=_("记录包片走访"),
        submit=_("提交"),
        back=reverse("lead_grids"),
        draft="grid-visit",
        has_grids=bool(paths),
        troubles=asked.fills(form),
    )
