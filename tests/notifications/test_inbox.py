from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from accounts.choices import Role
from accounts.models import User
from core.audit.models import Record
from core.notifications.models import Notice, Preference
from core.notifications.rules import key_of
from core.notifications.selectors import unread_count
from core.tenancy.context import in_tenant
from tests.cast import KANGBAO, ZHANGBEI
from tests.governance.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(signed_in: SignIn) -> Client:
    return signed_in(KANGBAO, Role.TOWNSHIP_CLERK)


def me(client: Client) -> UUID:
    return UUID(client.session["_auth_user_id"])


def tell(user: UUID, *titles: str, tenant: int = KANGBAO, url: str = "") -> list[UUID]:
    with in_tenant(tenant):
        now = timezone.now()
        return [
            Notice.objects.create(
                recipient_id=user, title=title, url=url, created_at=now, key=key_of(title, user), body="正文"
            ).id
            for title in titles
        ]


def count(client: Client, tenant: int = KANGBAO) -> int:
    with in_tenant(tenant):
        return unread_count(me(client))


def undo_address(answer: Any) -> str:
    *_before, message = get_messages(answer.wsgi_request)
    return message.extra_tags or ""


def test_the_inbox_shows_unread_notices_and_their_number_in_the_bar(clerk: Client) -> None:
    tell(me(clerk), "有新的纠纷", "期限将至")
    page = clerk.get("/inbox/").content.decode()
    assert "有新的纠纷" in page
    assert '<span class="count">2</span>' in page


def test_an_empty_inbox_says_so(clerk: Client) -> None:
    assert "没有未读通知" in clerk.get("/inbox/").content.decode()
    assert "还没有通知" in clerk.get("/inbox/?show=all").content.decode()


def test_opening_a_notice_marks_it_read_and_leads_to_its_matter(clerk: Client) -> None:
    (notice,) = tell(me(clerk), "有新的纠纷", url="/areas/?x=1")
    answer = clerk.get(f"/inbox/{notice}/")
    assert (answer.status_code, answer["Location"]) == (302, "/areas/?x=1")
    assert count(clerk) == 0
    assert "有新的纠纷" not in clerk.get("/inbox/").content.decode()
    assert "有新的纠纷" in clerk.get("/inbox/?show=all").content.decode()


def test_a_notice_never_leads_out_of_the_house(clerk: Client) -> None:
    (notice,) = tell(me(clerk), "有新的纠纷", url="//elsewhere.example/")
    answer = clerk.get(f"/inbox/{notice}/")
    assert answer.status_code == 200
    assert "正文" in answer.content.decode()


def test_one_is_marked_and_unmarked(clerk: Client) -> None:
    first, _second = tell(me(clerk), "甲", "乙")
    answer = clerk.post("/inbox/read/", {"id": str(first)})
    assert count(clerk) == 1
    assert clerk.post(undo_address(answer)).status_code == 302
    assert count(clerk) == 2


def test_all_are_marked_and_only_those_are_unmarked(clerk: Client) -> None:
    ids = tell(me(clerk), "甲", "乙", "丙")
    clerk.post("/inbox/read/", {"id": str(ids[0])})
    answer = clerk.post("/inbox/read/", {"show": "all"})
    assert urlsplit(answer["Location"]).query == "show=all"
    assert count(clerk) == 0
    clerk.post(undo_address(answer))
    assert count(clerk) == 2
    with in_tenant(KANGBAO):
        told = list(Record.objects.order_by("id").values_list("code", "after"))
    assert told == [
        ("notifications.notices_read", {"count": 1}),
        ("notifications.notices_read", {"count": 2}),
        ("notifications.notices_unread", {"count": 2}),
    ]


@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_elses_notice_is_not_there(clerk: Client, method: str) -> None:
    other = User.objects.create(username="other")
    (theirs,) = tell(other.pk, "别人的")
    assert clerk.get(f"/inbox/{theirs}/").status_code == 404
    clerk.post("/inbox/read/", {"id": str(theirs)})
    clerk.post("/inbox/read/")
    assert "别人的" not in clerk.get("/inbox/?show=all").content.decode()
    with in_tenant(KANGBAO):
        assert unread_count(other.pk) == 1


def test_what_i_was_told_in_the_neighbour_county_stays_there(clerk: Client) -> None:
    (there,) = tell(me(clerk), "邻县的事", tenant=ZHANGBEI)
    assert clerk.get(f"/inbox/{there}/").status_code == 404
    clerk.post("/inbox/read/")
    assert count(clerk, ZHANGBEI) == 1


@pytest.mark.parametrize("asked", ["", "yesterday", "2026-01-01T00:00:00"])
def test_a_broken_undo_is_not_there(clerk: Client, asked: str) -> None:
    assert clerk.post(f"/inbox/undo/?read_at={asked}").status_code == 404


def test_a_broken_id_is_not_there(clerk: Client) -> None:
    assert clerk.post("/inbox/read/", {"id": "x"}).status_code == 404


def test_pages_follow_each_other(clerk: Client) -> None:
    tell(me(clerk), *[f"通知{n}" for n in range(70)])
    address, seen = "/inbox/?show=all", []
    while address:
        context = clerk.get(address).context
        seen += [notice.title for notice in context["notices"]]
        address = context["older"]
    assert seen == [f"通知{n}" for n in reversed(range(70))]


def test_wishes_are_kept_and_recorded(clerk: Client) -> None:
    assert "收件箱始终收到全部通知" in clerk.get("/inbox/preferences/").content.decode()
    assert clerk.post("/inbox/preferences/", {"channels": ["LOG"], "digest_hour": "18"}).status_code == 302
    assert clerk.post("/inbox/preferences/", {"channels": [], "digest_hour": "at_once"}).status_code == 302
    with in_tenant(KANGBAO):
        row = Preference.objects.get(user_id=me(clerk))
        assert (row.channels, row.digest_hour) == ([], None)
        last = Record.objects.filter(code="notifications.preferences_changed").latest("id")
        assert (last.before, last.after) == (
            {"channels": ["LOG"], "digest_hour": 18},
            {"channels": [], "digest_hour": None},
        )


@pytest.mark.parametrize(
    "posted", [{"channels": ["PIGEON"], "digest_hour": "8"}, {"digest_hour": "24"}, {"digest_hour": ""}]
)
def test_a_wish_the_house_can_not_grant_comes_back(clerk: Client, posted: dict[str, Any]) -> None:
    assert clerk.post("/inbox/preferences/", posted).status_code == 422


def test_strangers_are_sent_to_the_door() -> None:
    assert "/sign-in/" in Client().get("/inbox/")["Location"]
