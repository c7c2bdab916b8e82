"""Acts on a door that stands: put right, away and back, to another grid, split, merged, closed."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.places import place_names
from core.permissions.answers import attempt, sent
from core.permissions.gate import open_to
from core.tenancy.ids import uuid7
from households.access import door_for, kept_door_for
from households.actions.change_door import change_door as do_change
from households.actions.close_door import close_door as do_close
from households.actions.mark_away import mark_away as do_mark_away
from households.actions.mark_away import mark_home as do_mark_home
from households.actions.merge_households import merge_households
from households.actions.move_door import move_door as do_move
from households.actions.split_household import split_household as do_split
from households.choices import DoorKind
from households.finding import found_by
from households.forms.keeping import (
    AwayForm,
    ChangeDoorForm,
    CloseForm,
    MergeForm,
    MoveForm,
    SplitForm,
)
from households.listing import Asked, doors_asked, in_order
from households.models import Door
from households.registering import people_of
from households.views.acting import act_page, went_well

FOUND = 20


@open_to("households.register")
@require_http_methods(["GET", "POST"])
def change_door(request: Any, pk: UUID) -> HttpResponse:
    door = kept_door_for(request.actor, pk)
    form = ChangeDoorForm(sent(request), door=door)
    done = attempt(
        form,
        lambda given: do_change(
            door=door, values=form.values(), reason=given["reason"], actor=request.actor, at=timezone.now()
        ),
    )
    if done:
        return went_well(request, done, _("已更正，改前改后留在办理记录里。"), pk)
    intro = "" if door.kind == DoorKind.ENTITY else _("户主姓名在成员中更正。")
    return act_page(request, door, form, heading=_("更正登记"), submit=_("保存"), intro=intro)


@open_to("households.mine")
@require_http_methods(["GET", "POST"])
def mark_away(request: Any, pk: UUID) -> HttpResponse:
    door = door_for(request.actor, pk)
    first = {"from_on": door.away_from or timezone.localdate(), "until": door.away_until}
    form = AwayForm(sent(request), initial=first)
    done = attempt(
        form,
        lambda given: do_mark_away(door=door, actor=request.actor, at=timezone.now(), **given),
    )
    if done:
        return went_well(request, done, _("已标为外出，可用电话等方式联系。"), pk)
    intro = _("全户外出的才标注；标注后，当月可用电话、视频、信息联系代替入户。")
    return act_page(request, door, form, heading=_("标为外出"), submit=_("标为外出"), intro=intro)


@open_to("households.mine")
@require_http_methods(["GET", "POST"])
def mark_home(request: Any, pk: UUID) -> HttpResponse:
    door = door_for(request.actor, pk)
    form = forms.Form(sent(request))
    done = attempt(form, lambda _given: do_mark_home(door=door, actor=request.actor, at=timezone.now()))
    if done:
        return went_well(request, done, _("已标为在家，每月应入户走访。"), pk)
    intro = _("标为在家后，每月应入户走访。")
    return act_page(request, door, form, heading=_("标为在家"), submit=_("标为在家"), intro=intro)


@open_to("households.register")
@require_http_methods(["GET", "POST"])
def move_door(request: Any, pk: UUID) -> HttpResponse:
    door = kept_door_for(request.actor, pk)
    form = MoveForm(sent(request), actor=request.actor)
    done = attempt(
        form,
        lambda given: do_move(
            door=door,
            path=given["area"],
            address=given["address"],
            walk_order=given["walk_order"] or 0,
            actor=request.actor,
            at=timezone.now(),
        ),
    )
    if done:
        return went_well(request, done, _("已划到新的网格，包联和未办结事项随户移交。"), pk)
    place = place_names([door.path])[door.path]
    intro = _("现在%(place)s。包联关系、未办结的诉求随户移交，已封账的月份不变。") % {"place": place}
    return act_page(request, door, form, heading=_("划到另一网格"), submit=_("划转"), intro=intro)


@open_to("households.register")
@require_http_methods(["GET", "POST"])
def close_door(request: Any, pk: UUID) -> HttpResponse:
    door = kept_door_for(request.actor, pk)
    form = CloseForm(sent(request), door=door, initial={"on": timezone.localdate()})
    done = attempt(form, lambda given: do_close(door=door, actor=request.actor, at=timezone.now(), **given))
    if done:
        return went_well(request, done, _("已注销，包联同时结束。"), pk)
    intro = _("注销后不再走访，包联同时结束；登记和走访记录保留。")
    return act_page(request, door, form, heading=_("注销登记"), submit=_("注销"), intro=intro, is_grave=True)


@open_to("households.register")
@require_http_methods(["GET", "POST"])
def split_household(request: Any, pk: UUID) -> HttpResponse:
    door = kept_door_for(request.actor, pk)
    first = {"on": timezone.localdate(), "key": uuid7()}
    form = SplitForm(sent(request), people=people_of(door), actor=request.actor, initial=first)
    done = attempt(
        form,
        lambda given: do_split(
            door=door,
            leaving=given["leaving"],
            head=given["head"],
            relations=given["relations"],
            address=given["address"],
            path=given["area"],
            number=given["number"],
            on=given["on"],
            key=given["key"],
            actor=request.actor,
            at=timezone.now(),
        ),
    )
    if done:
        return went_well(request, done, _("已分户，新户待安排包联。"), done.result.pk)
    intro = _("分出的成员成为新的一户，原户的走访记录不变；新户在安排包联前列入“未包联”。")
    return act_page(request, door, form, heading=_("分户"), submit=_("分户"), intro=intro)


@open_to("households.register")
@require_GET
def merge_household(request: Any, pk: UUID) -> HttpResponse:
    """Find the other household first."""
    door = kept_door_for(request.actor, pk)
    words = request.GET.get("q", "").strip()[:40]
    found: list[Door] = []
    if words:
        fitting = doors_asked(request.actor, Asked(kind=DoorKind.HOUSEHOLD)).exclude(pk=door.pk)
        found = list(in_order(found_by(fitting, words), "")[:FOUND])
    places = place_names({one.path for one in found})
    context = {
        "door": door,
        "words": words,
        "rows": [(one, places.get(one.path, "")) for one in found],
        "heading": _("并入另一户"),
    }
    return render(request, "households/merge.html", context)


@open_to("households.register")
@require_http_methods(["GET", "POST"])
def merge_into(request: Any, pk: UUID, into_pk: UUID) -> HttpResponse:
    """Say what everybody is to the other household's head, and merge."""
    door, into = kept_door_for(request.actor, pk), kept_door_for(request.actor, into_pk)
    form = MergeForm(sent(request), people=people_of(door), into=into, initial={"on": timezone.localdate()})
    done = attempt(
        form,
        lambda given: merge_households(
            door=door,
            into=into,
            relations=given["relations"],
            on=given["on"],
            actor=request.actor,
            at=timezone.now(),
        ),
    )
    if done:
        return went_well(request, done, _("已并户，原户注销。"), into.pk)
    intro = _("并入%(name)s（%(address)s）。并户后只能再分户，不能撤销。") % {
        "name": into.name,
        "address": into.address,
    }
    return act_page(
        request, door, form, heading=_("并入另一户"), submit=_("并户"), intro=intro, is_grave=True
    )
