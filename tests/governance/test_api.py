"""The API: closed by default, errors in one shape with Chinese sentences, described without a CDN."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import include, path
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.choices import Role
from core.permissions.gate import SIGNED_IN, open_to
from core.permissions.verdict import Refused
from tests.cast import KANGBAO, ZHANGBEI
from tests.governance.conftest import SignIn


class Unmarked(APIView):
    def get(self, request: Any) -> Response:
        return Response({"secret": True})


class Name(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=2)


@open_to(SIGNED_IN)
class Careful(APIView):
    def get(self, request: Any) -> Response:
        raise Refused("该网格已停用。")

    def post(self, request: Any) -> Response:
        Name(data=request.data).is_valid(raise_exception=True)
        return Response(status=204)


@open_to("grids.change")
class ForSome(APIView):
    def get(self, request: Any) -> Response:
        return Response({"open": True})


urlpatterns = [
    path("api/unmarked/", Unmarked.as_view()),
    path("api/careful/", Careful.as_view()),
    path("api/some/", ForSome.as_view()),
    path("", include("governance.urls")),
]
handler404 = "governance.views.errors.not_found"
handler403 = "governance.views.errors.permission_denied"
handler500 = "governance.views.errors.server_error"
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def error(answer: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.content)["error"]
    return found


def test_an_unmarked_view_is_not_there(signed_in: SignIn) -> None:
    answer = signed_in(KANGBAO, Role.COUNTY_CENTRE).get("/api/unmarked/")
    assert answer.status_code == 404
    assert error(answer)["message"] == "内容不存在，或不在您的范围内。"


def test_a_stranger_is_told_to_sign_in(client: Client) -> None:
    answer = client.get("/api/me/")
    assert (answer.status_code, error(answer)["message"]) == (401, "请先登录。")


def test_an_ability_is_asked_for_by_the_view_too(signed_in: SignIn) -> None:
    assert signed_in(KANGBAO, Role.AUDITOR).get("/api/some/").status_code == 403
    assert signed_in(KANGBAO, Role.COUNTY_CENTRE).get("/api/some/").json() == {"open": True}


def test_a_refusal_keeps_its_sentence(signed_in: SignIn) -> None:
    answer = signed_in(KANGBAO, Role.COUNTY_CENTRE).get("/api/careful/")
    assert (answer.status_code, error(answer)["message"]) == (403, "该网格已停用。")
    assert error(answer)["request_id"] == answer["X-Request-Id"]


def test_errors_stand_beside_their_field(signed_in: SignIn) -> None:
    answer = signed_in(KANGBAO, Role.COUNTY_CENTRE).post(
        "/api/careful/", {"name": "王秀英"}, content_type="application/json"
    )
    assert answer.status_code == 400
    assert list(error(answer)["fields"]) == ["name"]


def test_writing_takes_the_token(signed_in: SignIn) -> None:
    browser = signed_in(KANGBAO, Role.COUNTY_CENTRE)
    browser.handler.enforce_csrf_checks = True
    assert browser.post("/api/careful/", {"name": "王"}, content_type="application/json").status_code == 403


def test_who_am_i(signed_in: SignIn) -> None:
    body = signed_in(ZHANGBEI, Role.GRID_HEAD).get("/api/me/").json()
    assert body["county"] == ZHANGBEI
    assert [post["role"] for post in body["posts"]] == ["GRID_HEAD"]


def test_the_description_names_every_address_and_loads_nothing_from_elsewhere(signed_in: SignIn) -> None:
    browser = signed_in(KANGBAO, Role.COUNTY_CENTRE)
    schema = browser.get("/api/schema/").json()
    assert "/api/me/" in schema["paths"]
    page = browser.get("/api/").content.decode()
    assert "/api/me/" in page
    assert "https://" not in page
