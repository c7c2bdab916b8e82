"""What the surroundings tell the program. Every setting that differs between machines is read here, once."""

import os
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
