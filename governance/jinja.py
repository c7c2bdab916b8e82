"""The environment of the parts under templates/jinja: what a page draws many times is compiled, pages are not."""

from collections.abc import Iterable
from typing import Any

from django.forms.utils import flatatt
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from jinja2 import Environment, Undefined

from governance.templatetags import house


class Loud(Undefined):
    """A name that is not there may be asked about, as Django's controls do, but neither shown nor gone through."""

    __str__ = __iter__ = __len__ = Undefined._fail_with_undefined_error


def environment(**asked: Any) -> Environment:
    """Jinja2 with our tags under their own names, and a loud error for a name that is not there."""
    made = Environment(**asked | {"undefined": Loud})  # noqa: S701  # Django's backend asks for escaping
    made.globals.update(icon=house.icon, lamp=house.lamp, options=options, url=reverse, when=house.when)
    made.globals["_"] = gettext
    made.filters["county_digits"] = house.county_digits
    return made


def options(groups: Iterable[tuple[str | None, list[dict[str, Any]], int]]) -> SafeString:
    """The options of a select as its widget groups them. Drawn here, because a page of filters has a hundred and more,
    and Django's own template draws each from a file of its own."""
    drawn = []
    for name, choices, _index in groups:
        rows = "\n".join(map(_option, choices))
        drawn.append(f'<optgroup label="{escape(name)}">{rows}</optgroup>' if name else rows)
    return SafeString("\n".join(drawn))


def _option(one: dict[str, Any]) -> str:
    attrs = flatatt(one["attrs"]) if one["attrs"] else ""
    return f'<option value="{escape(one["value"])}"{attrs}>{escape(one["label"])}</option>'
