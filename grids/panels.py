"""What higher rooms show of an area: sections of its page, and the people on its notice board.

A room that stands above registers in its `apps.ready`; grids itself knows nothing of posts or households.

    area_panels.add("people", _("人员"), template="accounts/area_people.html", context=people_at, order=10)
    board_people.add(duty_people)
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from core.permissions.actor import Actor
from grids.models import Area

PanelContext = Callable[[Area, Actor], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Panel:
    """A section of the area page. `context` returns None where there is nothing to show this actor."""

    key: str
    title: Any
    template: str
    context: PanelContext
    order: int


@dataclass(frozen=True, slots=True)
class ShownPanel:
    """A panel as the page draws it."""

    key: str
    title: Any
    template: str
    context: dict[str, Any]


@dataclass(frozen=True, slots=True)
class BoardPerson:
    """A person on a notice board: an official with a duty phone, never a resident."""

    role: str
    name: str
    phone: str


class AreaPanels:
    """The registered sections, in their order."""

    def __init__(self) -> None:
        self._panels: dict[str, Panel] = {}

    def add(self, key: str, title: Any, *, template: str, context: PanelContext, order: int = 100) -> None:
        """Register a section; the same key again takes the former's place."""
        self._panels[key] = Panel(key, title, template, context, order)

    def shown(self, area: Area, actor: Actor) -> list[ShownPanel]:
        """What is to be drawn for this actor."""
        panels = sorted(self._panels.values(), key=lambda panel: (panel.order, panel.key))
        made = ((panel, panel.context(area, actor)) for panel in panels)
        return [
            ShownPanel(panel.key, panel.title, panel.template, context)
            for panel, context in made
            if context is not None
        ]


BoardSource = Callable[[Sequence[Area]], dict[str, list[BoardPerson]]]


class BoardPeople:
    """Where notice boards learn who serves an area."""

    def __init__(self) -> None:
        self._sources: list[BoardSource] = []

    def add(self, source: BoardSource) -> None:
        """Register a source: from areas to people by area path, heads first, one query for all areas."""
        if source not in self._sources:
            self._sources.append(source)

    def of(self, areas: Iterable[Area]) -> dict[str, list[BoardPerson]]:
        """People of each area by path."""
        wanted = list(areas)
        people: dict[str, list[BoardPerson]] = {area.path: [] for area in wanted}
        for source in self._sources:
            for path, found in source(wanted).items():
                people.setdefault(path, []).extend(found)
        return people


area_panels = AreaPanels()
board_people = BoardPeople()
