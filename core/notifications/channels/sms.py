from dataclasses import dataclass

from core.notifications.channels.base import Message
from core.notifications.channels.http import TIMEOUT_SECONDS, post_json


@dataclass(frozen=True, slots=True)
class SmsGateway:
    """The county's SMS gateway: one JSON POST a message, with a bearer token.

    `id` is the same on every try, so that a gateway that honours it sends once.
    """

    url: str
    token: str = ""
    timeout: float = TIMEOUT_SECONDS
    needs_address: bool = True

    def send(self, message: Message) -> str:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        body = {"id": message.id, "phone": message.address, "text": message.text}
        answer = post_json(self.url, body, headers=headers, timeout=self.timeout)
        return str(answer.get("id", ""))[:120]
