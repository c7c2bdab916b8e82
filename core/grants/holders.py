"""To whom a row is opened: a person, or a unit with everybody whose post in it carries the ability."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Holder:
    """Exactly one of `user_id` and `unit_id`; `label` is what lists and records call the holder from then on."""

    label: str
    user_id: UUID | None = None
    unit_id: UUID | None = None

    @classmethod
    def person(cls, user_id: UUID, label: str) -> "Holder":
        return cls(label=label, user_id=user_id)

    @classmethod
    def unit(cls, unit_id: UUID, label: str) -> "Holder":
        return cls(label=label, unit_id=unit_id)
