"""An area is divided: parts of it become areas of their own beside it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import Entry
from core.permissions.actor import Actor
from core.permissions.verdict import Verdict
from grids.actions.plan_change import plan_change
from grids.changes import Change, ChangeRefused, Foresight, Line, change_kind, require_free_name
from grids.choices import ChangeKind, Level, LinkKind
from grids.log_codes import AREA_SPLIT
from grids.models import Area, AreaLink, PlannedChange
from grids.policies import may_split
from grids.relocation import carry, codes_ever_used, followers_of, new_area
from grids.rules.codes import next_grid_code
from grids.selectors import target_at

MOST_PARTS = 20


@dataclass(frozen=True, slots=True)
class Part:
    """A new area: its name, which children go into it, how many households it has (None where nobody counted)."""

    name: str
    children: Sequence[UUID] = ()
    household_count: int | None = None


@change_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class Splitting(Change):
    """What is not given to a part stays: the area keeps its name, code and the rows that stand right on it."""

    kind: ClassVar[ChangeKind] = ChangeKind.SPLIT
    code: ClassVar[Any] = AREA_SPLIT

    parts: list[dict[str, Any]] = field(default_factory=list)

    @property
    def touched(self) -> list[UUID]:
        return [self.area_id, *(child for part in self._parts() for child in part.children)]

    def may(self, actor: Actor, area: Area) -> Verdict:
        return may_split(actor, area)

    def summary(self) -> str:
        names = "、".join(part.name for part in self._parts())
        return _("从{name}拆分出{parts}").format(name=self.area.name, parts=names)

    def check(self, *, actor: Actor) -> None:
        area, parts = self.area, self._parts()
        if not 0 < len(parts) <= MOST_PARTS:
            raise ChangeRefused(_("请填写1至{most}个新区域").format(most=MOST_PARTS), field="parts")
        names = [part.name for part in parts]
        if len(set(names)) < len(names):
            raise ChangeRefused(_("新区域不能同名"), field="parts")
        for name in names:
            require_free_name(name, parent_id=area.parent_id, field="parts")
        wanted = [str(child) for part in parts for child in part.children]
        if len(set(wanted)) < len(wanted):
            raise ChangeRefused(_("同一下级区域只能划入一处"), field="parts")
        if Area.objects.filter(pk__in=wanted, parent=area, valid_to=None).count() != len(wanted):
            raise ChangeRefused(_("所选下级区域已不在{name}").format(name=area.name), field="parts")
        given = sum(part.household_count or 0 for part in parts)
        if area.household_count is not None and given > area.household_count:
            raise ChangeRefused(
                _("新区域共{given}户，超过{name}的{all}户").format(
                    given=given, name=area.name, all=area.household_count
                ),
                field="parts",
            )

    def foresee(self) -> Foresight:
        area, parts = self.area, self._parts()
        children = {child.pk: child for child in Area.objects.filter(parent=area, valid_to=None)}
        goes = {str(pk): child for pk, child in children.items()}
        used = codes_ever_used(area.parent) if area.level == Level.GRID and area.parent else []
        lines, moved = [], []
        for part in parts:
            taken = [goes[str(pk)] for pk in part.children]
            moved += taken
            code = next_grid_code(area.parent.code, used) if area.level == Level.GRID and area.parent else ""
            used = [*used, code] if code else used
            names = "、".join(child.name for child in taken) or _("无下级")
            lines.append(Line(part.name, _("（新设）"), " ".join(filter(None, [code, names]))))
        stays = [child.name for child in children.values() if child not in moved]
        lines.append(
            Line(area.name, "、".join(c.name for c in children.values()) or "—", "、".join(stays) or "—")
        )
        warnings = [_("直接记在{name}名下的记录留在{name}，由各业务另行划转").format(name=area.name)]
        warnings += self._household_warnings(area, parts)
        return Foresight(tuple(lines), followers_of([child.path for child in moved]), tuple(warnings))

    def carry_out(self, *, on: dt.date) -> list[Entry]:
        area, entries = self.area, []
        assert area.parent is not None  # noqa: S101  # the county is never split: may_split
        for part in self._parts():
            fresh = new_area(
                area.parent, name=part.name, on=on, kind=area.kind, household_count=part.household_count
            )
            followed = 0
            for child in Area.objects.filter(pk__in=part.children).select_related("parent").order_by("path"):
                followed += carry(child, fresh, name=child.name, on=on)
            AreaLink.objects.create(from_area=area, to_area=fresh, kind=LinkKind.SPLIT, effective_on=on)
            after = {"name": fresh.name, "code": fresh.code, "path": fresh.path, "followed": followed}
            entries.append(Entry.of(area, after=after))
        given = sum(part.household_count or 0 for part in self._parts())
        if given and area.household_count is not None:
            Area.objects.filter(pk=area.pk).update(household_count=area.household_count - given)
        return entries

    def _parts(self) -> list[Part]:
        return [Part(**part) for part in self.parts]

    def _household_warnings(self, area: Area, parts: list[Part]) -> list[str]:
        if area.level != Level.GRID:
            return []
        target = target_at(area.parent_path)
        rest = area.household_count
        if rest is not None:
            rest -= sum(part.household_count or 0 for part in parts)
        sizes = [(part.name, part.household_count) for part in parts] + [(area.name, rest)]
        return [warning for name, size in sizes if (warning := target.warning(size, name))]


@transaction.atomic
def split_area(
    *,
    area: Area,
    parts: Sequence[Part],
    effective_on: dt.date,
    actor: Actor,
    at: dt.datetime,
    reason: str = "",
) -> PlannedChange:
    """Divide an area: each part becomes a new area beside it, with the children named for it.

    Raises:
        ChangeRefused: a name is taken, or a child is not the area's own.
        Refused: the actor may not.
    """
    plain = [asdict(part) | {"name": part.name.strip(), "children": list(part.children)} for part in parts]
    change = Splitting(area_id=area.pk, parts=plain)
    return plan_change(change=change, effective_on=effective_on, actor=actor, at=at, reason=reason)
