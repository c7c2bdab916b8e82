"""The door: password, lock, second factor, county, idle sessions."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp
from django_otp.util import random_hex

from accounts.models import Authenticator, CountyLogin, SignIn, Staff, User
from accounts.sessions import COUNTY, pending_secret
from core.tenancy.context import in_tenant
from tests.accounts.people import (
    KANGBAO,
    PASSWORD,
    ZHANGBEI,
    browser_of,
    give_password,
    holder,
    neighbour,
    user_of,
)

WRONG = "账号或密码不正确"
LOCKED = "已暂时锁定"


@pytest.fixture
def worker(counties: None) -> Staff:
    with in_tenant(KANGBAO):
        return give_password(holder("GRID_WORKER", "130723001001001"))


@pytest.fixture
def officer(counties: None) -> Staff:
    with in_tenant(KANGBAO):
        return give_password(holder("SYSTEM_ADMINISTRATOR", name="李管理"))


def name_of(staff: Staff) -> str:
    return str(user_of(staff).username)


def enter(client: Client, username: str, password: str = PASSWORD, **query: str) -> Any:
    return client.post("/sign-in/", {"username": username, "password": password}, query_params=query)


def bind(staff: Staff) -> Authenticator:
    return Authenticator.objects.create(user=user_of(staff), key=random_hex(20), bound_at=timezone.now())


def digits(device: Authenticator) -> str:
    return f"{totp(bytes.fromhex(device.key.reveal())):06d}"


def test_a_worker_signs_in_and_finds_the_county(client: Client, worker: Staff) -> None:
    answer = enter(client, name_of(worker).upper() + " ")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session[COUNTY] == KANGBAO
    row = SignIn.objects.get()
    assert (row.user_id, row.ok, row.reason, row.ip) == (worker.user_id, True, "OK", "127.0.0.1")


def test_signing_in_changes_the_session_key(client: Client, worker: Staff) -> None:
    client.get("/sign-in/")
    session = client.session
    session["planted"] = 1
    session.save()
    planted = session.session_key
    enter(client, name_of(worker))
    assert client.session.session_key != planted


def test_next_is_kept_when_it_is_ours_and_dropped_when_not(client: Client, worker: Staff) -> None:
    assert enter(client, name_of(worker), next="/areas/?q=1")["Location"] == "/areas/?q=1"
    assert enter(Client(), name_of(worker), next="https://evil.example/")["Location"] == "/"


@pytest.mark.parametrize("exists", [True, False])
def test_five_failures_lock_whether_the_account_exists_or_not(
    client: Client, worker: Staff, exists: bool
) -> None:
    username = name_of(worker) if exists else "nobody.here"
    for _try in range(settings.LOCK_FAILURES - 1):
        answer = enter(client, username, "Wrong-1234")
        assert answer.status_code == 422
        assert WRONG in answer.content.decode()
    assert LOCKED in enter(client, username, "Wrong-1234").content.decode()
    assert LOCKED in enter(client, username, PASSWORD).content.decode(), "the right password as well"
    assert set(SignIn.objects.values_list("reason", flat=True)) == {"WRONG", "LOCKED"}


def test_a_lock_ends_after_its_time(client: Client, worker: Staff) -> None:
    with time_machine.travel(dt.datetime(2026, 11, 20, 4, 0, tzinfo=dt.UTC), tick=False) as clock:
        for _try in range(settings.LOCK_FAILURES):
            enter(client, name_of(worker), "Wrong-1234")
        clock.shift(settings.LOCK_SECONDS - 5)
        assert enter(client, name_of(worker)).status_code == 422
        clock.shift(10)
        assert enter(client, name_of(worker)).status_code == 302


def test_a_lock_of_one_account_leaves_the_office_working(
    client: Client, worker: Staff, officer: Staff
) -> None:
    for _try in range(settings.LOCK_FAILURES):
        enter(client, name_of(officer), "Wrong-1234")
    assert enter(client, name_of(worker)).status_code == 302


def test_an_address_that_tries_many_accounts_is_locked(client: Client, worker: Staff, settings: Any) -> None:
    settings.LOCK_FAILURES_BY_ADDRESS = 6
    for number in range(6):
        enter(client, f"guess{number}", "Wrong-1234")
    assert LOCKED in enter(client, name_of(worker)).content.decode()


def test_a_closed_user_is_told_nothing_special(client: Client, worker: Staff) -> None:
    User.objects.filter(pk=user_of(worker).pk).update(is_active=False)
    assert WRONG in enter(client, name_of(worker)).content.decode()


def test_a_session_dies_with_the_account(worker: Staff) -> None:
    client = browser_of(worker)
    assert client.get("/me/").status_code == 200
    User.objects.filter(pk=user_of(worker).pk).update(is_active=False)
    assert client.get("/me/").status_code == 302


def test_a_session_dies_with_the_last_day_at_work(worker: Staff) -> None:
    client = browser_of(worker)
    with in_tenant(KANGBAO):
        Staff.objects.filter(pk=worker.pk).update(left_on=dt.date(2020, 1, 1))
    assert client.get("/me/").status_code == 302


@pytest.mark.parametrize(
    ("role", "seconds"), [("GRID_WORKER", "IDLE_SECONDS"), ("AUDITOR", "IDLE_SECONDS_OFFICERS")]
)
def test_an_idle_session_ends_and_keeps_the_way_back(counties: None, role: str, seconds: str) -> None:
    with in_tenant(KANGBAO):
        staff = holder(role, "130723")
    client = browser_of(staff)
    limit = getattr(settings, seconds)
    with time_machine.travel(dt.datetime(2026, 11, 20, 4, 0, tzinfo=dt.UTC), tick=False) as clock:
        client.get("/me/")
        clock.shift(limit - 1)
        assert client.get("/me/").status_code == 200
        clock.shift(limit + 1)
        answer = client.get("/me/?tab=1")
        assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/me/%3Ftab%3D1")


def test_a_lost_post_goes_back_to_its_form(client: Client, counties: None) -> None:
    answer = client.post("/me/sessions/end/", headers={"referer": "http://testserver/me/?a=1"})
    assert answer["Location"] == "/sign-in/?next=/me/%3Fa%3D1"
    answer = client.post("/me/sessions/end/", headers={"referer": "http://evil.example/me/"})
    assert answer["Location"] == "/sign-in/?next=/"


def test_who_has_a_second_factor_is_asked_for_it_before_anything_opens(client: Client, worker: Staff) -> None:
    device = bind(worker)
    assert enter(client, name_of(worker), next="/areas/")["Location"] == "/sign-in/code/"
    assert client.get("/me/").status_code == 302
    assert SignIn.objects.count() == 0
    assert client.post("/sign-in/code/", {"code": "000000"}).status_code == 422
    Authenticator.objects.update(failed_at=None)
    answer = client.post("/sign-in/code/", {"code": digits(device)})
    assert (answer.status_code, answer["Location"]) == (302, "/areas/")
    assert client.get("/me/").status_code == 200


def test_a_code_works_once(client: Client, worker: Staff) -> None:
    device = bind(worker)
    code = digits(device)
    enter(client, name_of(worker))
    assert client.post("/sign-in/code/", {"code": code}).status_code == 302
    again = Client()
    enter(again, name_of(worker))
    assert again.post("/sign-in/code/", {"code": code}).status_code == 422


def test_a_wrong_code_makes_the_next_one_wait(client: Client, worker: Staff) -> None:
    device = bind(worker)
    with time_machine.travel(dt.datetime(2026, 11, 20, 4, 0, tzinfo=dt.UTC), tick=False) as clock:
        enter(client, name_of(worker))
        for _try in range(2):
            client.post("/sign-in/code/", {"code": "000000"})
            clock.shift(4)
        client.post("/sign-in/code/", {"code": "000000"})
        clock.shift(3)
        assert client.post("/sign-in/code/", {"code": digits(device)}).status_code == 422, "four seconds"
        clock.shift(2)
        assert client.post("/sign-in/code/", {"code": digits(device)}).status_code == 302
    device.refresh_from_db()
    assert (device.failures, device.failed_at) == (0, None)


def test_guessing_codes_locks(client: Client, worker: Staff) -> None:
    device = bind(worker)
    enter(client, name_of(worker))
    for _try in range(settings.LOCK_FAILURES):
        client.post("/sign-in/code/", {"code": "000000"})
    Authenticator.objects.update(failed_at=None)
    assert LOCKED in client.post("/sign-in/code/", {"code": digits(device)}).content.decode()


def test_halfway_is_forgotten_after_five_minutes(client: Client, worker: Staff) -> None:
    device = bind(worker)
    with time_machine.travel(dt.datetime(2026, 11, 20, 4, 0, tzinfo=dt.UTC), tick=False) as clock:
        enter(client, name_of(worker))
        clock.shift(301)
        assert client.post("/sign-in/code/", {"code": digits(device)})["Location"] == "/sign-in/"


def test_an_officer_sets_up_the_factor_before_anything_else(client: Client, officer: Staff) -> None:
    enter(client, name_of(officer))
    for address in ("/", "/me/", "/areas/"):
        assert client.get(address)["Location"] == "/me/totp/", address
    page = client.get("/me/totp/")
    assert page.status_code == 200
    assert client.get("/me/totp/picture.svg")["Content-Type"] == "image/svg+xml"
    assert client.session["totp_key"].startswith("k1:"), "a session is a row as well"
    key = pending_secret(client.session)
    assert key is not None
    assert client.post("/me/totp/", {"code": "000000"}).status_code == 422
    code = f"{totp(bytes.fromhex(key)):06d}"
    shown = client.post("/me/totp/", {"code": code})
    assert shown.status_code == 200
    assert "恢复码" in shown.content.decode()
    assert client.get("/me/").status_code == 200


def test_an_old_password_is_changed_before_anything_else(client: Client, worker: Staff) -> None:
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=91), tick=False):
        enter(client, name_of(worker))
        assert client.get("/areas/")["Location"] == "/me/password/"
        new = {"old": PASSWORD, "new": "Xin-Mi-Ma-9", "again": "Xin-Mi-Ma-9"}
        assert client.post("/me/password/", new)["Location"] == "/me/"
        assert client.get("/me/").status_code == 200


def test_who_works_in_two_counties_picks_one_and_reaches_no_other(client: Client, worker: Staff) -> None:
    CountyLogin.objects.create(user=user_of(worker), county_id=ZHANGBEI)
    with in_tenant(ZHANGBEI):
        Staff.objects.create(user_id=worker.user_id, name="王秀英")
    assert enter(client, name_of(worker))["Location"] == "/sign-in/county/"
    assert client.get("/me/").status_code == 302
    assert client.post("/sign-in/county/", {"county": "130725"}).status_code == 422
    assert client.post("/sign-in/county/", {"county": str(ZHANGBEI)}).status_code == 302
    assert client.session[COUNTY] == ZHANGBEI
    assert client.get("/me/").status_code == 200


def test_the_neighbour_sees_only_their_own_sign_ins(worker: Staff) -> None:
    them = neighbour()
    enter(Client(), name_of(worker))
    body = browser_of(them).get("/me/").content.decode()
    assert "还没有登录记录" in body


def test_sign_ins_can_not_be_changed_or_removed(client: Client, worker: Staff) -> None:
    enter(client, name_of(worker))
    with pytest.raises(ProgrammingError), transaction.atomic():
        SignIn.objects.update(ok=False)
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_signin")


def test_the_actor_costs_one_query(worker: Staff, django_assert_num_queries: Any) -> None:
    from accounts.selectors import actor_for

    user = user_of(worker)
    with in_tenant(KANGBAO), django_assert_num_queries(1):
        actor_for(user, tenant=KANGBAO, on=dt.date(2026, 11, 20))


def test_passwords_are_argon2(worker: Staff) -> None:
    assert user_of(worker).password.startswith("argon2$argon2id$")
