from django import template
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.audit.selectors import who_looked_at

register = template.Library()


@register.simple_tag
def who_looked(row: Model, limit: int = 20) -> SafeString:
    """The panel "who looked at this?": {% load audit %} {% who_looked household %}."""
    known = {"looks": who_looked_at(row._meta.label_lower, row.pk, limit=limit)}
    return SafeString(render_to_string("audit/who_looked.html", known))  # compiled: it escapes
