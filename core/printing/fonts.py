"""Which fonts the papers are set in. A missing font is an error here: typst would quietly take another one."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typst
from django.conf import settings


class FontMissing(Exception):
    """A font named in the settings is in none of the font folders."""


@dataclass(frozen=True, slots=True)
class Faces:
    """The two stacks: every family in them must be there; later ones fill in characters of earlier ones."""

    body: tuple[str, ...]
    head: tuple[str, ...]

    @classmethod
    def from_settings(cls) -> "Faces":
        return cls(body=tuple(settings.FONT_FAMILIES["body"]), head=tuple(settings.FONT_FAMILIES["head"]))

    def families(self) -> frozenset[str]:
        return frozenset(self.body + self.head)


_lock = threading.Lock()
_loaded: dict[tuple[str, ...], typst.Fonts] = {}


def fonts(faces: Faces, directories: Sequence[Path | str] | None = None) -> typst.Fonts:
    """The fonts of the font folders, loaded once a process.

    Raises:
        FontMissing: a family of `faces` is not there.
    """
    paths = [Path(p) for p in (settings.FONT_DIRS if directories is None else directories)]
    key = tuple(str(p) for p in paths)
    with _lock:
        found = _loaded.get(key)
        if found is None or _missing(found, faces):
            found = typst.Fonts(
                include_system_fonts=False,
                include_embedded_fonts=False,
                font_paths=[p for p in paths if p.is_dir()],
            )
            _loaded[key] = found
    if missing := _missing(found, faces):
        raise FontMissing(
            f"no {', '.join(missing)} in {', '.join(key) or 'no folder'}: "
            "run the static build, or name the folder in FENGGE_FONT_DIRS"
        )
    return found


def _missing(found: typst.Fonts, faces: Faces) -> list[str]:
    there = {family.casefold() for family in found.families()}
    return sorted(family for family in faces.families() if family.casefold() not in there)
