"""Where people are reached outside the house."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from accounts.addresses import book
from core.notifications.actions.deliver import deliver_due
from core.tenancy.context import in_tenant
from tests.accounts.people import KANGBAO, ZHANGBEI, person, user_of
from tests.audit.acts import NOW
from tests.notifications.conftest import Escalate, Gateway, escalate, gateway

__all__ = ["escalate", "gateway"]


@pytest.mark.django_db(transaction=True)
def test_a_notice_goes_to_the_own_phone(
    counties: None, escalate: Escalate, gateway: Gateway, settings: Any
) -> None:
    settings.NOTIFICATION_CHANNELS = {"SMS": {"url": gateway.url, "timeout": 2}}
    with in_tenant(KANGBAO):
        reached = user_of(person("李新", personal_phone="12900000001"))
        unknown = user_of(person("钱一"))
    escalate(reached.pk, unknown.pk)
    deliver_due(KANGBAO, at=NOW)
    assert [asked["body"]["phone"] for asked in gateway.asked] == ["12900000001"]


def test_the_book_names_who_works_here_and_has_a_phone(counties: None) -> None:
    with in_tenant(KANGBAO):
        today = timezone.localdate()
        here = user_of(person("李新", personal_phone="12900000001"))
        gone = user_of(person("旧人", personal_phone="12900000002", left_on=today))
        leaving = user_of(person("将离", personal_phone="12900000003", left_on=today + dt.timedelta(days=1)))
        people = [here.pk, gone.pk, leaving.pk, user_of(person("无号")).pk]
        assert book(people, "SMS") == {here.pk: "12900000001", leaving.pk: "12900000003"}
        assert book(people, "EMAIL") == {}
    with in_tenant(ZHANGBEI):
        assert book(people, "SMS") == {}, "the neighbour knows none of them"
