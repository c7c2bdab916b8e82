import json
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model

from core.audit.actions.record import Entry, record_many
from core.audit.relay import relay
from core.tenancy.context import in_tenant
from core.tenancy.ids import uuid7
from tests.audit.acts import NOW, clerk
from tests.cast import KANGBAO
from tests.governance.conftest import signed_in
from tests.notifications.occasions import ESCALATED

__all__ = ["signed_in"]
Escalate = Callable[..., list[UUID]]


@pytest.fixture
def people(counties: None) -> list[UUID]:
    """Three users."""
    made = get_user_model().objects.bulk_create(
        [get_user_model()(username=f"u{uuid7().hex[-9:]}") for _ in range(3)]
    )
    return [user.pk for user in made]


@pytest.fixture(autouse=True)
def _house(settings: Any, tmp_path: Any) -> None:
    settings.VAR_DIR = tmp_path
    settings.PUBLIC_URL = "https://fengge.example"


@pytest.fixture
def escalate() -> Escalate:
    """Something happens `times` times, and each time `told` are to hear of it; the relay has run."""

    def happen(*told: UUID, times: int = 1, tenant: int = KANGBAO, at: Any = NOW) -> list[UUID]:
        rows = [Entry(after={"title": "王建国", "tell": [str(each) for each in told]}) for _ in range(times)]
        with in_tenant(tenant):
            ids = record_many(ESCALATED, actor=clerk(tenant), at=at, rows=rows)
        relay(tenant, at=at)
        return ids

    return happen


class Gateway:
    """A real server on loopback that keeps what it was sent."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.answer: dict[str, Any] = {"errcode": 0}
        self.status = 200
        self.delay = threading.Event()
        self.slow = False
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                gateway.asked.append({"path": self.path, "body": body, "headers": dict(self.headers)})
                if gateway.slow:
                    gateway.delay.wait(5)
                text = json.dumps(gateway.answer).encode()
                self.send_response(gateway.status)
                self.send_header("Content-Length", str(len(text)))
                self.send_header("Location", "http://127.0.0.1:1/")
                self.end_headers()
                with suppress(BrokenPipeError):  # whoever asked has hung up
                    self.wfile.write(text)

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/send?key=k"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.start()

    def close(self) -> None:
        self.delay.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    opened = Gateway()
    yield opened
    opened.close()
