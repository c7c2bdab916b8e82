"""Due instants on pages."""

from datetime import datetime

from django import template

from core.workcalendar.rules import shown

register = template.Library()


@register.filter
def due(at: datetime | None) -> str:
    """2026-11-27 24:00: the midnight that closes a day belongs to that day; — where there is none."""
    return shown(at) if at else "—"
