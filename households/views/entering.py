"""登记住户: a household with its people, or a market entity; what may be the same one is shown before it is entered."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import finding
from accounts.places import place_names
from core.forms.address import Address
from core.paths.ranges import depth_of
from core.permissions.actor import Actor
from core.permissions.answers import attempt, sent
from core.permissions.gate import open_to
from core.tenancy.ids import uuid7
from households.actions.add_door import add_door as do_add
from households.choices import DoorKind, Relation
from households.forms.entering import MOST_PEOPLE, DoorForm, EntityForm, People
from households.policies import REGISTER
from households.similar import Similar, similar_doors

GRID_DEPTH = 4


@never_cache
@open_to("households.register")
@require_http_methods(["GET", "POST"])
def add_door(request: Any) -> HttpResponse:
    """The form; one more row of people; or the door, entered."""
    asked = Address(request.GET)
    kind = asked.one_of("kind", DoorKind.values, DoorKind.HOUSEHOLD, _("已打开住户登记"))
    is_entity = kind == DoorKind.ENTITY
    if request.method == "POST" and "more" in request.POST and not is_entity:
        return _more(request)
    today = timezone.localdate()
    first = {"key": uuid7(), "area": _own_grid(asked, request.actor), "on": today}
    form, people = _forms(request, sent(request), first, is_entity=is_entity)
    similar: list[Similar] = []
    if form.is_bound and all([form.is_valid(), is_entity or people.is_valid()]):
        members = [] if is_entity else people.entries()
        head = next((one for one in members if one.relation == Relation.HEAD), None)
        name = head.name if head else form.cleaned_data["name"]
        if not form.cleaned_data["not_same"]:
            similar = _similar(request, form, name, members)
        if not any(one.is_likely for one in similar):
            more = {key: form.cleaned_data[key] for key in ("credit_code", "operator")} if is_entity else {}
            phone = form.cleaned_data["phone"] or (head.phone if head else "")
            form.cleaned_data["phone"] = phone
            done = attempt(
                form,
                lambda given: do_add(
                    entry=form.entry(name, **more),
                    members=members,
                    on=given["on"],
                    key=given["key"],
                    actor=request.actor,
                    at=timezone.now(),
                ),
            )
            if done:
                messages.success(request, _("已登记%(name)s，请安排包联。") % {"name": done.result.name})
                return redirect("door", pk=done.result.pk)
    is_wrong = form.is_bound and bool(similar or form.errors or not (is_entity or people.is_valid()))
    context = {
        "form": form,
        "people": None if is_entity else people,
        "similar": similar,
        "asks": any(one.is_likely for one in similar),
        "is_entity": is_entity,
        "troubles": asked.troubles,
    }
    return render(request, "households/add_door.html", context, status=422 if is_wrong else 200)


@never_cache
@open_to("households.register")
@require_POST
def similar(request: Any) -> HttpResponse:
    """What resembles the half-typed form: asked for by the page while somebody types."""
    form, people = _forms(
        request, request.POST, {}, is_entity=Address(request.GET).text("kind") == DoorKind.ENTITY
    )
    form.is_valid()
    people.is_valid()
    members = [one.entry() for one in people.forms if one.has_changed() and one.is_valid()]
    head = next((one for one in members if one.relation == Relation.HEAD), None)
    name = form.cleaned_data.get("name") or (head.name if head else "")
    return render(request, "households/_similar.html", {"similar": _similar(request, form, name, members)})


def _similar(request: Any, form: DoorForm, name: str, members: list[Any]) -> list[Similar]:
    given = form.cleaned_data
    return similar_doors(
        path=given.get("area", ""),
        name=name,
        address=given.get("address", ""),
        phones={given.get("phone", ""), *(one.phone for one in members)},
        numbers=[one.id_number for one in members],
        actor=request.actor,
    )


def _forms(
    request: Any, posted: Any, initial: dict[str, Any], *, is_entity: bool, rows: Any = None
) -> tuple[DoorForm, Any]:
    today = timezone.localdate()
    kind = EntityForm if is_entity else DoorForm
    form = kind(posted, actor=request.actor, today=today, initial=initial)
    people = People(posted, prefix="person", form_kwargs={"today": today}, initial=rows)
    return form, people


def _more(request: Any) -> HttpResponse:
    """Without script: the same form with one more row, nothing judged yet and nothing lost."""
    posted = request.POST
    typed = posted.get("person-TOTAL_FORMS", "")
    count = min(int(typed), MOST_PEOPLE - 1) if typed.isdecimal() else 1
    rows = [
        {
            name.split("-", 2)[2]: value
            for name, value in posted.items()
            if name.startswith(f"person-{number}-")
        }
        for number in range(count)
    ]
    first = {name: posted.get(name, "") for name in DoorForm.base_fields}
    form, people = _forms(request, None, first, is_entity=False, rows=rows)
    context = {"form": form, "people": people, "similar": [], "asks": False, "is_entity": False}
    return render(request, "households/add_door.html", context)


def _own_grid(asked: Address, actor: Actor) -> str:
    """The grid asked for in the address, or the one that somebody keeps, in words; empty where they have to say."""
    paths = actor.paths_for(REGISTER)
    if words := asked.text("area"):
        try:
            finding.find_area(words, paths)
        except finding.NotFound:
            asked.miss(_("没有找到“%(area)s”") % {"area": asked.said("area")}, _("请填写网格"))
            return ""
        return words
    if len(paths) != 1 or depth_of(paths[0]) < GRID_DEPTH:
        return ""
    return place_names(paths)[paths[0]]
