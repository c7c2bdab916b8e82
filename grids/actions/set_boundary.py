"""An area's boundary is drawn anew."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import Entry
from core.permissions.actor import Actor
from core.permissions.verdict import Verdict
from grids.actions.plan_change import plan_change
from grids.bounds import boundary_warnings, put_boundary
from grids.changes import Change, ChangeRefused, Foresight, Line, change_kind
from grids.choices import BoundarySource, ChangeKind
from grids.log_codes import BOUNDARY_SET
from grids.models import Area, PlannedChange
from grids.policies import may_change
from grids.rules.geometry import BadBoundary, Outline, outline_of
from grids.selectors import boundary_of


@change_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class BoundarySetting(Change):
    kind: ClassVar[ChangeKind] = ChangeKind.SET_BOUNDARY
    code: ClassVar[Any] = BOUNDARY_SET

    geometry: Any
    source: str = BoundarySource.DRAWN

    def may(self, actor: Actor, area: Area) -> Verdict:
        return may_change(actor, area)

    def summary(self) -> str:
        return _("调整{name}的边界").format(name=self.area.name)

    def check(self, *, actor: Actor) -> None:
        self._outline()

    def foresee(self) -> Foresight:
        area, outline = self.area, self._outline()
        now = boundary_of(area)
        before = _km2(now.area_km2) if now else _("无边界")
        line = Line(_("面积"), before, _km2(outline.area_km2))
        return Foresight((line,), warnings=tuple(boundary_warnings(area, outline)))

    def carry_out(self, *, on: dt.date) -> list[Entry]:
        area, outline = self.area, self._outline()
        now = boundary_of(area)
        put_boundary(area, outline, source=self.source, on=on)
        before = {"area_km2": f"{now.area_km2:.4f}"} if now else {}
        return [Entry.of(area, before=before, after={"area_km2": f"{outline.area_km2:.4f}"})]

    def _outline(self) -> Outline:
        try:
            return outline_of(self.geometry)
        except BadBoundary as bad:
            raise ChangeRefused(str(bad), field="boundary") from bad


def _km2(size: float) -> str:
    return _("{size}平方公里").format(size=f"{size:.2f}" if size >= 0.01 else f"{size:.4f}")


@transaction.atomic
def set_boundary(
    *,
    area: Area,
    geometry: Any,
    effective_on: dt.date,
    actor: Actor,
    at: dt.datetime,
    source: str = BoundarySource.DRAWN,
    reason: str = "",
) -> PlannedChange:
    """Give an area a boundary: a GeoJSON Polygon or MultiPolygon. The former one stays in the history.

    Raises:
        ChangeRefused: the geometry is no boundary.
        Refused: the actor may not.
    """
    change = BoundarySetting(area_id=area.pk, geometry=geometry, source=source)
    return plan_change(change=change, effective_on=effective_on, actor=actor, at=at, reason=reason)
