import base64
import hashlib
import hmac
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail

from core.notifications.channels.base import DeliveryFailed, Message
from core.notifications.channels.choosing import adapter_for, channels_here
from core.notifications.channels.email import Email
from core.notifications.channels.http import post_json
from core.notifications.channels.outbox import Outbox
from core.notifications.channels.robots import DingTalk, WeCom
from core.notifications.channels.sms import SmsGateway
from tests.notifications.conftest import Gateway

MESSAGE = Message(
    id="d-1", address="someone", text="【枫格】您有一条新消息，编号8F3K2Q，请登录查看：https://x/"
)


def test_wecom_takes_the_text_and_who_is_meant(gateway: Gateway) -> None:
    gateway.answer = {"errcode": 0, "msgid": "m-1"}
    assert WeCom(url=gateway.url).send(MESSAGE) == "m-1"
    (asked,) = gateway.asked
    assert asked["path"] == "/send?key=k"
    assert asked["body"] == {
        "msgtype": "text",
        "text": {"content": MESSAGE.text, "mentioned_list": ["someone"]},
    }


def test_dingtalk_is_signed_with_its_secret(gateway: Gateway) -> None:
    DingTalk(url=gateway.url, secret="SECx", clock=lambda: 1795340000.5).send(MESSAGE)
    (asked,) = gateway.asked
    query = parse_qs(urlsplit(asked["path"]).query)
    expected = base64.b64encode(hmac.new(b"SECx", b"1795340000500\nSECx", hashlib.sha256).digest()).decode()
    assert (query["timestamp"], query["sign"], query["key"]) == (["1795340000500"], [expected], ["k"])
    assert asked["body"]["at"] == {"atUserIds": ["someone"], "isAtAll": False}


@pytest.mark.parametrize("robot", [WeCom, DingTalk])
def test_a_robot_that_says_no_with_a_200_has_not_sent(gateway: Gateway, robot: Any) -> None:
    gateway.answer = {"errcode": 93000, "errmsg": "invalid webhook url"}
    with pytest.raises(DeliveryFailed, match="errcode 93000"):
        robot(url=gateway.url).send(MESSAGE)


def test_the_sms_gateway_gets_the_same_id_on_every_try(gateway: Gateway) -> None:
    gateway.answer = {"id": "s-9"}
    sms = SmsGateway(url=gateway.url, token="t")
    assert [sms.send(MESSAGE), sms.send(MESSAGE)] == ["s-9", "s-9"]
    assert [asked["body"]["id"] for asked in gateway.asked] == ["d-1", "d-1"]
    assert gateway.asked[0]["headers"]["Authorization"] == "Bearer t"


@pytest.mark.parametrize("status", [301, 400, 500, 503])
def test_anything_but_success_is_a_failure_and_no_redirect_is_followed(gateway: Gateway, status: int) -> None:
    gateway.status = status
    with pytest.raises(DeliveryFailed, match=f"answered {status}"):
        SmsGateway(url=gateway.url).send(MESSAGE)
    assert len(gateway.asked) == 1


def test_a_silent_gateway_is_left_after_the_time_limit(gateway: Gateway) -> None:
    gateway.slow = True
    with pytest.raises(DeliveryFailed, match="no answer: TimeoutError"):
        SmsGateway(url=gateway.url, timeout=0.2).send(MESSAGE)


def test_a_gateway_that_is_not_there_is_a_failure_that_does_not_name_the_url() -> None:
    with pytest.raises(DeliveryFailed) as refused:
        post_json("http://127.0.0.1:9/send?key=secret", {})
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x/", "http://", "nonsense"])
def test_only_http_leaves_the_house(url: str) -> None:
    with pytest.raises(DeliveryFailed, match="neither http nor https"):
        post_json(url, {})


def test_mail_goes_through_django(settings: Any) -> None:
    Email().send(MESSAGE)
    (sent,) = mail.outbox
    assert (sent.to, sent.body) == (["someone"], MESSAGE.text)
    assert sent.extra_headers["Message-ID"] == "<d-1@fengge>"


def test_mail_that_can_not_leave_is_a_failure(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with pytest.raises(DeliveryFailed, match="mail: ConnectionRefusedError"):
        Email().send(MESSAGE)


def test_the_embedded_channel_writes_a_line(tmp_path: Path) -> None:
    Outbox().send(MESSAGE)
    Outbox().send(MESSAGE)
    lines = (tmp_path / "log" / "outbox.jsonl").read_text().splitlines()
    assert [json.loads(line) for line in lines] == [{"id": "d-1", "text": MESSAGE.text}] * 2


def test_a_full_disk_is_a_failure(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "log").write_text("in the way")
    with pytest.raises(DeliveryFailed, match="outbox"):
        Outbox().send(MESSAGE)


def test_a_house_without_channels_has_the_embedded_one(settings: Any) -> None:
    settings.NOTIFICATION_CHANNELS = {}
    assert channels_here() == ["LOG"]
    settings.NOTIFICATION_CHANNELS = {"WECOM": {"url": "https://x/"}, "EMAIL": {}}
    assert channels_here() == ["WECOM", "EMAIL"]
    assert adapter_for("WECOM") == WeCom(url="https://x/")
