"""Areas become part of another one, with everything that stands on them."""

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import Entry
from core.paths.rewrite import Collision, rewrite_paths, try_rewriting
from core.permissions.actor import Actor
from core.permissions.verdict import Verdict
from grids.actions.plan_change import plan_change
from grids.bounds import put_boundary
from grids.changes import Change, ChangeRefused, Foresight, Line, area_in_force, change_kind
from grids.choices import BoundarySource, ChangeKind, Level, LinkKind
from grids.log_codes import AREA_MERGED
from grids.models import Area, AreaBoundary, AreaLink, PlannedChange
from grids.policies import may_merge
from grids.relocation import carry, followers_of, name_there, retire
from grids.rules.geometry import BadBoundary, union_of
from grids.selectors import target_at

MOST_SOURCES = 20


@change_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class Merging(Change):
    """`area_id` is the area that stays; those in `source_ids` end."""

    kind: ClassVar[ChangeKind] = ChangeKind.MERGE
    code: ClassVar[Any] = AREA_MERGED

    source_ids: list[UUID] = field(default_factory=list)

    @property
    def touched(self) -> list[UUID]:
        return [self.area_id, *self.source_ids]

    def may(self, actor: Actor, area: Area) -> Verdict:
        return may_merge(actor, area)

    def summary(self) -> str:
        names = "、".join(source.name for source in self._sources())
        return _("{names}并入{name}").format(names=names, name=self.area.name)

    def check(self, *, actor: Actor) -> None:
        area, sources = self.area, self._sources()
        if not 0 < len(sources) <= MOST_SOURCES:
            raise ChangeRefused(
                _("请选择1至{most}个要并入的区域").format(most=MOST_SOURCES), field="source_ids"
            )
        for source in sources:
            if source.pk == area.pk:
                raise ChangeRefused(_("区域不能并入自身"), field="source_ids")
            if source.level != area.level:
                raise ChangeRefused(_("{name}与{into}不是同一级").format(name=source.name, into=area.name),
                                    field="source_ids")  # fmt: skip
            allowed = may_merge(actor, source)
            if not allowed:
                raise ChangeRefused(f"{source.name}：{allowed.reason}", field="source_ids")
        try:
            try_rewriting([source.path for source in sources], area.path)
        except Collision as collision:
            raise ChangeRefused(
                _("“{table}”合并后会重复（如两处各有一名网格员），请先在其中一处了结或移交").format(
                    table=collision.table
                ),
                field="source_ids",
            ) from collision

    def foresee(self) -> Foresight:
        area, sources = self.area, self._sources()
        lines, warnings, taken = [], [], list[str]()
        for source in sources:
            lines.append(Line(source.name, _("在用"), _("停用，并入{name}").format(name=area.name)))
            for child in self._children(source):
                name = name_there(child, area, taken=taken)
                taken.append(name)
                lines.append(Line(_("下级"), f"{source.name} / {child.name}", f"{area.name} / {name}"))
                if name != child.name:
                    warnings.append(_("“{name}”重名，并入后称“{new}”").format(name=child.name, new=name))
        total = _sum_of([area, *sources])
        if area.level == Level.GRID and (warning := target_at(area.parent_path).warning(total, area.name)):
            warnings.append(warning)
        return Foresight(tuple(lines), followers_of(s.path for s in sources), tuple(warnings))

    def carry_out(self, *, on: dt.date) -> list[Entry]:
        area, sources, entries = self.area, self._sources(), []
        total = _sum_of([area, *sources])
        shapes = list(
            AreaBoundary.objects.filter(area__in=[area, *sources], valid_to=None).values_list(
                "geometry", flat=True
            )
        )
        for source in sources:
            followed = 0
            for child in self._children(source):
                followed += carry(child, area, name=name_there(child, area), on=on)
            followed += rewrite_paths(source.path, area.path, below=False)
            retire(source, on=on)
            AreaLink.objects.create(from_area=source, to_area=area, kind=LinkKind.MERGE, effective_on=on)
            after = {"name": area.name, "valid_to": on, "followed": followed}
            entries.append(Entry.of(source, after=after))
        if total is not None:
            Area.objects.filter(pk=area.pk).update(household_count=total)
        if len(shapes) == len(sources) + 1:
            # Two drawings that don't make one: the old one stays until a person draws anew.
            with suppress(BadBoundary):
                put_boundary(area, union_of(shapes), source=BoundarySource.DRAWN, on=on)
        return entries

    def _sources(self) -> list[Area]:
        return [area_in_force(pk, field="source_ids") for pk in self.source_ids]

    def _children(self, source: Area) -> list[Area]:
        return list(
            Area.objects.filter(parent=source, valid_to=None).select_related("parent").order_by("path")
        )


def _sum_of(areas: list[Area]) -> int | None:
    counts = [area.household_count for area in areas]
    return None if None in counts else sum(count for count in counts if count is not None)


@transaction.atomic
def merge_areas(
    *,
    sources: Sequence[Area],
    into: Area,
    effective_on: dt.date,
    actor: Actor,
    at: dt.datetime,
    reason: str = "",
) -> PlannedChange:
    """End `sources`; their children and every open row on them go to `into`, an area of the same level.

    Raises:
        ChangeRefused: an area is retired, of another level, or out of the actor's reach.
        Refused: the actor may not.
    """
    change = Merging(area_id=into.pk, source_ids=[source.pk for source in sources])
    return plan_change(change=change, effective_on=effective_on, actor=actor, at=at, reason=reason)
