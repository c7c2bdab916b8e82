"""The environment of the parts under templates/jinja: what a page draws many times is compiled, pages are not."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from jinja2 import Environment, Undefined

from governance.templatetags import house


class Loud(Undefined):
    """A name that is not there may be asked about, as Django's controls do, but neither shown nor gone through."""

    __str__ = __iter__ = __len__ = Undefined._fail_with_undefined_error


def environment(**options: Any) -> Environment:
    """Jinja2 with our tags under their own names, and a loud error for a name that is not there."""
    made = Environment(**options | {"undefined": Loud})  # noqa: S701  # Django's backend asks for escaping
    made.globals.update(icon=house.icon, lamp=house.lamp, options=house.options, url=reverse, when=house.when)
    made.globals["_"] = gettext
    made.filters["county_digits"] = house.county_digits
    return made
