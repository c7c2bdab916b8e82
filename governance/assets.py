"""Where a built file is found: plain name → address with the content's hash (see static/build.mjs)."""

import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings

BUILD = Path(settings.BASE_DIR) / "static" / "build"


@lru_cache(maxsize=2)
def _names(changed_ns: int) -> dict[str, str]:
    """The names of one build. A server that runs keeps to the build it started with, as its files are known then."""
    names: dict[str, str] = json.loads((BUILD / "manifest.json").read_text(encoding="utf-8"))
    return names


def asset_name(name: str) -> str:
    """The built file's name with its hash; the plain name where nothing was built (tests without a build)."""
    try:
        changed_ns = (BUILD / "manifest.json").stat().st_mtime_ns if settings.DEBUG else 0
        return _names(changed_ns).get(name, name)
    except FileNotFoundError:
        return name


def asset_url(name: str) -> str:
    """The address under which the browser finds e.g. "app.css"."""
    return f"{settings.STATIC_URL}{asset_name(name)}"
