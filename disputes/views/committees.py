"""调委会: the committees of one's ground, who sits on them, and what the law misses in their composition."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.forms.address import Address
from core.permissions.answers import attempt, form_page, sent
from core.permissions.gate import open_to
from disputes.access import committee_for, mediator_for
from disputes.actions.change_committee import change_committee as do_change
from disputes.actions.change_mediator import change_mediator as do_change_mediator
from disputes.actions.close_committee import close_committee as do_close
from disputes.actions.join_committee import join_committee as do_join
from disputes.actions.leave_committee import leave_committee as do_leave
from disputes.actions.open_committee import open_committee as do_open
from disputes.choices import CommitteeKind
from disputes.committees import (
    committees_seen_by,
    counted,
    gone_from,
    members_of,
    narrowed,
    open_cases_of,
    people_of,
    warnings_of,
)
from disputes.forms.committees import (
    ChangeCommitteeForm,
    CloseForm,
    JoinForm,
    MediatorForm,
    OpenCommitteeForm,
)
from disputes.models import CaseKind, Room
from disputes.policies import KEEP, may_keep_committee
from grids.selectors import area_names

PER_PAGE = 50


@open_to("disputes.view")
@require_GET
def committees(request: Any) -> HttpResponse:
    """The committees of one's ground, those first that the address asks for."""
    actor, today, asked = request.actor, timezone.localdate(), Address(request.GET)
    kind = asked.one_of("kind", CommitteeKind.values)
    found = narrowed(
        counted(committees_seen_by(actor), on=today),
        words=asked.text("q"),
        kind=kind,
        with_closed=bool(asked.text("closed")),
    )
    page = Paginator(found.order_by("path", "name"), PER_PAGE).get_page(request.GET.get("page"))
    members = members_of([one.pk for one in page.object_list], on=today)
    places = area_names({one.path for one in page.object_list})
    rows = [
        (
            one,
            places.get(one.path, ""),
            next((member.name for member in members[one.pk] if member.is_head), ""),
            () if one.valid_to else warnings_of(one, members[one.pk]),
        )
        for one in page.object_list
    ]
    context = {
        "page": page,
        "rows": rows,
        "kinds": CommitteeKind.choices,
        "asked": request.GET,
        "troubles": asked.troubles,
        "may_open": actor.has(KEEP),
    }
    return render(request, "disputes/committees.html", context)


@open_to("disputes.view")
@require_GET
def committee(request: Any, pk: UUID) -> HttpResponse:
    """One committee: its people from–to, rooms, what is missing."""
    actor, today = request.actor, timezone.localdate()
    found = committee_for(actor, pk)
    people = people_of(found, on=today)
    seated = [one for one in people if one.from_on <= today]
    labels = dict(CaseKind.objects.values_list("code", "label"))
    context = {
        "committee": found,
        "place": area_names([found.path]).get(found.path, ""),
        "people": people,
        "gone": gone_from(found, on=today),
        "warnings": () if found.valid_to else warnings_of(found, seated),
        "rooms": Room.objects.filter(committee=found).order_by("-is_active", "name"),
        "kinds": [labels.get(code, code) for code in found.kind_codes],
        "open_cases": open_cases_of(found),
        "may_keep": may_keep_committee(actor, found),
    }
    return render(request, "disputes/committee.html", context)


@open_to("disputes.committees")
@require_http_methods(["GET", "POST"])
def open_committee(request: Any) -> HttpResponse:
    form = OpenCommitteeForm(sent(request), actor=request.actor, initial={"from_on": timezone.localdate()})
    done = attempt(
        form,
        lambda given: do_open(
            name=given["name"],
            abbreviation=given["abbreviation"],
            kind=given["kind"],
            path=given["area"],
            from_on=given["from_on"],
            unit=given["unit"],
            kind_codes=given["kind_codes"],
            is_mixed=given["is_mixed"],
            actor=request.actor,
            at=timezone.now(),
        ),
    )
    if done:
        messages.success(request, _("调委会已设立，请登记委员和调解员。"))
        return redirect("committee", pk=done.result.pk)
    return form_page(request, form, _("设立调委会"), _("设立"), "committees", draft="open-committee")


@open_to("disputes.committees")
@require_http_methods(["GET", "POST"])
def change_committee(request: Any, pk: UUID) -> HttpResponse:
    found = committee_for(request.actor, pk)
    first = {
        "name": found.name,
        "unit": found.unit.name if found.unit else "",
        "kind_codes": found.kind_codes,
        "is_mixed": found.is_mixed,
        "from_on": found.valid_from,
    }
    form = ChangeCommitteeForm(sent(request), actor=request.actor, initial=first)
    done = attempt(
        form,
        lambda given: do_change(committee=found, actor=request.actor, at=timezone.now(), **given),
    )
    if done:
        messages.success(request, _("已保存。"))
        return redirect("committee", pk=pk)
    intro = _("%(name)s，文号简称“%(short)s”不能修改。") % {"name": found.name, "short": found.abbreviation}
    return form_page(request, form, _("修改调委会"), _("保存"), "committee", back_pk=pk, intro=intro)


@open_to("disputes.committees")
@require_http_methods(["GET", "POST"])
def close_committee(request: Any, pk: UUID) -> HttpResponse:
    found = committee_for(request.actor, pk)
    form = CloseForm(sent(request), initial={"on": timezone.localdate()})
    done = attempt(
        form, lambda given: do_close(committee=found, actor=request.actor, at=timezone.now(), **given)
    )
    if done:
        messages.success(request, _("调委会已撤销，成员任职、调解室和值班一并结束。"))
        return redirect("committee", pk=pk)
    intro = _("%(name)s。撤销后成员任职、调解室和值班一并结束，文号简称不再使用。") % {"name": found.name}
    return form_page(
        request, form, _("撤销调委会"), _("撤销"), "committee", back_pk=pk, intro=intro, danger=True
    )


@open_to("disputes.committees")
@require_http_methods(["GET", "POST"])
def join_committee(request: Any, pk: UUID) -> HttpResponse:
    found = committee_for(request.actor, pk)
    form = JoinForm(sent(request), actor=request.actor, initial={"from_on": timezone.localdate()})
    done = attempt(
        form,
        lambda given: do_join(
            committee=found,
            staff=given.pop("mediator"),
            actor=request.actor,
            at=timezone.now(),
            **given,
        ),
    )
    if done:
        messages.success(request, _("已登记%(name)s。") % {"name": done.result.name})
        return redirect("committee", pk=pk)
    return form_page(
        request, form, _("登记调解员"), _("登记"), "committee", back_pk=pk, intro=found.name, draft="join"
    )


@open_to("disputes.committees")
@require_http_methods(["GET", "POST"])
def change_mediator(request: Any, pk: UUID, mediator_pk: UUID) -> HttpResponse:
    found = committee_for(request.actor, pk)
    mediator = mediator_for(found, mediator_pk)
    first = {name: getattr(mediator, name) for name in MediatorForm.base_fields}
    form = MediatorForm(sent(request), initial=first)
    done = attempt(
        form,
        lambda given: do_change_mediator(mediator=mediator, actor=request.actor, at=timezone.now(), **given),
    )
    if done:
        messages.success(request, _("已保存。"))
        return redirect("committee", pk=pk)
    intro = _("%(name)s，%(committee)s。改任主任时，现任主任同时免去。") % {
        "name": mediator.name,
        "committee": found.name,
    }
    return form_page(request, form, _("修改任职"), _("保存"), "committee", back_pk=pk, intro=intro)


@open_to("disputes.committees")
@require_http_methods(["GET", "POST"])
def leave_committee(request: Any, pk: UUID, mediator_pk: UUID) -> HttpResponse:
    found = committee_for(request.actor, pk)
    mediator = mediator_for(found, mediator_pk)
    form = CloseForm(sent(request), initial={"on": timezone.localdate()})
    done = attempt(
        form, lambda given: do_leave(mediator=mediator, actor=request.actor, at=timezone.now(), **given)
    )
    if done:
        messages.success(request, _("已登记%(name)s离任。") % {"name": mediator.name})
        return redirect("committee", pk=pk)
    intro = _("%(name)s，%(committee)s。离任日起不再值班。") % {
        "name": mediator.name,
        "committee": found.name,
    }
    return form_page(
        request, form, _("登记离任"), _("离任"), "committee", back_pk=pk, intro=intro, danger=True
    )
