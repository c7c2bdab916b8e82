"""The embedded channel: a line in var/log/outbox.jsonl, for a house that has no other way out yet."""

import json
import os
from pathlib import Path

from django.conf import settings

from core.notifications.channels.base import DeliveryFailed, Message


class Outbox:
    """Writes each message as one line of JSON."""

    needs_address = False

    def send(self, message: Message) -> str:
        path = Path(settings.VAR_DIR) / "log" / "outbox.jsonl"
        line = json.dumps({"id": message.id, "text": message.text}, ensure_ascii=False)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
            try:
                os.write(handle, line.encode() + b"\n")
            finally:
                os.close(handle)
        except OSError as error:
            raise DeliveryFailed(f"outbox: {error.strerror}") from None
        return ""
