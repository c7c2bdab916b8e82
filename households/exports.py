"""Doors and their people as sheets: masked, and in full where somebody approved.

A minor's birth and phone are on no sheet, approved or not, and nobody's ID number is.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.finding import find_area
from accounts.places import place_names
from core.crypto.masks import mask_address, mask_all, mask_name, mask_phone
from core.forms.address import Address
from core.permissions.actor import Actor
from core.tabular.choices import Kind
from core.tabular.columns import Column, Sheet
from core.tabular.exporting import Params, exports
from households.choices import DoorKind, Presence, Relation, Sex, VolumeKind
from households.forms.filters import SORTS, DoorFilters
from households.forms.ledger import Asked as AskedLedger
from households.forms.ledger import asked_ledger, asked_unit_ledger
from households.ledger_rows import lines_of
from households.ledger_sheets import LEDGERS
from households.listing import Asked, doors_asked, in_order, with_company
from households.models import Door, Member
from households.opening import is_young
from households.policies import UNIT, VIEW

DOORS = Sheet(
    "households.doors",
    gettext_lazy("住户登记"),
    [
        Column("number", gettext_lazy("户编号"), width=12, order="number"),
        Column(
            "name",
            gettext_lazy("户主或名称"),
            width=14,
            mask=mask_name,
            order="initials",
            link=lambda door: reverse("door", args=[door.pk]),
        ),
        Column(
            "kind",
            gettext_lazy("类型"),
            kind=Kind.CHOICE,
            choices=dict(DoorKind.choices),
            width=9,
            order="kind",
        ),
        Column("place", gettext_lazy("网格"), width=30, order="path"),
        Column("address", gettext_lazy("地址"), width=24, mask=mask_address, order="address"),
        Column(
            "phone",
            gettext_lazy("电话"),
            kind=Kind.PHONE,
            width=14,
            mask=mask_phone,
            value=lambda door: "" if door.is_a_minors else door.phone,
        ),
        Column("people", gettext_lazy("人数"), kind=Kind.INTEGER, width=6),
        Column(
            "presence",
            gettext_lazy("在家情况"),
            kind=Kind.CHOICE,
            choices=dict(Presence.choices),
            width=8,
            order="presence",
        ),
        Column("away_until", gettext_lazy("预计返回"), kind=Kind.DATE, width=11),
        Column(
            "cadre", gettext_lazy("包联干部"), width=10, value=lambda door: door.pair and door.pair.staff.name
        ),
        Column("unit", gettext_lazy("单位"), width=18, value=lambda door: door.pair and door.pair.unit.name),
        Column("visited_at", gettext_lazy("最近走访"), kind=Kind.MOMENT, width=15),
        Column("opened_on", gettext_lazy("登记日"), kind=Kind.DATE, width=11),
        Column("closed_on", gettext_lazy("注销日"), kind=Kind.DATE, width=11),
    ],
)
PEOPLE = Sheet(
    "households.people",
    gettext_lazy("家庭成员名册"),
    [
        Column("head", gettext_lazy("户主"), width=12, mask=mask_name, value=lambda one: one.door.name),
        Column("name", gettext_lazy("姓名"), width=12, mask=mask_name),
        Column(
            "relation",
            gettext_lazy("与户主关系"),
            kind=Kind.CHOICE,
            choices=dict(Relation.choices),
            width=14,
        ),
        Column("sex", gettext_lazy("性别"), kind=Kind.CHOICE, choices=dict(Sex.choices), width=6),
        Column("born", gettext_lazy("出生年月"), width=9, mask=mask_all),
        Column(
            "phone",
            gettext_lazy("电话"),
            kind=Kind.PHONE,
            width=14,
            mask=mask_phone,
            value=lambda one: "" if one.is_minor else one.phone,
        ),
        Column("is_minor", gettext_lazy("未成年人"), kind=Kind.YES_NO, width=8),
        Column("place", gettext_lazy("网格"), width=30),
        Column(
            "address", gettext_lazy("地址"), width=24, mask=mask_address, value=lambda one: one.door.address
        ),
        Column("is_away", gettext_lazy("外出"), kind=Kind.YES_NO, width=6),
        Column("returns_on", gettext_lazy("预计返回"), kind=Kind.DATE, width=11),
    ],
)
ORDERS = {column.key: column.order for column in DOORS.columns if column.key in SORTS}


def asked_in(form: DoorFilters, actor: Actor) -> Asked:
    """What a list is asked for; a place that isn't clear asks for nothing, as on the page."""
    given = form.understood
    sort = given.get("sort", "")
    order = ORDERS.get(sort.removeprefix("-"), "")
    return Asked(
        words=given.get("q", ""),
        path=find_area(given["area"], actor.paths_for(VIEW)).path if "area" in given else "",
        kind=given.get("kind", ""),
        presence=given.get("away", ""),
        with_closed="closed" in given,
        order=("-" if sort.startswith("-") else "") + order if order else "",
    )


def _doors_of(actor: Actor, params: Params) -> tuple[QuerySet[Door], str]:
    """The doors that a sheet asks for, and their order."""
    form = DoorFilters(params, actor=actor)
    form.require_understood()
    asked = asked_in(form, actor)
    return doors_asked(actor, asked), asked.order


def said(actor: Actor, params: Params) -> str:
    """The filters in words, as a record keeps them. Typed words may name somebody: left out."""
    told = {
        _("区域"): params.get("area", ""),
        _("类型"): str(dict(DoorKind.choices).get(params.get("kind", ""), "")),
        _("在家情况"): str(dict(Presence.choices).get(params.get("away", ""), "")),
        _("含已注销"): _("是") if params.get("closed") else "",
    }
    shown = [f"{label}：{value}" for label, value in told.items() if value]
    return "；".join([*shown, *([_("按关键词")] if params.get("q") else [])])


def _with_company(doors: Sequence[Any]) -> Sequence[Any]:
    return with_company(doors, on=timezone.localdate())


def _as_people(people: Sequence[Any]) -> Sequence[Any]:
    today = timezone.localdate()
    places = place_names({one.door.path for one in people})
    for one in people:
        one.place = places.get(one.door.path, "")
        one.is_minor = is_young(one, today)
        one.born = "" if one.is_minor or one.born_on is None else f"{one.born_on:%Y-%m}"
    return people


@exports("households.doors", sheet=DOORS, ability=VIEW, said=said, whole=_with_company)
def doors(actor: Actor, params: Params, on: dt.date) -> QuerySet[Door]:
    return in_order(*_doors_of(actor, params))


@exports("households.people", sheet=PEOPLE, ability=VIEW, said=said, whole=_as_people)
def people(actor: Actor, params: Params, on: dt.date) -> QuerySet[Member]:
    of_doors = _doors_of(actor, params)[0].values("pk")
    found = Member.objects.filter(door_id__in=of_doors, to_on=None).select_related("door")
    return found.order_by("door__path", "door__walk_order", "door_id", "relation", "id")


# ledgers: those of a ground, and those of a head's own unit


def unit_ledger(kind: str) -> str:
    """The name under which a ledger of the doors of a head's unit goes out."""
    return f"{LEDGERS[kind].name}_of_unit"


Asking = Callable[[Address, Actor, dt.date], AskedLedger]


def _of_ground(asked: Address, actor: Actor, on: dt.date) -> AskedLedger:
    return asked_ledger(asked, actor, ability=VIEW, today=on)


def _of_unit(asked: Address, actor: Actor, on: dt.date) -> AskedLedger:
    return asked_unit_ledger(asked, actor, today=on)


def _exports_ledger(key: str, kind: VolumeKind, ability: str, asking: Asking) -> None:
    def said(actor: Actor, params: Params) -> str:
        return f"{kind.label} {asking(Address(params), actor, timezone.localdate()).words}"

    @exports(key, sheet=LEDGERS[kind], ability=ability, said=said)
    def _lines(actor: Actor, params: Params, on: dt.date) -> Any:
        address = Address(params)
        asked = asking(address, actor, on)
        address.require_understood()
        return lines_of(kind, asked.scope)


for _kind in VolumeKind:
    _exports_ledger(LEDGERS[_kind].name, _kind, VIEW, _of_ground)
    _exports_ledger(unit_ledger(_kind), _kind, UNIT, _of_unit)
