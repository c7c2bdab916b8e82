"""From where a request came: what sign-in needs to know of it."""

from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str | None:
    """The caller's address. X-Forwarded-For counts only behind as many proxies as are ours."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
        if len(hops) >= settings.TRUSTED_PROXIES:
            address = hops[-settings.TRUSTED_PROXIES]
    try:
        return str(ip_address(address))
    except ValueError:
        return None


def username_of(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """The login a try is counted for, written one way."""
    given = (credentials or {}).get("username") or (request.POST.get("username", "") if request else "")
    return str(given).strip().lower()[:40]


def agent_of(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "")[:200]
