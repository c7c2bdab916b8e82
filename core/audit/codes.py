"""The registry of recorded acts: each has a key, a sentence and a list of its personal values.

# <room>/log_codes.py
AREA_RENAMED = code("grids.area_renamed", _("{actor}将{before[name]}更名为{after[name]}"))
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from string import Formatter
from types import MappingProxyType
from typing import Any

from core.audit.choices import Kind
from core.crypto import masks

WRITE, READ, SECURITY = Kind.WRITE, Kind.READ, Kind.SECURITY

Mask = Callable[[str], str]

SUBJECT = "subject"  # as a personal key: the subject's own label (a resident's name) is kept masked
PLACEHOLDER = re.compile(r"(?:actor|post|subject|reason)|(?:before|after)\[[a-z][a-z0-9_]*\]")
_KEY = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+")
_MASKS_BY_WORD: Mapping[str, Mask] = MappingProxyType(
    {
        "phone": masks.mask_phone,
        "mobile": masks.mask_phone,
        "name": masks.mask_name,
        "subject": masks.mask_name,
        "number": masks.mask_id,
        "address": masks.mask_address,
    }
)


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of act.

    Attributes:
        key: "<room>.<act>", stored with every record and never changed once used.
        sentence: what happened, with placeholders {actor}, {post}, {subject}, {reason}, {before[x]}, {after[x]}.
        personal: names of values kept apart as ciphertext, each with what is shown in its place.
        labels: Chinese names of the values, for the list of what changed.
    """

    key: str
    sentence: Any
    personal: Mapping[str, Mask]
    kind: Kind
    labels: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.key

    @property
    def title(self) -> str:
        """The act by itself, for lists to choose from: the sentence with … for whatever differs each time."""
        parts = Formatter().parse(str(self.sentence))
        said = "".join(text + ("…" if name is not None else "") for text, name, _spec, _conversion in parts)
        return said.strip("…，。：") or self.key


_codes: dict[str, Code] = {}


def code(
    key: str,
    sentence: Any,
    *,
    personal: Iterable[str] | Mapping[str, Mask] = (),
    kind: Kind = WRITE,
    labels: Mapping[str, Any] | None = None,
) -> Code:
    """Register an act.

    Args:
        key: "<room>.<act>".
        sentence: translatable sentence, see `Code`.
        personal: value names that hold personal data; a mapping also says how each is masked. Without one the
            last word of the name decides ("phone", "name", "number", "address"), else everything is hidden.
            "subject" hides the subject's label.
        kind: WRITE, READ or SECURITY.
        labels: value name → Chinese label.

    Raises:
        ValueError: the key is malformed or taken.
    """
    if not _KEY.fullmatch(key):
        raise ValueError(f"{key!r} is no act: write <room>.<act> in small letters")
    if key in _codes:
        raise ValueError(f"the act {key!r} is registered already")
    shown = personal if isinstance(personal, Mapping) else {name: _mask_for(name) for name in personal}
    _codes[key] = Code(
        key, sentence, MappingProxyType(dict(shown)), Kind(kind), MappingProxyType(dict(labels or {}))
    )
    return _codes[key]


def find_code(key: str) -> Code | None:
    """The act registered as `key`; None for one that an older version of the product recorded."""
    return _codes.get(key)


def all_codes(*, kind: Kind | None = None) -> list[Code]:
    """Registered acts in the order of their keys."""
    return [_codes[key] for key in sorted(_codes) if kind is None or _codes[key].kind == kind]


def bad_placeholders(sentence: str) -> list[str]:
    """Placeholders of a sentence that can't be filled; the whole sentence where it doesn't even parse."""
    try:
        parts = list(Formatter().parse(sentence))
    except ValueError:
        return [sentence]
    return [
        name
        for _text, name, spec, conversion in parts
        if name is not None and (spec or conversion or not PLACEHOLDER.fullmatch(name))
    ]


def _mask_for(name: str) -> Mask:
    return _MASKS_BY_WORD.get(name.rpartition("_")[2], masks.mask_all)
