"""Posts and units: the list page, the sheet out and the printed ledger are these columns."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import Role, UnitKind
from accounts.finding import NotFound, filter_posts
from accounts.models import Post, Unit
from accounts.places import place_names, with_places
from accounts.selectors import filter_units, posts_seen_by, units_seen_by
from core.crypto.masks import mask_phone
from core.forms.address import Address
from core.permissions.actor import Actor
from core.tabular.choices import Kind
from core.tabular.columns import Column, Sheet
from core.tabular.exporting import Params, exports

POSTS = Sheet(
    "posts",
    gettext_lazy("岗位名单"),
    [
        Column(
            "name",
            gettext_lazy("任职人"),
            value=lambda post: post.staff.name,
            order="staff__initials",
            link=lambda post: reverse("staff_page", args=[post.staff_id]),
        ),
        Column(
            "role", gettext_lazy("岗位"), kind=Kind.CHOICE, choices=dict(Role.choices), width=22, order="role"
        ),
        Column("place", gettext_lazy("区域或单位"), width=30, order="path"),
        Column(
            "deputies",
            gettext_lazy("代理人"),
            value=lambda post: "、".join(deputy.staff.name for deputy in post.deputies_now),
        ),
        Column("staff.duty_phone", gettext_lazy("值班电话"), width=16),
        Column(
            "staff.personal_phone",
            gettext_lazy("本人电话"),
            kind=Kind.PHONE,
            width=16,
            mask=mask_phone,
            on_page=False,
        ),
        Column("from_on", gettext_lazy("任职日"), kind=Kind.DATE, order="from_on"),
        Column("to_on", gettext_lazy("免职日"), kind=Kind.DATE, order="to_on"),
    ],
)
UNITS = Sheet(
    "units",
    gettext_lazy("单位名单"),
    [
        Column(
            "name",
            gettext_lazy("名称"),
            width=30,
            order="name",
            link=lambda unit: reverse("unit_page", args=[unit.pk]),
        ),
        Column("abbreviation", gettext_lazy("简称"), order="abbreviation"),
        Column("kind", gettext_lazy("类型"), kind=Kind.CHOICE, choices=dict(UnitKind.choices), order="kind"),
        Column("place", gettext_lazy("所在区域"), width=30, order="path"),
        Column("valid_from", gettext_lazy("设立日"), kind=Kind.DATE, order="valid_from"),
        Column("valid_to", gettext_lazy("撤销日"), kind=Kind.DATE, order="valid_to"),
    ],
)


def posts_asked(actor: Actor, asked: Address, today: dt.date) -> tuple[QuerySet[Post], dt.date]:
    """Posts in reach by what stands in the address, and the day they are held on."""
    day = asked.day("on", _("已显示今天")) or today
    fitting = partial(
        filter_posts,
        posts_seen_by(actor),
        actor=actor,
        on=day,
        words=asked.text("q"),
        role=asked.one_of("role", Role.values),
    )
    try:
        return fitting(place=asked.text("place")), day
    except NotFound as error:
        asked.miss(str(error).rstrip("。"), _("没有按它筛选"))
    return fitting(), day


def posts_said(actor: Actor, params: Params) -> str:
    role = params.get("role", "")
    return _said(
        {
            _("姓名"): params.get("q", ""),
            _("岗位"): str(dict(Role.choices).get(role, role)),
            _("区域或单位"): params.get("place", ""),
            _("日期"): params.get("on", ""),
        }
    )


@exports("accounts.posts", sheet=POSTS, ability="accounts.view", said=posts_said, whole=with_places)
def posts(actor: Actor, params: Params, on: dt.date) -> QuerySet[Post]:
    asked = Address(params)
    rows, _day = posts_asked(actor, asked, on)
    asked.require_understood()
    return rows


def units_said(actor: Actor, params: Params) -> str:
    kind = params.get("kind", "")
    return _said(
        {
            _("名称"): params.get("q", ""),
            _("类型"): str(dict(UnitKind.choices).get(kind, kind)),
            _("含已撤销"): _("是") if params.get("closed") else "",
        }
    )


def with_areas(units: Sequence[Any]) -> Sequence[Any]:
    """The units, each with `.place`."""
    names = place_names(unit.path for unit in units)
    for unit in units:
        unit.place = names.get(unit.path, "")
    return units


def units_asked(actor: Actor, asked: Address, on: dt.date) -> QuerySet[Unit]:
    """Units in reach by what stands in the address."""
    return filter_units(
        units_seen_by(actor),
        on=on,
        words=asked.text("q"),
        kind=asked.one_of("kind", UnitKind.values),
        closed_too=bool(asked.text("closed")),
    )


@exports("accounts.units", sheet=UNITS, ability="accounts.view", said=units_said, whole=with_areas)
def units(actor: Actor, params: Params, on: dt.date) -> QuerySet[Unit]:
    asked = Address(params)
    rows = units_asked(actor, asked, on)
    asked.require_understood()
    return rows


def _said(asked: dict[str, str]) -> str:
    return "；".join(f"{label}：{value}" for label, value in asked.items() if value)
