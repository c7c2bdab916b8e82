"""单位: departments, township offices, village committees and centres."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from accounts.actions.change_unit import change_unit as do_change_unit
from accounts.actions.close_unit import close_unit as do_close_unit
from accounts.actions.open_unit import open_unit as do_open_unit
from accounts.choices import UnitKind
from accounts.exports import UNITS, units_asked, with_areas
from accounts.forms.posts import ChangeUnitForm, CloseForm, UnitForm
from accounts.places import place_names
from accounts.selectors import members_of
from core.forms.address import Address
from core.permissions.answers import attempt, form_page, sent
from core.permissions.gate import open_to
from core.tabular.tables import page_table


@open_to("accounts.view")
def unit_list(request: Any) -> HttpResponse:
    asked = Address(request.GET)
    table = page_table(
        UNITS,
        units_asked(request.actor, asked, timezone.localdate()),
        asked,
        whole=with_areas,
        empty_title=_("没有符合条件的单位"),
        empty_advice=_("换一个条件再试。"),
    )
    context = {
        "table": table,
        "kinds": UnitKind.choices,
        "may_open": request.actor.has("accounts.units"),
        "troubles": asked.troubles,
    }
    return render(request, "accounts/units.html", context)


@open_to("accounts.view")
def unit_page(request: Any, pk: UUID) -> HttpResponse:
    unit = access.unit_for(request.actor, pk)
    shown = Paginator(members_of(unit, on=timezone.localdate()), 50).get_page(request.GET.get("page"))
    context = {
        "unit": unit,
        "page": shown,
        "place": place_names([unit.path]).get(unit.path, ""),
        "may_change": request.actor.has("accounts.units"),
    }
    return render(request, "accounts/unit.html", context)


@open_to("accounts.units")
def open_unit(request: Any) -> HttpResponse:
    form = UnitForm(sent(request), actor=request.actor, initial={"valid_from": timezone.localdate()})
    done = attempt(
        form,
        lambda given: do_open_unit(
            name=given["name"],
            abbreviation=given["abbreviation"],
            kind=given["kind"],
            path=given["place"],
            parent=None,
            valid_from=given["valid_from"],
            actor=request.actor,
            at=timezone.now(),
        ),
    )
    if done:
        messages.success(request, _("单位已设立。"))
        return redirect("unit_page", pk=done.result.pk)
    return form_page(request, form, _("设立单位"), _("设立"), "unit_list", draft="open-unit")


@open_to("accounts.units")
def change_unit(request: Any, pk: UUID) -> HttpResponse:
    unit = access.unit_for(request.actor, pk)
    first = {"name": unit.name, "abbreviation": unit.abbreviation, "kind": unit.kind}
    form = ChangeUnitForm(sent(request), initial=first)
    done = attempt(
        form, lambda given: do_change_unit(unit=unit, actor=request.actor, at=timezone.now(), **given)
    )
    if done:
        messages.success(request, _("单位资料已保存。"))
        return redirect("unit_page", pk=pk)
    return form_page(request, form, _("修改单位"), _("保存"), "unit_page", back_pk=pk, intro=unit.name)


@open_to("accounts.units")
def close_unit(request: Any, pk: UUID) -> HttpResponse:
    unit = access.unit_for(request.actor, pk)
    form = CloseForm(sent(request), initial={"on": timezone.localdate()})
    done = attempt(
        form,
        lambda given: do_close_unit(
            unit=unit,
            valid_to=given["on"],
            reason=given["reason"],
            actor=request.actor,
            at=timezone.now(),
        ),
    )
    if done:
        messages.success(request, _("单位已撤销。"))
        return redirect("unit_page", pk=pk)
    return form_page(
        request, form, _("撤销单位"), _("撤销"), "unit_page", back_pk=pk, intro=unit.name, danger=True
    )
