"""Group robots of 企业微信 and 钉钉, by webhook."""

import base64
import hashlib
import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from core.notifications.channels.base import DeliveryFailed, Message
from core.notifications.channels.http import TIMEOUT_SECONDS, post_json


@dataclass(frozen=True, slots=True)
class WeCom:
    """A 企业微信 group robot; the address is the member's user id there."""

    url: str
    timeout: float = TIMEOUT_SECONDS
    needs_address: bool = True

    def send(self, message: Message) -> str:
        text = {"content": message.text, "mentioned_list": [message.address]}
        return _accepted(post_json(self.url, {"msgtype": "text", "text": text}, timeout=self.timeout))


@dataclass(frozen=True, slots=True)
class DingTalk:
    """A 钉钉 group robot, signed where it has a secret; the address is the member's user id there."""

    url: str
    secret: str = ""
    timeout: float = TIMEOUT_SECONDS
    needs_address: bool = True
    clock: Callable[[], float] = time.time

    def send(self, message: Message) -> str:
        body = {
            "msgtype": "text",
            "text": {"content": message.text},
            "at": {"atUserIds": [message.address], "isAtAll": False},
        }
        return _accepted(post_json(self.url + self._signature(), body, timeout=self.timeout))

    def _signature(self) -> str:
        if not self.secret:
            return ""
        stamp = str(round(self.clock() * 1000))
        digest = hmac.new(self.secret.encode(), f"{stamp}\n{self.secret}".encode(), hashlib.sha256).digest()
        joint = "&" if "?" in self.url else "?"
        return f"{joint}timestamp={stamp}&sign={quote(base64.b64encode(digest), safe='')}"


def _accepted(answer: dict[str, Any]) -> str:
    # Both answer 200 to everything; the verdict is in the body.
    if answer.get("errcode") != 0:
        raise DeliveryFailed(f"refused: errcode {answer.get('errcode')}")
    return str(answer.get("msgid", ""))[:120]
