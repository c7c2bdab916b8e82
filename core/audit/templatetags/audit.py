from typing import Any

from django import template
from django.db.models import Model

from core.audit.selectors import who_looked_at

register = template.Library()


@register.inclusion_tag("audit/who_looked.html")
def who_looked(row: Model, limit: int = 20) -> dict[str, Any]:
    """The panel "who looked at this?": {% load audit %} {% who_looked household %}."""
    return {"looks": who_looked_at(row._meta.label_lower, row.pk, limit=limit)}
