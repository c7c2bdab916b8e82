"""The web server's settings, the same under script/server and in a container."""

import gc
from typing import Any

worker_class = (
    "gthread"  # synchronous views: each thread holds one database connection, and no more than that
)
workers = 2
threads = 4
preload_app = True
timeout = 60
# An idle connection costs no thread; closed after two seconds (the default), the next click of a reader meets a reset.
keepalive = 65
graceful_timeout = 10
control_socket_disable = True


def when_ready(server: Any) -> None:
    """What was loaded before the workers part stays: no collection walks it again (100 ms in the middle of a page), and
    its memory stays shared between them."""
    gc.collect()
    gc.freeze()
