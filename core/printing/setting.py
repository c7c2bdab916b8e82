"""Any paper from its snapshot: the long ones in parts, the others at once."""

from collections.abc import Callable, Mapping
from typing import Any

from core.printing.ledger import render_ledger_data
from core.printing.typesetting import LEDGER, Imprint, render
from core.printing.volume import VOLUME, render_volume

Told = Callable[[int, int], None]
"""Told how many of how many rows are set."""


def nobody(done: int, total: int) -> None:
    """Nobody waits to hear it."""


def typeset(template: str, data: Mapping[str, Any], imprint: Imprint, *, told: Told = nobody) -> bytes:
    """The paper as a PDF; `told` hears how far a bound volume is."""
    if template == VOLUME:
        return render_volume(data, imprint, told=told)
    return render_ledger_data(data, imprint) if template == LEDGER else render(template, data, imprint)
