"""Every answer carries its id and its security headers; refusals and errors speak plain Chinese."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from accounts.choices import Role
from core.permissions.gate import SIGNED_IN, open_to
from core.permissions.verdict import Refused
from tests.cast import KANGBAO
from tests.governance.conftest import SignIn


@open_to(SIGNED_IN)
def refuses(request: Any) -> HttpResponse:
    raise Refused("该网格已停用。")


@open_to(SIGNED_IN)
def denies(request: Any) -> HttpResponse:
    raise PermissionDenied


@open_to(SIGNED_IN)
def breaks(request: Any) -> HttpResponse:
    raise ZeroDivisionError


urlpatterns = [
    path("refuses/", refuses),
    path("denies/", denies),
    path("breaks/", breaks),
    path("", include("governance.urls")),
]
handler403 = "governance.views.errors.permission_denied"
handler404 = "governance.views.errors.not_found"
handler500 = "governance.views.errors.server_error"
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/refuses/", 403, "该网格已停用。"),
        ("/denies/", 403, "您的岗位不能打开这一页"),
        ("/nowhere/", 404, "内容不存在，或不在您的范围内"),
        ("/breaks/", 500, "本次操作没有保存"),
    ],
)
def test_an_error_page_says_why_and_carries_its_id(
    signed_in: SignIn, address: str, status: int, words: str
) -> None:
    answer = signed_in(KANGBAO, Role.COUNTY_CENTRE).get(address)
    assert answer.status_code == status
    page = answer.content.decode()
    assert words in page
    assert answer["X-Request-Id"] in page


def test_a_proxys_id_is_kept_when_it_is_harmless(client: Client) -> None:
    assert (
        client.get("/sign-in/", headers={"X-Request-Id": "abcdef-123456"})["X-Request-Id"] == "abcdef-123456"
    )
    assert client.get("/sign-in/", headers={"X-Request-Id": "<script>"})["X-Request-Id"] != "<script>"


def test_headers_close_the_page_to_others(signed_in: SignIn) -> None:
    answer = signed_in(KANGBAO, Role.COUNTY_CENTRE).get("/")
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
