"""One POST to a configured address: JSON there, JSON back, no redirects, a limit on time and size."""

import http.client
import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from core.notifications.channels.base import DeliveryFailed

TIMEOUT_SECONDS: Final = 5.0
MOST_BYTES: Final = 65536


def post_json(
    url: str,
    body: Mapping[str, Any],
    *,
    headers: Mapping[str, str] | None = None,
    timeout: float = TIMEOUT_SECONDS,
) -> dict[str, Any]:
    """POST `body` and return the answer's JSON object (empty where the answer is none).

    Raises:
        DeliveryFailed: no answer in time, or one that is not 2xx. The reason names neither address nor URL, which
            holds a key with some channels.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise DeliveryFailed("the channel's URL is neither http nor https")
    opener = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = opener(parts.hostname, parts.port, timeout=timeout)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    sent = {"Content-Type": "application/json; charset=utf-8", **(headers or {})}
    try:
        connection.request("POST", target, json.dumps(body, ensure_ascii=False).encode(), sent)
        answer = connection.getresponse()
        text = answer.read(MOST_BYTES)
    except (OSError, http.client.HTTPException) as error:
        raise DeliveryFailed(f"no answer: {type(error).__name__}") from None
    finally:
        connection.close()
    if not 200 <= answer.status < 300:
        raise DeliveryFailed(f"answered {answer.status}")
    try:
        found = json.loads(text or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
