"""One page for the county's leader: found, handled, settled, on time, overdue; by township and kind; each opens its rows,
as does each cell of the monthly table."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from core.crypto.masks import mask_name
from core.forms.address import Address
from core.paths.ranges import ROOT_WIDTH, STEP_WIDTH, within
from core.permissions.gate import open_to
from core.rules.rates import rate_text
from disputes.behind import cases_behind, label_of
from disputes.counting import FIGURES as DEFINED
from disputes.counting import HEADLINES, STANDING, figures_by, found_in, summed
from disputes.forms.period import Period, asked_period, month_asked
from disputes.models import Case, Party
from disputes.policies import FIGURES
from disputes.queue_rows import kind_labels
from disputes.rules.statistics import HEADS, MEASURES, ORDER, TOTAL
from grids.choices import Level
from grids.choosing import area_asked, areas_to_choose
from grids.selectors import area_names

PER_PAGE = 50
RATES = (
    (gettext_lazy("调处率"), gettext_lazy("调处 ÷ 排查"), "handled", "found"),
    (gettext_lazy("化解率"), gettext_lazy("化解 ÷ 调处"), "settled", "handled"),
    (gettext_lazy("按期办结率"), gettext_lazy("按期办结 ÷ 应办结"), "on_time", "decided"),
)


@open_to("disputes.figures")
@require_GET
def figures(request: Any) -> HttpResponse:
    """The figures of a period and place, as of now."""
    asked = Address(request.GET)
    period = asked_period(asked, request.actor, ability=FIGURES, today=timezone.localdate())
    if period.place is None:
        raise Http404
    paths = [period.place.path]
    townships = figures_by("township", paths, period.since, period.until, {})
    names = area_names(row.key for row in townships)
    labels = kind_labels()
    total, earlier = summed(townships), _whole(paths, period.year_before())
    context = {
        "period": period,
        "areas": areas_to_choose(request.actor, ability=FIGURES, deepest=Level.VILLAGE),
        "as_of": timezone.now(),
        "headlines": [
            (slug, *DEFINED[slug][:2], total[slug], None if slug in STANDING else earlier[slug])
            for slug in HEADLINES
        ],
        "rates": [
            (name, formula, rate_text(total[part], total[whole]), rate_text(earlier[part], earlier[whole]))
            for name, formula, part, whole in RATES
        ],
        "columns": [(slug, DEFINED[slug][0]) for slug in HEADLINES],
        "townships": [(row, names.get(row.key, row.key), _cells(row)) for row in townships],
        "kinds": [
            (row, row.name, _cells(row))
            for row in figures_by("kind", paths, period.since, period.until, labels)
        ],
        "troubles": asked.troubles,
    }
    return render(request, "disputes/figures.html", context)


@open_to("disputes.figures")
@require_GET
def figure_rows(request: Any, figure: str) -> HttpResponse:
    """Exactly the rows behind a figure that the viewer may see, masked."""
    asked = Address(request.GET)
    period = asked_period(asked, request.actor, ability=FIGURES, today=timezone.localdate())
    if figure not in DEFINED or period.place is None:
        raise Http404
    cases = found_in([period.place.path], period.since, period.until)
    if asked.text("kind") and (kind := asked.one_of("kind", kind_labels())):
        cases = cases.filter(kind_code=kind)
    if township := _township(asked, request.actor.tenant):
        cases = cases.filter(within("path", township))
    counted = {"place": period.place, "words": period.words, "back": "dispute_figures"}
    return _rows_page(request, figure, cases, counted, asked)


def _township(asked: Address, county: int | None) -> str:
    """The path of the township that the address names; "" where it names none."""
    township = asked.text("township")
    is_known = (
        len(township) == ROOT_WIDTH + STEP_WIDTH
        and township.startswith(str(county))
        and township in area_names([township])
    )
    if township and not is_known:
        asked.miss(_("没有找到这个乡镇"), _("没有按它筛选"))
    return township if is_known else ""


@open_to("disputes.figures")
@require_GET
def statistics_rows(request: Any, figure: str) -> HttpResponse:
    """Exactly the rows behind a cell of the monthly table as it counts now, masked."""
    asked = Address(request.GET)
    month = month_asked(asked, today=timezone.localdate())
    place = area_asked(asked, request.actor, ability=FIGURES)
    if figure not in MEASURES or place is None:
        raise Http404
    row, column = asked.text("row") or TOTAL, asked.text("column") or "SUBTOTAL"
    try:
        cases = cases_behind(place.path, month, column=column, row=row)
    except LookupError:
        raise Http404 from None
    head = dict(zip(ORDER, HEADS, strict=True))[column]
    words = " · ".join(filter(None, (month.name, head, label_of(row))))
    counted = {"place": place, "words": words, "back": "dispute_statistics"}
    return _rows_page(request, figure, cases, counted, asked)


def _rows_page(
    request: Any, figure: str, cases: QuerySet[Case], counted: Mapping[str, Any], asked: Address
) -> HttpResponse:
    name, definition, condition = DEFINED[figure]
    cases = cases.filter(condition)
    restricted = cases.filter(is_restricted=True).count()
    listed = cases.filter(is_restricted=False).select_related("committee").order_by("-registered_at", "-id")
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    people: dict[Any, list[str]] = {}
    for case, party in Party.objects.filter(case__in=[row.pk for row in page.object_list]).values_list(
        "case_id", "name"
    ):
        people.setdefault(case, []).append(mask_name(party))
    places = area_names({case.path[: ROOT_WIDTH + 2 * STEP_WIDTH] for case in page.object_list})
    labels = kind_labels()
    context = {
        "name": name,
        "definition": definition,
        "counted": counted,
        "page": page,
        "rows": [
            (
                case,
                "、".join(people.get(case.pk, [])),
                places.get(case.path[: ROOT_WIDTH + 2 * STEP_WIDTH], ""),
                labels.get(case.kind_code, case.kind_code),
            )
            for case in page.object_list
        ],
        "restricted": restricted,
        "troubles": asked.troubles,
    }
    return render(request, "disputes/figure_rows.html", context)


def _whole(paths: list[str], period: Period) -> dict[str, int]:
    return summed(figures_by("whole", paths, period.since, period.until, {}))


def _cells(row: Any) -> list[tuple[str, int]]:
    return [(slug, row.figures[slug]) for slug in HEADLINES]
