"""Finding what somebody typed: a person, an area, a unit. What is not found or not clear says so in a sentence."""

import datetime as dt
import re
from collections.abc import Sequence

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Deputy, Post, Staff, Unit
from accounts.places import place_names
from accounts.selectors import on_day, search_staff, staff_seen_by
from core.paths.ranges import within
from core.permissions.actor import Actor
from grids.models import Area

SHOWN = 20
NAMESAKES = 400  # so many areas of one name are looked at: every village has its 第一网格


class NotFound(ValueError):
    """Nothing, or more than one thing, answers to these words."""


class NotClear(NotFound):
    """More than one thing does."""


def find_staff(words: str, actor: Actor) -> Staff:
    """A person in the actor's reach by account, by `姓名（账号）` or by a name that only one bears."""
    return find_among(words, staff_seen_by(actor))


def find_among(words: str, staff: QuerySet[Staff]) -> Staff:
    """One of these people who haven't left, by account, by `姓名（账号）` or by a name that only one bears."""
    words = words.strip()
    account = re.search(r"[（(]([^（()）]+)[)）]\Z", words)
    rows = staff.filter(left_on=None).select_related("user")
    if account is None and words.isascii():
        rows = rows.filter(user__username=words.lower())
    elif account is not None:
        rows = rows.filter(user__username=account[1].strip().lower())
    else:
        rows = rows.filter(name=words)
    found = list(rows[:6])
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotFound(_("没有找到“%(words)s”，请填写姓名或账号；新人请先新增人员。") % {"words": words})
    raise NotClear(_("有多人同名，请填写账号：%(those)s。") % {"those": "、".join(map(staff_label, found))})


def staff_label(staff: Staff) -> str:
    return f"{staff.name}（{staff.user.username}）" if staff.user else staff.name


def staff_options(words: str, actor: Actor) -> list[str]:
    """Suggestions while somebody types."""
    return options_among(words, staff_seen_by(actor))


def options_among(words: str, staff: QuerySet[Staff]) -> list[str]:
    """Suggestions out of these people while somebody types."""
    if not words.strip():
        return []
    rows = search_staff(staff.filter(left_on=None), words)
    return [staff_label(staff) for staff in rows.select_related("user").order_by("name")[:SHOWN]]


def find_area(words: str, paths: Sequence[str]) -> Area:
    """An area in force below `paths` by its official code, or by names such as `康保镇 东关村 第一网格`."""
    words = words.strip()
    rows = Area.objects.filter(within("path", *paths), valid_to=None)
    if re.fullmatch(r"[0-9]{12}|[0-9]{15}", words):
        found = list(rows.filter(code=words)[:2])
        if not found:
            raise NotFound(_("辖区内没有编码为%(words)s的区域。") % {"words": words})
        return found[0]
    parts = _parts(words)
    if not parts:
        raise NotFound(_("请填写区域编码或名称。"))
    named = list(rows.filter(name=parts[-1])[:NAMESAKES])
    if len(parts) > 1 or len(named) > 1:
        labels = place_names(area.path for area in named)
        named = [area for area in named if _in_order(parts, labels[area.path].split(" › "))]
    if len(named) == 1:
        return named[0]
    if not named:
        raise NotFound(_("辖区内没有名为“%(words)s”的区域。") % {"words": words})
    raise NotClear(
        _("有%(number)s个区域叫“%(words)s”，请在前面写上乡镇和村名，或填写编码。")
        % {"number": len(named), "words": words}
    )


def area_options(words: str, paths: Sequence[str]) -> list[str]:
    """Suggestions while somebody types names from above downwards, or a code; below what is found comes what lies in it."""
    parts = _parts(words)
    if not parts:
        return []
    rows = Area.objects.filter(within("path", *paths), valid_to=None)
    found = rows.filter(Q(name__contains=parts[-1]) | Q(code__startswith=parts[-1])).order_by("level", "path")
    if len(parts) > 1:
        labels = place_names(area.path for area in found[:NAMESAKES])
        return [label for label in labels.values() if _leads_to(parts, label.split(" › "))][:SHOWN]
    named = list(found[:SHOWN])
    inside = rows.filter(parent__in=[area.pk for area in named]).order_by("path")
    shown = list(dict.fromkeys([*named, *inside[: SHOWN - len(named)]]))
    labels = place_names(area.path for area in shown)
    return [labels[area.path] for area in shown]


def _parts(words: str) -> list[str]:
    return [part for part in re.split(r"[\s›>/／]+", words.strip()) if part]


def _leads_to(parts: list[str], names: list[str]) -> bool:
    """Whether the earlier `parts` are found, in their order, in the names above the last one."""
    remaining = iter(names[:-1])
    return all(any(part in name for name in remaining) for part in parts[:-1])


def find_unit(words: str, paths: Sequence[str]) -> Unit:
    """A unit in force below `paths` by name or abbreviation."""
    words = words.strip()
    rows = Unit.objects.filter(within("path", *paths), valid_to=None)
    found = list(rows.filter(Q(name=words) | Q(abbreviation=words))[:3])
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotFound(_("辖区内没有名为“%(words)s”的单位。") % {"words": words})
    raise NotClear(_("有多个单位叫“%(words)s”，请填写简称。") % {"words": words})


def unit_options(words: str, paths: Sequence[str]) -> list[str]:
    words = words.strip()
    if not words:
        return []
    rows = Unit.objects.filter(within("path", *paths), valid_to=None)
    rows = rows.filter(Q(name__contains=words) | Q(abbreviation__contains=words)).order_by("path", "name")
    return list(rows.values_list("name", flat=True)[:SHOWN])


def _in_order(parts: list[str], names: list[str]) -> bool:
    """Whether `parts` are among `names` in their order, the last ones alike."""
    remaining = iter(names)
    return names[-1] == parts[-1] and all(part in remaining for part in parts)


def filter_posts(
    posts: QuerySet[Post], *, on: dt.date, words: str = "", role: str = "", place: str = "", actor: Actor
) -> QuerySet[Post]:
    """Posts held on a day, by the holder's name or initials, by role, by area (with all below) or unit.

    Raises:
        NotFound: the place is none, or more than one.
    """
    posts = posts.filter(on_day(on))
    if words.strip():
        posts = posts.filter(staff__in=search_staff(Staff.objects.all(), words))
    if role:
        posts = posts.filter(role=role)
    if place.strip():
        paths = actor.paths_for("accounts.view")
        try:
            path = find_area(place, paths).path
            posts = posts.filter(within("path", path) | within("unit__path", path))
        except NotFound:
            posts = posts.filter(unit=find_unit(place, paths))
    deputies = Deputy.objects.filter(on_day(on)).select_related("staff")
    return posts.prefetch_related(Prefetch("deputies", deputies, to_attr="deputies_now")).order_by(
        "path", "unit__name", "role", "seat_number"
    )
