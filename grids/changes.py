"""What every change of the tree has in common: it can be foreseen, planned for a day, and carried out.

A change is a frozen value of plain fields (ids, names), so that it can be stored with the day it was planned and read
back on the day it takes effect. The verbs in `actions/` make one each and hand it to `plan_change`.
"""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self, TypeVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from core.audit.actions.record import Entry
from core.audit.codes import Code
from core.paths.rewrite import Followers
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, Verdict
from grids.choices import ChangeKind
from grids.models import Area


class ChangeRefused(Refused):
    """A change can't be made. `field` names the form's field the reason belongs to, or is empty."""

    def __init__(self, reason: str, *, field: str = "") -> None:
        super().__init__(reason)
        self.field = field


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the dry run: what is so now, and what will be."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Foresight:
    """The dry run of a change: what changes, which rows follow, and what a person should look at first."""

    lines: tuple[Line, ...] = ()
    followers: tuple[Followers, ...] = ()
    warnings: tuple[str, ...] = ()

    def outcome(self) -> dict[str, Any]:
        """As it is kept with the change that took effect."""
        return {
            "lines": [[line.label, line.before, line.after] for line in self.lines],
            "followers": [[one.table, one.following, one.staying] for one in self.followers],
            "warnings": list(self.warnings),
        }


@dataclass(frozen=True, slots=True)
class PreviewedChange:
    """A dry run as a page shows it."""

    summary: str
    effective_on: dt.date
    at_once: bool
    foresight: Foresight


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(ABC):
    """A change of the tree about one area. Fields are plain values; ids as UUID or lists of them."""

    kind: ClassVar[ChangeKind]
    code: ClassVar[Code]

    area_id: UUID

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> Self:
        """Read a change back from what `payload` stored."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in payload.items() if name in known})

    def payload(self) -> dict[str, Any]:
        """The fields, as JSON can keep them."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @property
    def touched(self) -> list[UUID]:
        """Areas for which no second change may be planned meanwhile."""
        return [self.area_id]

    @property
    def area(self) -> Area:
        """The area, as it stands now.

        Raises:
            ChangeRefused: it is gone or retired.
        """
        return area_in_force(self.area_id)

    @abstractmethod
    def may(self, actor: Actor, area: Area) -> Verdict:
        """Whether the actor may make this change at all."""

    @abstractmethod
    def summary(self) -> str:
        """One Chinese sentence, as it stands in the list of planned changes."""

    @abstractmethod
    def check(self, *, actor: Actor) -> None:
        """Raise ChangeRefused where the change can't be made as things stand."""

    @abstractmethod
    def foresee(self) -> Foresight:
        """The dry run; writes nothing. `check` has passed."""

    @abstractmethod
    def carry_out(self, *, on: dt.date) -> list[Entry]:
        """Do it. The tree is locked, `check` has passed.

        Returns:
            What is recorded: an entry for each area.
        """


C = TypeVar("C", bound=type[Change])
_kinds: dict[str, type[Change]] = {}


def change_kind(cls: C) -> C:
    """Register a change under its kind, so that a stored one finds its class."""
    _kinds[cls.kind] = cls
    return cls


def stored_change(kind: str, payload: dict[str, Any]) -> Change:
    """The change of a stored row."""
    return _kinds[kind].from_payload(payload)


def area_in_force(pk: UUID | str, *, field: str = "") -> Area:
    """An area by id.

    Raises:
        ChangeRefused: it is gone or retired.
    """
    area = Area.objects.select_related("parent").filter(pk=pk).first()
    if area is None or not area.is_in_force:
        name = area.name if area else _("该区域")
        raise ChangeRefused(_("{name}已停用").format(name=name), field=field)
    return area


def require_free_name(
    name: str, *, parent_id: UUID | None, but: Iterable[UUID] = (), field: str = "name"
) -> None:
    """Two areas in force with one parent don't share a name.

    Raises:
        ChangeRefused: the name is empty or taken.
    """
    if not name:
        raise ChangeRefused(_("请填写名称"), field=field)
    taken = Area.objects.filter(parent_id=parent_id, valid_to=None, name=name).exclude(pk__in=list(but))
    if taken.exists():
        raise ChangeRefused(_("同一上级下已有“{name}”").format(name=name), field=field)


def saved(area: Area, **values: Any) -> Entry:
    """Save what changed of an area, and the entry that tells it."""
    before = {name: _plain(getattr(area, name)) for name in values}
    for name, value in values.items():
        setattr(area, name, value)
    area.save(update_fields=list(values))
    after = {name: _plain(value) for name, value in values.items()}
    told = {name for name in values if before[name] != after[name]} - {"initials", "last_child"}
    return Entry.of(
        area, before={name: before[name] for name in told}, after={name: after[name] for name in told}
    )


def label_of(model: type[models.Model], name: str) -> str:
    """A field's Chinese name."""
    field: Any = model._meta.get_field(name)
    return str(field.verbose_name)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, dt.date | models.Model) else value
