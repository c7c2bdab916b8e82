"""How a number reads: （{year}）{abbr}字第{seq}号."""

from collections.abc import Mapping
from string import Formatter
from typing import Final

BUILT_IN: Final = frozenset({"year", "seq"})


class BadTemplate(ValueError):
    """A county's number template names something it can't have."""


def number_text(template: str, *, year: int, seq: int, words: Mapping[str, str] | None = None) -> str:
    """Fill a number template.

    Args:
        template: names in braces; `{seq:04d}` pads. Nothing but plain names: a template comes from a settings page.
        words: further names, e.g. {"abbr": "康人调"}.

    Raises:
        BadTemplate: an unknown name, or no {seq} to tell two numbers apart.
    """
    values: dict[str, str | int] = {**(words or {}), "year": year, "seq": seq}
    named: set[str] = set()
    out: list[str] = []
    try:
        parts = list(Formatter().parse(template))
    except ValueError as error:
        raise BadTemplate(f"{template!r}: {error}") from None
    for literal, name, spec, conversion in parts:
        out.append(literal)
        if name is None:
            continue
        if name not in values or conversion or (spec and name not in BUILT_IN):
            raise BadTemplate(f"{template!r}: {name!r} is not among {', '.join(sorted(values))}")
        named.add(name)
        try:
            out.append(format(values[name], spec or ""))
        except ValueError as error:
            raise BadTemplate(f"{template!r}: {error}") from None
    if "seq" not in named:
        raise BadTemplate(f"{template!r} has no {{seq}}")
    return "".join(out)
