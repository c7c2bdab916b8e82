from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.tabular.exporting import filters_in, find_export
from core.tabular.tables import PageTable

register = template.Library()


@register.inclusion_tag("tabular/table.html", takes_context=True)
def sheet_table(context: Context, table: PageTable, acts: str = "") -> dict[str, Any]:
    """{% load sheets %}{% sheet_table table %}: heads that sort, rows, pages, and what to do where there are none.

    `acts` names a template for the buttons at the end of each row; it finds the row as `row`.
    """
    return {
        "table": table,
        "acts": acts,
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag(takes_context=True)
def export_buttons(context: Context, key: str) -> SafeString:
    """{% export_buttons "accounts.posts" %}: the rows of this page as a sheet, and in full where somebody approves.

    The filters of the page's address go along.
    """
    filters = urlencode(filters_in(context["request"].GET.dict()))
    known = {
        "kind": find_export(key),
        "query": f"?{filters}" if filters else "",
        "csrf_token": context.get("csrf_token"),
    }
    return SafeString(render_to_string("tabular/export_buttons.html", known))  # compiled: it escapes
