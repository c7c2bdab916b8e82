from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.context import Context

from core.tabular.exporting import filters_in

register = template.Library()


@register.inclusion_tag("printing/ledger_button.html", takes_context=True)
def ledger_button(context: Context, key: str) -> dict[str, Any]:
    """{% load ledgers %}{% ledger_button "accounts.posts" %}: the rows of this page on paper, filters and all."""
    filters = urlencode(filters_in(context["request"].GET.dict()))
    return {
        "key": key,
        "query": f"?{filters}" if filters else "",
        "csrf_token": context.get("csrf_token"),
    }
