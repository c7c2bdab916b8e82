"""What goes out as a sheet: the list page, the sheet and the sheet in full are the same rows in the same columns."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Staff, Unit
from core.crypto.masks import mask_address, mask_name
from core.forms.address import Address
from core.permissions.actor import Actor
from core.tabular.choices import Kind
from core.tabular.columns import Column, Sheet
from core.tabular.exporting import Params, exports
from grids.selectors import area_names
from households.choices import DutyState, Owed
from households.coverage import Line, lines_by
from households.duty_rows import DOORS, SHOWN, behind, place_of, places_above
from households.forms.month import Asked, asked_for
from households.later import Late, later_corrections
from households.models import Duty
from households.policies import MINE

LATER: Final = "later"
LISTS: Final = (*SHOWN, *DOORS, LATER)

# months and duties

_COUNTS = (
    ("visits", gettext_lazy("应访")),
    ("visited", gettext_lazy("已入户")),
    ("visit_rate", gettext_lazy("入户走访率")),
    ("contacts", gettext_lazy("应联系")),
    ("contacted", gettext_lazy("已联系")),
    ("contact_rate", gettext_lazy("电话联系率")),
    ("open", gettext_lazy("待完成")),
    ("missed", gettext_lazy("未完成")),
    ("explained", gettext_lazy("已说明")),
    ("exempt", gettext_lazy("免予走访")),
    ("doors", gettext_lazy("应走访户")),
    ("doors_met", gettext_lazy("已走访联系户")),
    ("door_rate", gettext_lazy("户覆盖率")),
)
COVERAGE = Sheet(
    "households.coverage",
    gettext_lazy("走访进度"),
    [
        Column("name", gettext_lazy("区域、单位或干部"), width=24),
        *(
            Column(key, label, kind=Kind.TEXT if key.endswith("rate") else Kind.INTEGER, width=10)
            for key, label in _COUNTS
        ),
    ],
)
DUTIES = Sheet(
    "households.duties",
    gettext_lazy("走访任务"),
    [
        Column("place", gettext_lazy("网格"), width=26),
        Column(
            "name",
            gettext_lazy("户主或名称"),
            width=12,
            mask=mask_name,
            value=lambda duty: duty.liaison.door.name if duty.liaison else _("网格走访"),
        ),
        Column(
            "address",
            gettext_lazy("地址"),
            width=24,
            mask=mask_address,
            value=lambda duty: duty.liaison.door.address if duty.liaison else "",
        ),
        Column("staff", gettext_lazy("责任人"), width=10, value=lambda duty: duty.owner.staff.name),
        Column("unit", gettext_lazy("单位"), width=18, value=lambda duty: duty.owner.unit.name),
        Column("owed", gettext_lazy("应办"), kind=Kind.CHOICE, choices=dict(Owed.choices)),
        Column("from_on", gettext_lazy("起"), kind=Kind.DATE, width=11),
        Column("state", gettext_lazy("状态"), kind=Kind.CHOICE, choices=dict(DutyState.choices)),
        Column("done_on", gettext_lazy("完成日"), kind=Kind.DATE, width=11),
        Column("explained", gettext_lazy("说明"), width=30, max_length=300),
    ],
)


def _in_words(actor: Actor, params: Params) -> str:
    return _("%(month)s走访任务") % {"month": params.get("month") or _("本月")}


def _with_places(duties: Sequence[Duty]) -> Sequence[Duty]:
    names = area_names(places_above(duties))
    for duty in duties:
        duty.place = place_of(duty, names)  # type: ignore[attr-defined]  # a column of the sheet
    return duties


@exports("households.duties", sheet=DUTIES, ability=MINE, said=_in_words, whole=_with_places)
def duties(actor: Actor, params: Params, on: dt.date) -> QuerySet[Duty]:
    """The rows of the list of duties."""
    address = Address(params)
    asked = asked_for(address, actor, today=on)
    shown = address.one_of("show", LISTS, "all")
    address.require_understood()
    return listed(asked, shown)[0]


@exports("households.coverage", sheet=COVERAGE, ability=MINE, said=_in_words)
def coverage(actor: Actor, params: Params, on: dt.date) -> Sequence[Mapping[str, Any]]:
    """The lines of the page of coverage."""
    address = Address(params)
    asked = asked_for(address, actor, today=on)
    address.require_understood()
    return [
        {"name": name, **{key: getattr(line, key) for key, _label in _COUNTS}}
        for line, name in named_lines(asked)
    ]


def listed(asked: Asked, shown: str) -> tuple[QuerySet[Duty], dict[UUID, Late]]:
    """The duties of a list, and what was recorded of them after the month was closed, where the list is of that."""
    if shown != LATER:
        return behind(asked, shown), {}
    late = {one.duty_id: one for one in later_corrections(asked.month, asked.scope)}
    return behind(asked, "all").filter(pk__in=late), late


def named_lines(asked: Asked) -> list[tuple[Line, str]]:
    """The lines of a month as they were asked for, each with its name; units and cadres in the order of theirs."""
    by = "staff" if asked.leaders else asked.by
    lines = lines_by(by, asked.month, asked.scope, leaders=asked.leaders)
    keys = [line.key for line in lines]
    names: Mapping[Any, str]
    if by == "place":
        names = area_names(keys)
    else:
        model = Unit if by == "unit" else Staff
        names = dict(model.objects.filter(pk__in=keys).values_list("pk", "name"))
    named = [(line, names.get(line.key, str(line.key))) for line in lines]
    return named if by == "place" else sorted(named, key=lambda one: one[1])
