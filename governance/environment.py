"""What the surroundings tell the program. Every setting that differs between machines is read here, once."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


def text(name: str, default: str = "") -> str:
    """The value of `name`, or the content of the file that `name`_FILE points at (secrets come as files)."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    """True for 1, true, yes, on."""
    return os.environ.get(name, str(default)).lower() in {"1", "true", "yes", "on"}


def database(url: str) -> dict[str, Any]:
    """Django's settings for a URL like postgresql://role:password@host:port/name."""
    parts = urlsplit(url)
    return {
        "ENGINE": "core.tenancy.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
    }


def outside_channels() -> dict[str, dict[str, str]]:
    """Channels out of the house that have an address in the environment, with what their adapters take."""
    channels = {
        "SMS": {"url": text("FENGGE_SMS_URL"), "token": text("FENGGE_SMS_TOKEN")},
        "WECOM": {"url": text("FENGGE_WECOM_URL")},
        "DINGTALK": {"url": text("FENGGE_DINGTALK_URL"), "secret": text("FENGGE_DINGTALK_SECRET")},
    }
    found = {channel: options for channel, options in channels.items() if options["url"]}
    return found | ({"EMAIL": {}} if text("FENGGE_EMAIL_HOST") else {})


@dataclass(frozen=True, slots=True)
class Ground:
    """What lies under the boundaries on a map; all empty: nothing does.

    Attributes:
        url: address of a tile with {z}, {x} and {y} in it.
        note: what its maker wants to be named with (审图号).
        origin: what the content policy has to let pictures come from; empty for an address of our own.
    """

    url: str = ""
    note: str = ""
    origin: str = ""


def map_ground() -> Ground:
    """The county's own map service, where one is named. No address is built in.

    Raises:
        ValueError: the address can't be one of tiles, or the note that the law asks for is missing (地图管理条例).
    """
    url, note = text("FENGGE_MAP_TILES"), text("FENGGE_MAP_NOTE")
    if not url:
        return Ground()
    parts = urlsplit(url)
    whole = parts.scheme in ("http", "https") and parts.hostname and "{" not in parts.netloc
    ours = not parts.scheme and not parts.netloc and url.startswith("/")
    if not (whole or ours) or not all(word in url for word in ("{z}", "{x}", "{y}")):
        raise ValueError(
            "FENGGE_MAP_TILES: write https://host/…/{z}/{x}/{y} or /path/{z}/{x}/{y}; the host without placeholders"
        )
    if any(mark in url for mark in " ;,'\""):
        raise ValueError("FENGGE_MAP_TILES: blanks, quotes, commas and semicolons must be percent-encoded")
    if not note:
        raise ValueError("FENGGE_MAP_NOTE: name the map and its approval number (审图号)")
    return Ground(url, note, f"{parts.scheme}://{parts.netloc}" if whole else "")
