"""走访: the doors of a cadre in walking order, and the page on which a visit is written down. For one thumb."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.places import place_names
from core.crypto.masks import mask_name
from core.forms.address import Address
from core.forms.identifiers import uuid_in
from core.permissions.answers import attempt
from core.permissions.gate import open_to
from core.permissions.verdict import Verdict
from core.tenancy.ids import uuid7
from core.workcalendar.rules import day_of
from households import access
from households.actions.keep_draft import keep_draft
from households.actions.record_visit import record_visit
from households.choices import Presence, Way
from households.finding import found_by
from households.forms.visit import PHRASES, SOMEBODY, DraftForm, VisitForm, demand_forms
from households.models import Door, Member, Visit
from households.policies import may_read_names, may_record_visit
from households.selectors import pair_of
from households.visiting import share_unit
from households.walking import DUE, next_due, stops, tally, walk_of

PER_PAGE = 50
SHOWN = {"due": DUE, "done": ~DUE}


@never_cache
@open_to("households.mine")
@require_GET
def my_doors(request: Any) -> HttpResponse:
    """My doors in walking order, the month's mark on each; `after` is the door that was just visited."""
    actor, at = request.actor, timezone.now()
    doors = walk_of(actor, on=day_of(at))
    counts = tally(doors)
    address = Address(request.GET)
    show = address.one_of("show", (*SHOWN, "all"), "due")
    words = request.GET.get("q", "").strip()[:40]
    wanted = found_by(doors, words) if words else doors
    if show in SHOWN and not words:
        wanted = wanted.filter(SHOWN[show])
    page = Paginator(wanted, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "stops": stops(list(page.object_list), actor=actor, at=at),
        "places": place_names(door.path for door in page.object_list),
        "counts": counts,
        "done": counts["doors"] - counts["due"],
        "show": "" if words else show,
        "words": words,
        "month": at,
        "troubles": address.troubles,
        "next": next_due(doors, after=uuid_in(request.GET.get("after"))) if counts["due"] else None,
    }
    return render(request, "households/my_doors.html", context)


@never_cache
@open_to("households.mine")
@require_http_methods(["GET", "POST"])
def record(request: Any, pk: UUID) -> HttpResponse:
    """Three taps and a sentence. Who is not paired with the door writes for the cadre who is."""
    actor, at = request.actor, timezone.now()
    door = access.door_to_record(actor, pk)
    pair, members = pair_of(door, on=day_of(at)), _members(door)
    is_own = pair is not None and pair.staff_id == actor.person_id
    sent = request.POST if request.method == "POST" else None
    is_draft = sent is not None and "draft" in sent
    form = (DraftForm if is_draft else VisitForm)(
        sent,
        door=door,
        members=members,
        in_full=may_read_names(actor, door.path, is_paired=is_own),
        at=at,
        initial=_first(door, members, _draft(actor, door), at),
    )
    asked = demand_forms(sent)
    are_sound = sent is None or not [one for one in asked if not one.is_valid()]
    verdict = _may(actor, door, pair, at)
    if sent is not None and are_sound and pair is not None and verdict.ok:
        visitor = pair.staff
        entries = [entry for one in asked if (entry := one.entry(visitor.pk))]
        if is_draft and entries:
            form.add_error(None, _("诉求要和走访一起提交，请提交走访，或先删去诉求再存草稿。"))
        done = attempt(
            form,
            lambda given: (
                keep_draft(door=door, staff=visitor, entry=form.entry(), actor=actor, at=at, key=given["key"])
                if is_draft
                else record_visit(
                    door=door,
                    staff=visitor,
                    entry=form.entry(),
                    demands=entries,
                    actor=actor,
                    at=at,
                    key=given["key"],
                )
            ),
        )
        if done:
            said = _("草稿已存。") if is_draft else _("已记录：%(door)s。") % {"door": door.address}
            messages.success(request, said)
            if is_own:
                return redirect(f"{reverse('my_doors')}?after={door.pk}")
            return redirect("visit", pk=done.result.pk)
    context = {
        "form": form,
        "asked": asked,
        "asked_sent": [one for one in asked if one.is_bound and (one.has_changed() or one.errors)],
        "door": door,
        "name": _name(actor, door, is_own=is_own),
        "place": place_names([door.path]).get(door.path, ""),
        "pair": pair,
        "is_own": is_own,
        "verdict": verdict,
        "phrases": PHRASES,
        "last": Visit.objects.filter(door=door, state="KEPT").order_by("-visited_at").first()
        if is_own
        else None,
    }
    refused = sent is not None
    return render(request, "households/record_visit.html", context, status=422 if refused else 200)


def _may(actor: Any, door: Door, pair: Any, at: Any) -> Verdict:
    if pair is None:
        return Verdict.no(_("这一户还没有包联干部，请先安排包联。"))
    shares = share_unit(actor.person_id, pair.staff_id, on=day_of(at))
    return may_record_visit(actor, visitor_id=pair.staff_id, path=door.path, shares_unit=shares)


def _members(door: Door) -> list[Member]:
    return list(Member.objects.filter(door=door, to_on=None).order_by("relation", "born_on", "pk"))


def _draft(actor: Any, door: Door) -> Visit | None:
    """What this person began to write of the door and did not finish."""
    found: Visit | None = (
        Visit.objects.filter(door=door, state="DRAFT", typed_by_id=actor.person_id)
        .order_by("-recorded_at")
        .first()
    )
    return found


def _first(door: Door, members: list[Member], draft: Visit | None, at: Any) -> dict[str, Any]:
    """What stands in the form at first: an away household is called, a draft goes on where it ended."""
    if draft is None:
        way = Way.PHONE if door.presence == Presence.AWAY else Way.IN_PERSON
        return {
            "way": way,
            "visited_at": timezone.localtime(at).replace(second=0, microsecond=0),
            "key": uuid7(),
        }
    known = {one.name: str(one.pk) for one in members}
    met = known.get(draft.met, SOMEBODY if draft.met else "")
    return {
        "way": draft.way,
        "met": met,
        "met_other": draft.met if met == SOMEBODY else "",
        "said": draft.said,
        "visited_at": draft.visited_at,
        "key": draft.pk,
    }


def _name(actor: Any, door: Door, *, is_own: bool) -> str:
    return door.name if may_read_names(actor, door.path, is_paired=is_own) else mask_name(door.name)
