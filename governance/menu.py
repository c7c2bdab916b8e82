"""The menu of the desk and the bottom bar of the phone, as one table: a room adds its rows here.

An item is shown to those who may open its route. `count` is asked for each page of those who see the item,
so it must cost one indexed query at most.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.notifications.selectors import unread_count
from core.permissions.actor import Actor
from core.permissions.gate import SIGNED_IN
from disputes.choices import Scope
from disputes.queue import in_hand_counts
from governance.addresses import address_of

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Item:
    """A door: the route's name, and the ability its page asks for. `key` is a function key such as "F2".

    `query` is added to the address ("?scope=follow-up"); `tally` names the item's number among those of its group.
    """

    label: Text
    route: str
    ability: str = SIGNED_IN
    icon: str = ""
    key: str = ""
    count: Callable[[Actor], int] | None = None
    query: str = ""
    tally: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Items under one heading; the first group of the menu has none. `tallies` counts for several items in one query."""

    label: Text
    items: tuple[Item, ...]
    tallies: Callable[[Actor], Mapping[str, int]] | None = None


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


def _cases_in_hand(actor: Actor) -> Mapping[str, int]:
    return in_hand_counts(actor, at=timezone.now())


DESK = (
    Group("", (Item(_("工作台"), "desk", icon="home"),)),
    Group(
        _("矛盾纠纷"),
        (
            Item(_("受理登记"), "case_register", "disputes.report", icon="add", key="F2"),
            Item(_("在办案件"), "cases", "disputes.view", icon="inbox", tally=Scope.OPEN),
            Item(
                _("待回访"),
                "cases",
                "disputes.work",
                icon="clock",
                query=f"?scope={Scope.FOLLOW_UP}",
                tally=Scope.FOLLOW_UP,
            ),
            Item(_("我的纠纷"), "my_cases", "disputes.mine", icon="person"),
            Item(_("我的包案"), "leader_cases", "disputes.personal_case", icon="person"),
            Item(_("我参与的"), "invited_cases", "disputes.invited", icon="people"),
            Item(_("风险排查"), "risk_sweeps", "disputes.risk", icon="warn"),
            Item(_("以案定补"), "allowance_batches", "disputes.centre", icon="doc"),
            Item(_("我的补贴"), "my_allowances", "disputes.report", icon="doc"),
            Item(_("调委会"), "committees", "disputes.view", icon="people"),
            Item(_("值班表"), "roster", "disputes.view", icon="calendar"),
        ),
        _cases_in_hand,
    ),
    Group(
        _("包联走访"),
        (
            Item(_("我的包联户"), "my_doors", "households.mine", icon="door"),
            Item(_("走访记录"), "visits", "households.mine", icon="people"),
            Item(_("走访进度"), "duties", "households.mine", icon="chart"),
            Item(_("问题台账"), "demands", "households.mine", icon="doc"),
            Item(_("住户登记"), "doors", "households.view", icon="home"),
            Item(_("未包联"), "uncovered", "households.pair", icon="warn"),
            Item(_("包联安排"), "pairing", "households.pair", icon="people"),
            Item(_("本单位包联"), "liaison_units", "households.unit", icon="people"),
            Item(_("交接"), "handovers", "households.pair", icon="clock"),
            Item(_("我的包片"), "lead_grids", "households.lead", icon="person"),
            Item(_("领导包片"), "grid_leads", "households.pair", icon="person"),
            Item(_("电话回访"), "call_backs", "households.calls", icon="check"),
            Item(_("专项摸排"), "campaigns", "households.view", icon="search"),
            Item(_("疑似重复"), "twins", "households.register", icon="people"),
            Item(_("个人信息请求"), "data_requests", "households.register", icon="shield"),
            Item(_("包联台账"), "door_ledgers", "households.view", icon="doc"),
            Item(_("本单位台账"), "unit_ledgers", "households.unit", icon="doc"),
            Item(_("台账卷册"), "volumes", "households.bind", icon="doc"),
            Item(_("连心卡"), "cards", "households.mine", icon="print"),
        ),
    ),
    Group(
        _("台账与统计"),
        (
            Item(_("一页通"), "dispute_figures", "disputes.figures", icon="chart"),
            Item(_("纠纷台账"), "ledgers", "disputes.view", icon="doc"),
            Item(_("月度统计"), "dispute_statistics", "disputes.figures", icon="calendar"),
        ),
    ),
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
            Item(_("办理期限"), "dispute_terms", "disputes.settings", icon="clock"),
            Item(_("纠纷类型"), "dispute_kinds", "disputes.settings", icon="doc"),
            Item(_("批量上交"), "brake", "disputes.settings", icon="warn"),
            Item(_("包联规则"), "liaison_rule", "households.settings", icon="clock"),
            Item(_("日历管理"), "calendar", "workcalendar.manage", icon="calendar"),
        ),
    ),
)
PHONE = (
    Item(_("今日"), "desk", icon="home"),
    Item(_("走访"), "my_doors", "households.mine", icon="door"),
    Item(_("上报"), "case_report", "disputes.report", icon="report"),
    Item(_("纠纷"), "my_cases", "disputes.mine", icon="people"),
    Item(_("收件"), "inbox", icon="inbox", count=_unread),
    Item(_("我的"), "my_account", icon="person"),
)


def desk_menu(actor: Actor, path: str) -> tuple[ShownGroup, ...]:
    """The groups of the left menu for this person, standing at `path`."""
    open_groups = [(group, tuple(item for item in group.items if _may(item, actor))) for group in DESK]
    here = _here([item for _group, items in open_groups for item in items], path)
    return tuple(
        ShownGroup(group.label, _shown(items, actor, here, group.tallies))
        for group, items in open_groups
        if items
    )


def phone_menu(actor: Actor, path: str) -> tuple[Shown, ...]:
    """The bottom bar for this person, standing at `path`."""
    items = tuple(item for item in PHONE if _may(item, actor))
    return _shown(items, actor, _here(items, path))


def _may(item: Item, actor: Actor) -> bool:
    return item.ability == SIGNED_IN or actor.has(item.ability)


def _url(item: Item) -> str:
    return address_of(item.route) + item.query


def _here(items: Sequence[Item], path: str) -> str:
    """The address of the item whose page, or a page below it, is open: the longest that fits."""
    fitting = [url for item in items if (url := _url(item)) == path or (url != "/" and path.startswith(url))]
    return max(fitting, key=len, default="")


def _shown(
    items: Sequence[Item],
    actor: Actor,
    here: str,
    tallies: Callable[[Actor], Mapping[str, int]] | None = None,
) -> tuple[Shown, ...]:
    counted = tallies(actor) if tallies and any(item.tally for item in items) else {}
    return tuple(
        Shown(
            label=item.label,
            url=(url := _url(item)),
            icon=item.icon,
            key=item.key,
            count=item.count(actor) if item.count else counted.get(item.tally),
            current=url == here,
        )
        for item in items
    )
