from typing import Any

from django import template
from django.template.context import Context

from core.tabular.tables import PageTable

register = template.Library()


@register.inclusion_tag("tabular/table.html", takes_context=True)
def sheet_table(context: Context, table: PageTable) -> dict[str, Any]:
    """{% load sheets %}{% sheet_table table %}: heads that sort, rows, pages, and what to do where there are none."""
    return {"table": table, "request": context["request"]}
