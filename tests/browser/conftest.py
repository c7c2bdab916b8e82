"""A real Chromium in front of a live server."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from script.house import static
from script.house.browser import DESK, chromium, chromium_path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; without one the test is skipped (under CI: fails)."""
    if chromium_path() is None:
        pytest.skip("no Chromium on this machine")
    static.build()
    # Playwright's loop runs in this thread; the fixtures' queries beside it are not async.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with chromium() as running:
        yield running
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def gallery(live_server: LiveServer, settings: Any) -> str:
    """The address of the gallery, with the house's own pages beside it."""
    settings.ROOT_URLCONF = "tests.browser.gallery.urls"
    return f"{live_server.url}/gallery/"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a context of its own. A script that fails or the content policy's refusal fails the test."""
    context = browser.new_context(viewport=DESK, locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    yield page
    context.close()
    assert [problem for problem in problems if "Failed to load resource" not in problem] == []
