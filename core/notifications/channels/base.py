"""What every channel out of the house looks like."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """What goes out: a delivery's id (the same on every try), where to, and a text without personal data."""

    id: str
    address: str
    text: str


class DeliveryFailed(Exception):
    """The message did not go out this time; the reason names no address."""


class Adapter(Protocol):
    """A channel."""

    @property
    def needs_address(self) -> bool:
        """Whether it can only send to a known address."""
        ...

    def send(self, message: Message) -> str:
        """Send, and return the other side's receipt (may be empty).

        Raises:
            DeliveryFailed: try again later.
        """
        ...
