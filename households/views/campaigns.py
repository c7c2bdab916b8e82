"""专项摸排: asking, how far it is, answering house by house or for a grid, looking again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.crypto.masks import mask_name
from core.forms.address import Address
from core.paths.ranges import within
from core.permissions.answers import attempt, form_page, sent
from core.permissions.gate import open_to
from core.permissions.verdict import Refused
from core.tenancy.ids import uuid7
from grids.models import Area
from grids.selectors import area_names
from households.access import answer_for, campaign_for
from households.actions.answer_campaign import Told, answer_campaign
from households.actions.end_campaign import end_campaign as do_end
from households.actions.note_answer_followed import note_answer_followed
from households.actions.open_campaign import open_campaign
from households.actions.report_zero import report_zero as do_report_zero
from households.campaigns import asked_doors, campaigns_seen_by, is_running, progress_of, to_follow
from households.choices import Asks
from households.forms.campaigns import AnswerForm, CampaignForm, FollowedForm
from households.models import Campaign, CampaignAnswer
from households.policies import ANSWER, CAMPAIGN, VIEW, may_answer, may_end_campaign, may_read_names
from households.rules.answers import options_of

PER_PAGE = 50
LISTS = ("open", "answered")


@open_to(VIEW)
@require_GET
def campaigns(request: Any) -> HttpResponse:
    """Those of the person's ground, running ones first."""
    rows = campaigns_seen_by(request.actor).order_by("ended_at", "-made_at")
    running = rows.filter(ended_at=None)
    page = Paginator(rows.exclude(ended_at=None).order_by("-ended_at"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    areas = {
        area.path: area
        for area in Area.objects.filter(
            path__in={row.path for row in [*running, *page.object_list]}, valid_to=None
        )
    }
    context = {
        "running": [(row, _one(row, areas)) for row in running],
        "ended": [(row, _one(row, areas)) for row in page.object_list],
        "page": page,
        "may_open": request.actor.has(CAMPAIGN),
    }
    return render(request, "households/campaigns.html", context)


def _one(campaign: Campaign, areas: dict[str, Area]) -> Any:
    area = areas.get(campaign.path)
    return progress_of(campaign, [area])[0] if area else None


@open_to(CAMPAIGN)
@require_http_methods(["GET", "POST"])
def add_campaign(request: Any) -> HttpResponse:
    """Ask a question of everybody in an area."""
    tops = request.actor.paths_for(CAMPAIGN)
    areas = Area.objects.filter(within("path", *tops), valid_to=None, level__lte=2).order_by("path")
    today = timezone.localdate()
    form = CampaignForm(
        sent(request),
        places=[(area.path, area.name) for area in areas],
        initial={"opens_on": today, "key": uuid7()},
    )
    done = attempt(form, lambda given: open_campaign(actor=request.actor, at=timezone.now(), **given))
    if done:
        messages.success(request, _("已发起，相关网格会收到通知。"))
        return redirect("campaign", done.result.pk)
    intro = _("面向区域内每一户或每个网格，不按投诉、纠纷、来源等挑选对象。")
    return form_page(
        request, form, _("发起专项摸排"), _("发起"), "campaigns", intro=intro, draft="add-campaign"
    )


@open_to(VIEW)
@require_GET
def campaign(request: Any, pk: UUID) -> HttpResponse:
    """How far it is by area, what is to be followed, and the ways to answer."""
    found = campaign_for(request.actor, pk)
    address = Address(request.GET)
    areas = Area.objects.filter(within("path", found.path), valid_to=None)
    here = address.text("area")
    place = areas.filter(path=here or found.path).first()
    if place is None and here:
        address.miss(_("没有找到这个区域"), _("已显示整个摸排范围"))
        place = areas.filter(path=found.path).first()
    if place is None:
        raise Http404
    below = list(Area.objects.filter(parent=place, valid_to=None, level__lte=4).order_by("path"))
    rows = progress_of(found, [place, *below])
    names = area_names([place.path[:end] for end in range(len(found.path), len(place.path) + 1, 3)])
    follow = list(to_follow(found, request.actor)[:PER_PAGE])
    context = {
        "campaign": found,
        "place": place,
        "crumbs": sorted(names.items()),
        "total": rows[0],
        "values": sorted(rows[0].values.items()) if options_of(found.kind, found.options) else [],
        "rows": rows[1:],
        "follow": [(row, area_names([row.path]).get(row.path, "")) for row in follow],
        "may_end": may_end_campaign(request.actor, found),
        "may_zero": may_answer(request.actor, found, path=place.path) if place.level == 4 else None,
        "may_answer": request.actor.has(ANSWER) and is_running(found, timezone.localdate()),
        "is_running": is_running(found, timezone.localdate()),
        "troubles": address.troubles,
    }
    return render(request, "households/campaign.html", context)


@open_to(ANSWER)
@require_http_methods(["GET", "POST"])
def campaign_doors(request: Any, pk: UUID) -> HttpResponse:
    """The households of the person's ground, a page of answers sent at once; the others keep theirs."""
    found = campaign_for(request.actor, pk)
    if found.asks != Asks.DOOR:
        raise Http404
    tops = request.actor.paths_for(ANSWER)
    address = Address(request.GET)
    area = address.text("area")
    if area and not Area.objects.filter(within("path", *tops), path=area).exists():
        address.miss(_("没有找到这个区域"), _("没有按它筛选"))
        area = ""
    doors = asked_doors(found, *tops)
    if area:
        doors = doors.filter(within("path", area))
    answered = CampaignAnswer.objects.filter(campaign=found, door__isnull=False)
    show = address.one_of("show", LISTS, "open")
    in_list = (
        doors.filter(pk__in=answered.values("door_id"))
        if show == "answered"
        else doors.exclude(pk__in=answered.values("door_id"))
    )
    trouble = ""
    if request.method == "POST":
        told = {
            UUID(name.removeprefix("door-")): Told(value=value)
            for name, value in request.POST.items()
            if name.startswith("door-") and value.strip()
        }
        try:
            if not told:
                raise Refused(_("还没有填写任何一户。"))
            kept = answer_campaign(campaign=found, doors=told, actor=request.actor, at=timezone.now())
            messages.success(request, _("已保存 %(n)s 户。") % {"n": kept})
            return redirect(request.get_full_path())
        except Refused as refused:
            trouble = str(refused)
    page = Paginator(in_list.order_by("path", "walk_order", "id"), PER_PAGE).get_page(request.GET.get("page"))
    given = {row.door_id: row for row in answered.filter(door_id__in=[door.pk for door in page.object_list])}
    names = area_names({door.path for door in page.object_list})
    context = {
        "campaign": found,
        "page": page,
        "rows": [
            (
                door,
                door.name
                if may_read_names(request.actor, door.path, is_paired=False)
                else mask_name(door.name),
                names.get(door.path, ""),
                given.get(door.pk),
                request.POST.get(f"door-{door.pk}", "") or (given[door.pk].value if door.pk in given else ""),
            )
            for door in page.object_list
        ],
        "options": options_of(found.kind, found.options),
        "show": show,
        "area": area,
        "trouble": trouble,
        "troubles": address.troubles,
        "is_running": is_running(found, timezone.localdate()),
    }
    return render(request, "households/campaign_doors.html", context, status=422 if trouble else 200)


@open_to(ANSWER)
@require_http_methods(["GET", "POST"])
def campaign_door(request: Any, pk: UUID, door: UUID) -> HttpResponse:
    """One household's answer, with what should be looked at again."""
    found = campaign_for(request.actor, pk)
    row = asked_doors(found, *request.actor.paths_for(ANSWER)).filter(pk=door).first()
    if row is None or found.asks != Asks.DOOR:
        raise Http404
    standing = CampaignAnswer.objects.filter(campaign=found, door=row).first()
    form = AnswerForm(sent(request), campaign=found, today=timezone.localdate(), initial=_initial(standing))

    def keep(given: dict[str, Any]) -> int:
        return answer_campaign(
            campaign=found, doors={row.pk: Told(**given)}, actor=request.actor, at=timezone.now()
        )

    if attempt(form, keep):
        messages.success(request, _("已保存。"))
        return redirect("campaign_doors", found.pk)
    heading = _("填报：%(door)s") % {"door": row.address}
    return form_page(
        request, form, heading, _("保存"), "campaign_doors", back_pk=found.pk, intro=found.question
    )


@open_to(ANSWER)
@require_http_methods(["GET", "POST"])
def campaign_grid(request: Any, pk: UUID, area: str) -> HttpResponse:
    """A grid's answer."""
    found = campaign_for(request.actor, pk)
    grid = Area.objects.filter(
        within("path", *request.actor.paths_for(ANSWER)), path=area, valid_to=None
    ).first()
    if grid is None or found.asks != Asks.GRID:
        raise Http404
    standing = CampaignAnswer.objects.filter(campaign=found, door=None, path=area).first()
    form = AnswerForm(sent(request), campaign=found, today=timezone.localdate(), initial=_initial(standing))

    def keep(given: dict[str, Any]) -> int:
        return answer_campaign(
            campaign=found, grid=area, told=Told(**given), actor=request.actor, at=timezone.now()
        )

    if attempt(form, keep):
        messages.success(request, _("已保存。"))
        return redirect("campaign", found.pk)
    heading = _("填报：%(grid)s") % {"grid": grid.name}
    return form_page(request, form, heading, _("保存"), "campaign", back_pk=found.pk, intro=found.question)


def _initial(standing: CampaignAnswer | None) -> dict[str, Any]:
    if standing is None:
        return {}
    note = standing.note.reveal() if standing.note else ""
    return {"value": standing.value, "note": note, "follow_until": standing.follow_until}


@open_to(ANSWER)
@require_POST
def report_zero(request: Any, pk: UUID, area: str) -> HttpResponse:
    """A grid that found nothing."""
    found = campaign_for(request.actor, pk)
    try:
        do_report_zero(campaign=found, path=area, actor=request.actor, at=timezone.now())
        messages.success(request, _("已作零报告。"))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("campaign", found.pk)


@open_to(ANSWER)
@require_http_methods(["GET", "POST"])
def answer_followed(request: Any, pk: UUID) -> HttpResponse:
    """What was found when somebody looked again."""
    answer = answer_for(request.actor, pk)
    form = FollowedForm(sent(request))
    if attempt(
        form,
        lambda given: note_answer_followed(answer=answer, actor=request.actor, at=timezone.now(), **given),
    ):
        messages.success(request, _("已记录。"))
        return redirect("campaign", answer.campaign_id)
    return form_page(
        request, form, _("跟进"), _("保存"), "campaign", back_pk=answer.campaign_id, intro=answer.value
    )


@open_to(CAMPAIGN)
@require_POST
def end_campaign(request: Any, pk: UUID) -> HttpResponse:
    """End it before its last day."""
    found = campaign_for(request.actor, pk)
    try:
        do_end(campaign=found, actor=request.actor, at=timezone.now())
        messages.success(request, _("已结束，并按约定删除。"))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("campaign", found.pk)
