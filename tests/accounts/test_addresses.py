"""Where people are reached outside the house, and what reaches them there."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.actions.change_addresses import change_addresses
from accounts.addresses import book
from accounts.models import Staff
from core.audit.models import Record
from core.notifications.actions.deliver import deliver_due
from core.notifications.models import Delivery
from core.permissions.verdict import Refused
from core.tenancy.context import in_tenant
from tests.accounts.people import (
    KANGBAO,
    NOON,
    ZHANGBEI,
    acting,
    browser_of,
    holder,
    neighbour,
    person,
    user_of,
)
from tests.audit.acts import NOW
from tests.notifications.conftest import Escalate, Gateway, escalate, gateway
from tests.notifications.mailbox import Mailbox

__all__ = ["escalate", "gateway"]

ADDRESSES = {
    "personal_phone": "12900000001",
    "email": "lixin@mail.example",
    "wecom_id": "LiXin-0001",
    "dingtalk_id": "manager7001",
}
# What the notice says inside the house, and who it is about.
PERSONAL = ("王建国", "13812345678", "纠纷", "李新", "已上报")


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    opened = Mailbox()
    yield opened
    opened.close()


def settle(settings: Any, channel: str, gateway: Gateway, mailbox: Mailbox) -> None:
    """This channel and no other, at a real server of ours."""
    settings.PUBLIC_URL = "https://fengge.example"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mailbox.port
    options = {} if channel == "EMAIL" else {"url": gateway.url, "timeout": 2}
    settings.NOTIFICATION_CHANNELS = {channel: options}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("channel", ["SMS", "EMAIL", "WECOM", "DINGTALK"])
def test_a_notice_reaches_its_person_and_carries_nothing_personal(
    counties: None, escalate: Escalate, gateway: Gateway, mailbox: Mailbox, settings: Any, channel: str
) -> None:
    settle(settings, channel, gateway, mailbox)
    with in_tenant(KANGBAO):
        reached = user_of(person("李新", **ADDRESSES))
        unknown = user_of(person("钱一"))
    escalate(reached.pk, unknown.pk)
    deliver_due(KANGBAO, at=NOW)
    with in_tenant(KANGBAO):
        states = dict(Delivery.objects.values_list("notice__recipient_id", "state"))
    assert states == {reached.pk: "SENT", unknown.pk: "SKIPPED"}

    if channel == "EMAIL":
        (envelope,), (sent,) = mailbox.taken, mailbox.read()
        assert envelope["to"] == ["lixin@mail.example"]
        assert "Subject: 枫格消息提醒" in sent
    else:
        (asked,) = gateway.asked
        meant = {
            "SMS": lambda body: body["phone"],
            "WECOM": lambda body: body["text"]["mentioned_list"],
            "DINGTALK": lambda body: body["at"]["atUserIds"],
        }[channel](asked["body"])
        assert meant in ("12900000001", ["LiXin-0001"], ["manager7001"])
        sent = json.dumps(asked, ensure_ascii=False)
    assert "您有一条新消息，编号" in sent
    assert "https://fengge.example/inbox/" in sent
    for word in PERSONAL:
        assert word not in sent, word
    others = set(ADDRESSES.values()) - {
        ADDRESSES[{"SMS": "personal_phone", "EMAIL": "email"}.get(channel, f"{channel.lower()}_id")]
    }
    assert not [address for address in others if address in sent], "one channel learns nothing of another"


def test_the_book_names_who_works_here_and_has_an_address(counties: None) -> None:
    with in_tenant(KANGBAO):
        today = timezone.localdate()
        here = user_of(person("李新", **ADDRESSES))
        gone = user_of(person("旧人", personal_phone="12900000002", email="a@b.example", left_on=today))
        leaving = user_of(person("将离", personal_phone="12900000003", left_on=today + dt.timedelta(days=1)))
        people = [here.pk, gone.pk, leaving.pk, user_of(person("无号")).pk]
        assert book(people, "SMS") == {here.pk: "12900000001", leaving.pk: "12900000003"}
        assert book(people, "EMAIL") == {here.pk: "lixin@mail.example"}
        assert book(people, "WECOM") == {here.pk: "LiXin-0001"}
        assert book(people, "DINGTALK") == {here.pk: "manager7001"}
        assert book(people, "LOG") == {}
    with in_tenant(ZHANGBEI):
        assert book(people, "SMS") == {}, "the neighbour knows none of them"
        assert book(people, "EMAIL") == {}


def test_people_enter_their_addresses_themselves_and_see_them_masked(counties: None) -> None:
    with in_tenant(KANGBAO):
        staff = holder("GRID_WORKER", "130723001001001")
    client = browser_of(staff)
    typed = {"email": "wangxiuying@mail.example", "wecom_id": "WangXiuYing"}
    assert client.post("/me/addresses/", typed)["Location"] == "/me/"
    page = client.get("/me/").content.decode()
    assert "w****@mail.example" in page
    assert "wangxiuying" not in page
    form = client.get("/me/addresses/").content.decode()
    assert "wangxiuying" not in form
    assert client.post("/me/addresses/", {"wecom_id": "w77.x", "remove": ["email"]}).status_code == 302
    with in_tenant(KANGBAO):
        kept = Staff.objects.get(pk=staff.pk)
        assert (kept.email.reveal(), kept.wecom_id.reveal()) == ("", "w77.x")
        told = list(Record.objects.filter(code="accounts.addresses_changed").order_by("at"))
        assert [record.sentence for record in told] == ["王秀英修改了自己的提醒地址"] * 2
        assert "wangxiuying" not in json.dumps([told[0].after, told[1].before], ensure_ascii=False)
        assert client.post("/me/addresses/", {}).status_code == 302
        assert Record.objects.filter(code="accounts.addresses_changed").count() == 2, "nothing changed"
        with connection.cursor() as cursor:
            cursor.execute("SELECT row_to_json(s)::text FROM accounts_staff AS s WHERE id = %s", [staff.pk])
            assert "w77.x" not in cursor.fetchone()[0]


@pytest.mark.parametrize(
    "wrong", [{"email": "nobody"}, {"wecom_id": "@all"}, {"dingtalk_id": "a b"}, {"wecom_id": "x" * 65}]
)
def test_what_is_no_address_comes_back_and_nobody_can_call_a_whole_group(
    counties: None, wrong: dict[str, str]
) -> None:
    with in_tenant(KANGBAO):
        staff = holder("GRID_WORKER", "130723001001001")
    assert browser_of(staff).post("/me/addresses/", wrong).status_code == 422
    with in_tenant(KANGBAO):
        assert not Staff.objects.get(pk=staff.pk).wecom_id


def test_nobody_enters_another_ones_address(counties: None) -> None:
    with in_tenant(KANGBAO):
        other = person("李新")
        chief = acting(holder("SYSTEM_ADMINISTRATOR", name="李管理"))
        with pytest.raises(Refused, match="由本人登记"):
            change_addresses(staff=other, addresses={"email": "me@x.example"}, actor=chief, at=NOON)
    them = neighbour("GRID_WORKER")
    browser_of(them).post("/me/addresses/", {"email": "them@x.example"})
    with in_tenant(KANGBAO):
        assert not any(staff.email for staff in Staff.objects.all()), "the neighbour changes their own only"


def test_the_settings_say_which_channel_knows_no_address(counties: None, settings: Any) -> None:
    settings.NOTIFICATION_CHANNELS = {"EMAIL": {}, "WECOM": {"url": "https://x/"}}
    with in_tenant(KANGBAO):
        staff = person("李新", email="lixin@mail.example")
    page = browser_of(staff).get("/inbox/preferences/").content.decode()
    assert "企业微信（尚未登记地址，不会发送）" in page
    assert "电子邮件（尚未登记地址" not in page
