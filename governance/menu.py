"""The menu of the desk and the bottom bar of the phone, as one table: a room adds its rows here.

An item is shown to those who may open its route. `count` is asked for each page of those who see the item,
so it must cost one indexed query at most.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.notifications.selectors import unread_count
from core.permissions.actor import Actor
from core.permissions.gate import SIGNED_IN

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Item:
    """A door: the route's name, and the ability its page asks for. `key` is a function key such as "F2"."""

    label: Text
    route: str
    ability: str = SIGNED_IN
    icon: str = ""
    key: str = ""
    count: Callable[[Actor], int] | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Items under one heading; the first group of the menu has none."""

    label: Text
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """An item as a template draws it."""

    label: Text
    url: str
    icon: str
    key: str
    count: int | None
    current: bool


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group that has at least one item for this person."""

    label: Text
    items: tuple[Shown, ...]


def _unread(actor: Actor) -> int:
    return unread_count(actor.user_id) if actor.user_id else 0


DESK = (
    Group("", (Item(_("工作台"), "desk", icon="home"),)),
    Group(_("网格"), (Item(_("区域"), "area_browser", "grids.view", icon="tree"),)),
    Group(
        _("人员"),
        (
            Item(_("岗位"), "post_list", "accounts.view", icon="people"),
            Item(_("单位"), "unit_list", "accounts.view", icon="home"),
            Item(_("三员任免"), "officers", "accounts.countersign", icon="shield"),
        ),
    ),
    Group(
        _("办公"),
        (
            Item(_("印发文书"), "documents", icon="doc"),
            Item(_("明文导出"), "exports", icon="shield"),
            Item(_("导入"), "imports", "tabular.import", icon="doc"),
        ),
    ),
    Group(_("审计"), (Item(_("行为记录"), "audit_search", "audit.search", icon="search"),)),
    Group(
        _("管理"),
        (
            Item(_("层级与类型"), "grid_naming", "grids.name", icon="tree"),
            Item(_("日历管理"), "calendar", "workcalendar.manage", icon="calendar"),
        ),
    ),
)
PHONE = (
    Item(_("今日"), "desk", icon="home"),
    Item(_("收件"), "inbox", icon="inbox", count=_unread),
    Item(_("区域"), "area_browser", "grids.view", icon="map"),
    Item(_("我的"), "my_account", icon="person"),
)


def desk_menu(actor: Actor, path: str) -> tuple[ShownGroup, ...]:
    """The groups of the left menu for this person, standing at `path`."""
    here = _nearest([item for group in DESK for item in group.items], path)
    groups = (ShownGroup(group.label, _shown(group.items, actor, here)) for group in DESK)
    return tuple(group for group in groups if group.items)


def phone_menu(actor: Actor, path: str) -> tuple[Shown, ...]:
    """The bottom bar for this person, standing at `path`."""
    return _shown(PHONE, actor, _nearest(PHONE, path))


def _nearest(items: Iterable[Item], path: str) -> str:
    """The address of the one item that `path` lies below: /areas/naming/ is not marked as /areas/ as well."""
    urls = [reverse(item.route) for item in items]
    return max(
        (url for url in urls if path == url or (url != "/" and path.startswith(url))), key=len, default=""
    )


def _shown(items: tuple[Item, ...], actor: Actor, here: str) -> tuple[Shown, ...]:
    return tuple(
        Shown(
            label=item.label,
            url=(url := reverse(item.route)),
            icon=item.icon,
            key=item.key,
            count=item.count(actor) if item.count else None,
            current=url == here,
        )
        for item in items
        if item.ability == SIGNED_IN or actor.has(item.ability)
    )
