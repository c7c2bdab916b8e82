"""个人信息请求: what residents ask about their own data, until when it is to be answered, and the answer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.places import place_names
from core.crypto.masks import mask_name
from core.forms.address import Address
from core.permissions.answers import attempt, sent
from core.permissions.gate import open_to
from households.access import door_for, request_for
from households.actions.answer_request import answer_request
from households.actions.take_request import take_request
from households.asking import requests_seen_by, standings
from households.choices import RequestState
from households.forms.keeping import AnswerRequestForm, TakeRequestForm
from households.policies import may_answer_request, may_keep_register, may_read_names
from households.registering import people_of
from households.views.acting import act_page

PER_PAGE = 50


@open_to("households.register")
@require_GET
def data_requests(request: Any) -> HttpResponse:
    """Those of the ground, open ones unless the address asks otherwise."""
    address = Address(request.GET)
    shows_all = address.one_of("show", ("all",)) == "all"
    found = requests_seen_by(request.actor)
    if not shows_all:
        found = found.filter(state=RequestState.OPEN)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = standings(list(page.object_list), now=timezone.now())
    places = place_names({one.asked.path for one in rows})
    context = {
        "page": page,
        "rows": [(one, places.get(one.asked.path, ""), mask_name(one.asked.asked_by)) for one in rows],
        "shows_all": shows_all,
        "troubles": address.troubles,
    }
    return render(request, "households/data_requests.html", context)


@open_to("households.register")
@require_http_methods(["GET", "POST"])
def data_request(request: Any, pk: UUID) -> HttpResponse:
    """One request, its term, and the form of the answer for who may give it."""
    actor = request.actor
    asked = request_for(actor, pk)
    verdict = may_answer_request(actor, path=asked.path)
    form = AnswerRequestForm(sent(request))
    done = attempt(form, lambda given: answer_request(asked=asked, actor=actor, at=timezone.now(), **given))
    if done:
        messages.success(request, _("已答复。"))
        return redirect("data_request", pk=pk)
    in_full = may_read_names(actor, asked.path, is_paired=False)
    (standing,) = standings([asked], now=timezone.now())
    context = {
        "asked": asked,
        "standing": standing,
        "form": form,
        "verdict": verdict,
        "place": place_names([asked.path]).get(asked.path, ""),
        "head": asked.door.name if in_full else mask_name(asked.door.name),
        "asked_by": asked.asked_by if in_full else mask_name(asked.asked_by),
        "about": (asked.member.name if in_full else mask_name(asked.member.name)) if asked.member else "",
        "may_change": may_keep_register(actor, path=asked.door.path).ok and asked.door.is_open,
        "is_here": asked.member is not None and asked.member.to_on is None,
    }
    return render(request, "households/data_request.html", context, status=422 if form.is_bound else 200)


@open_to("households.register")
@require_http_methods(["GET", "POST"])
def take_data_request(request: Any, pk: UUID) -> HttpResponse:
    """Write down what a resident asks for."""
    door = door_for(request.actor, pk)
    form = TakeRequestForm(sent(request), people=people_of(door))
    done = attempt(
        form,
        lambda given: take_request(door=door, actor=request.actor, at=timezone.now(), **given),
    )
    if done:
        messages.success(request, _("已受理，请在期限内答复。"))
        return redirect("data_request", pk=done.result.pk)
    intro = _("居民可以查阅、复制、更正、补充或请求删除本人信息（个人信息保护法第四十五至四十七条）。")
    return act_page(request, door, form, heading=_("受理个人信息请求"), submit=_("受理"), intro=intro)
