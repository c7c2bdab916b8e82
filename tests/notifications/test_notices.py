import json
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from django.utils import timezone

from core.audit.models import Record
from core.audit.relay import relay
from core.notifications.actions.deliver import deliver_due, lease
from core.notifications.actions.grow_notices import grow_notices
from core.notifications.actions.send_digests import send_digests
from core.notifications.channels import choosing
from core.notifications.channels.base import Message
from core.notifications.choices import State
from core.notifications.models import Delivery, Notice, Preference
from core.notifications.rules import GIVE_UP_AFTER, number_of
from core.notifications.selectors import unread_count
from core.tenancy.context import in_tenant
from tests.audit.acts import NOW
from tests.cast import KANGBAO, ZHANGBEI
from tests.notifications.conftest import Escalate, Gateway

pytestmark = pytest.mark.django_db(transaction=True)


def address_book(user_ids: list[UUID], channel: str) -> dict[UUID, str]:
    """Everybody is reached, but for whoever is left out."""
    return {user: f"{channel}-{user.hex[-6:]}" for user in user_ids if user not in LEFT_OUT}


LEFT_OUT: set[UUID] = set()


@pytest.fixture
def by_sms(settings: Any, gateway: Gateway) -> Gateway:
    LEFT_OUT.clear()
    settings.NOTIFICATION_CHANNELS = {"SMS": {"url": gateway.url, "timeout": 0.5}}
    settings.NOTIFICATION_ADDRESSES = "tests.notifications.test_notices.address_book"
    return gateway


def outbox(tmp_path: Path) -> list[dict[str, str]]:
    path = tmp_path / "log" / "outbox.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def states(tenant: int = KANGBAO) -> list[str]:
    with in_tenant(tenant):
        return list(Delivery.objects.order_by("id").values_list("state", flat=True))


def test_everyone_named_finds_one_notice(people: list[UUID], escalate: Escalate) -> None:
    (record_id,) = escalate(people[0], people[1])
    with in_tenant(KANGBAO):
        notices = list(Notice.objects.order_by("recipient_id"))
        assert [notice.recipient_id for notice in notices] == sorted(people[:2])
        assert {(n.record_id, n.code, n.created_at, n.read_at) for n in notices} == {
            (record_id, "probe.escalated", NOW, None)
        }
        assert [unread_count(each) for each in people] == [1, 1, 0]


def test_the_neighbour_finds_nothing(people: list[UUID], escalate: Escalate) -> None:
    escalate(people[0])
    with in_tenant(ZHANGBEI):
        assert unread_count(people[0]) == 0
        assert not Delivery.objects.exists()
    assert deliver_due(ZHANGBEI, at=NOW) == 0


def test_growing_twice_changes_nothing(people: list[UUID], escalate: Escalate) -> None:
    (record_id,) = escalate(people[0])
    with in_tenant(KANGBAO):
        record = Record.objects.get(pk=record_id)
        for _again in range(2):
            name = "tests.notifications.occasions.the_people_named"
            grow_notices(name, [(record, [Notice(recipient_id=people[0], title="again")])])
        assert Notice.objects.get().title == "王建国的纠纷已上报"
        assert Delivery.objects.count() == 1


def test_many_notices_are_grown_set_based(
    people: list[UUID], escalate: Escalate, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(50):
        escalate(*people, times=100)
    with in_tenant(KANGBAO):
        assert Notice.objects.count() == 300


def test_what_leaves_the_house_is_a_number_and_a_link(
    people: list[UUID], escalate: Escalate, tmp_path: Path
) -> None:
    escalate(people[0])
    assert deliver_due(KANGBAO, at=NOW) == 1
    (line,) = outbox(tmp_path)
    with in_tenant(KANGBAO):
        notice = Notice.objects.get()
        assert line["id"] == str(Delivery.objects.get(state=State.SENT, at=NOW).id)
    link = f"https://fengge.example/inbox/{notice.id}/"
    assert line["text"] == f"【枫格】您有一条新消息，编号{number_of(notice.id)}，请登录查看：{link}"
    assert "王" not in line["text"]
    assert "138" not in line["text"].replace(notice.id.hex[-8:].upper(), "").replace(link, "")


def test_a_delivery_is_sent_once_whatever_number_of_workers_run(
    people: list[UUID], escalate: Escalate, by_sms: Gateway
) -> None:
    escalate(*people, times=12)
    together = threading.Barrier(4)
    failures: list[BaseException] = []

    def work() -> None:
        try:
            together.wait(20)
            deliver_due(KANGBAO, at=NOW)
        except BaseException as error:  # shown by the assertion below
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    sent = [asked["body"]["id"] for asked in by_sms.asked]
    assert (len(sent), len(set(sent))) == (36, 36)
    assert states() == [State.SENT] * 36


def test_a_gateway_that_fails_is_tried_again_and_counts_once(
    people: list[UUID], escalate: Escalate, by_sms: Gateway
) -> None:
    escalate(people[0])
    by_sms.status = 503
    assert deliver_due(KANGBAO, at=NOW) == 0
    with in_tenant(KANGBAO):
        row = Delivery.objects.get()
        assert (row.state, row.attempts, row.last_error) == (State.WAITING, 1, "answered 503")
        assert row.next_try_at == NOW + timedelta(minutes=1)
    by_sms.status = 200
    assert deliver_due(KANGBAO, at=NOW + timedelta(seconds=30)) == 0
    assert deliver_due(KANGBAO, at=NOW + timedelta(minutes=1)) == 1
    assert deliver_due(KANGBAO, at=NOW + timedelta(days=1)) == 0
    assert states() == [State.SENT]


def test_a_channel_that_never_answers_is_given_up_and_the_notice_stays(
    people: list[UUID], escalate: Escalate, by_sms: Gateway
) -> None:
    escalate(people[0])
    by_sms.status = 500
    for day in range(GIVE_UP_AFTER + 2):
        deliver_due(KANGBAO, at=NOW + timedelta(days=day))
    assert len(by_sms.asked) == GIVE_UP_AFTER
    assert states() == [State.GIVEN_UP]
    with in_tenant(KANGBAO):
        assert unread_count(people[0]) == 1


def test_whoever_has_no_address_is_skipped_and_it_is_written_down(
    people: list[UUID], escalate: Escalate, by_sms: Gateway
) -> None:
    LEFT_OUT.add(people[0])
    escalate(people[0], people[1])
    assert deliver_due(KANGBAO, at=NOW) == 2
    assert sorted(states()) == [State.SENT, State.SKIPPED]
    assert len(by_sms.asked) == 1


def test_a_worker_that_died_while_sending_leaves_it_to_the_next(
    people: list[UUID], escalate: Escalate, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Deadly:
        needs_address = False

        def send(self, message: Message) -> str:
            raise SystemExit

    escalate(people[0])
    with monkeypatch.context() as patch:
        patch.setitem(choosing._ADAPTERS, "LOG", Deadly)
        with pytest.raises(SystemExit):
            deliver_due(KANGBAO, at=NOW)
    assert deliver_due(KANGBAO, at=NOW + timedelta(minutes=1)) == 0
    assert deliver_due(KANGBAO, at=NOW + lease()) == 1
    assert len(outbox(tmp_path)) == 1


def test_an_adapter_with_a_fault_stops_nobody_else(
    people: list[UUID], escalate: Escalate, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Faulty:
        needs_address = False
        sent = 0

        def send(self, message: Message) -> str:
            Faulty.sent += 1
            if Faulty.sent == 1:
                raise ZeroDivisionError
            return ""

    monkeypatch.setitem(choosing._ADAPTERS, "LOG", Faulty)
    escalate(people[0], people[1])
    assert deliver_due(KANGBAO, at=NOW) == 1
    assert sorted(states()) == [State.SENT, State.WAITING]


def test_people_are_told_as_they_wish(people: list[UUID], escalate: Escalate, tmp_path: Path) -> None:
    with in_tenant(KANGBAO):
        Preference.objects.create(user_id=people[0], channels=[])
        Preference.objects.create(user_id=people[1], channels=["LOG"])
        Preference.objects.create(user_id=people[2], channels=["LOG"], digest_hour=17)
    escalate(*people)
    assert deliver_due(KANGBAO, at=NOW) == 1
    with in_tenant(KANGBAO):
        assert Delivery.objects.get().notice.recipient_id == people[1]
        assert [unread_count(each) for each in people] == [1, 1, 1]


def test_a_digest_comes_once_a_day_at_its_hour(
    people: list[UUID], escalate: Escalate, tmp_path: Path
) -> None:
    with in_tenant(KANGBAO):
        Preference.objects.create(user_id=people[0], channels=["LOG"], digest_hour=18)
        Preference.objects.create(user_id=people[1], channels=["LOG"], digest_hour=18)
    escalate(people[0], times=3)  # 17:30 in Shanghai
    assert timezone.localtime(NOW).hour == 17

    def digest(at: Any) -> int:
        with in_tenant(KANGBAO):
            send_digests(at=at)
        return deliver_due(KANGBAO, at=at)

    assert digest(NOW + timedelta(minutes=20)) == 0
    assert digest(NOW + timedelta(hours=1)) == 1
    assert digest(NOW + timedelta(hours=2)) == 0
    with in_tenant(KANGBAO):
        titles = list(Notice.objects.filter(code="notifications.digest").values_list("recipient_id", "title"))
    assert titles == [(people[0], "近一日有 3 条未读通知")]
    assert len(outbox(tmp_path)) == 1
    assert digest(NOW + timedelta(days=2)) == 0  # nothing new since


def test_reading_the_count_is_one_query_however_full_the_inbox(
    people: list[UUID], escalate: Escalate, django_assert_num_queries: Any
) -> None:
    escalate(people[0], times=150)
    relay(KANGBAO, at=NOW)
    with in_tenant(KANGBAO), django_assert_num_queries(1):
        assert unread_count(people[0]) == 100
