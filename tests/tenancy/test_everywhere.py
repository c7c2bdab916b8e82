"""The neighbour tries every way in: a page, raw SQL, a download that streams, a task of a real worker."""

import datetime as dt
import os
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from celery import shared_task
from celery.contrib.testing.worker import start_worker
from django.contrib.auth import SESSION_KEY as AUTH_KEY
from django.db import IntegrityError, connection
from django.test import Client

from accounts.middleware import SESSION_KEY
from accounts.models import CountyLogin, Post, Staff, User
from core.tenancy.context import TenantMismatch, TenantRequired, in_tenant
from core.tenancy.tasks import TenantTask
from governance.celery import app
from tests.cast import KANGBAO, ZHANGBEI

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.tenancy.rooms")]


def sign_in(tenant: int) -> Client:
    user = User.objects.create(username=f"worker-{tenant}")
    CountyLogin.objects.create(user=user, county_id=tenant)
    with in_tenant(tenant):
        staff = Staff.objects.create(user=user, name="邻县人" if tenant == ZHANGBEI else "王秀英")
        Post.objects.create(staff=staff, role="COUNTY_CENTRE", path=str(tenant), from_on=dt.date(2026, 1, 1))
    client = Client()
    client.force_login(user)
    session = client.session
    session[SESSION_KEY] = tenant
    session.save()
    return client


@pytest.fixture
def ours(counties: None) -> Any:
    """A row of 康保县."""
    with in_tenant(KANGBAO):
        return Staff.objects.create(name="李桂英").pk


@pytest.fixture
def neighbour(ours: Any) -> Client:
    return sign_in(ZHANGBEI)


def name_of(pk: Any) -> str:
    with in_tenant(KANGBAO):
        return str(Staff.objects.get(pk=pk).name)


def body_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


class TestOnThePage:
    def test_not_yours_and_not_there_are_the_same(self, ours: Any, neighbour: Client) -> None:
        assert neighbour.get(f"/read/{ours}/").status_code == 404
        assert sign_in(KANGBAO).get(f"/read/{ours}/").content.decode() == "李桂英"

    def test_raw_sql_sees_the_neighbours_own_county_only(self, ours: Any, neighbour: Client) -> None:
        assert neighbour.get(f"/read-raw/{ours}/").content.decode() == "邻县人"

    def test_nothing_is_changed_or_removed(self, ours: Any, neighbour: Client) -> None:
        assert neighbour.post(f"/write/{ours}/").content == b"0"
        assert name_of(ours) == "李桂英"

    def test_nothing_is_pointed_at(self, ours: Any, neighbour: Client) -> None:
        with pytest.raises(IntegrityError):
            neighbour.post(f"/point/{ours}/")
        with in_tenant(ZHANGBEI):
            assert not Post.objects.filter(role="AUDITOR").exists()

    def test_a_session_can_not_be_moved_to_another_county(self, ours: Any, neighbour: Client) -> None:
        session = neighbour.session
        assert AUTH_KEY in session
        session[SESSION_KEY] = KANGBAO  # as if the session store had been written to
        session.save()
        assert neighbour.get(f"/read/{ours}/").status_code in (302, 403, 404)


class TestInAStreamingDownload:
    def test_a_careless_one_breaks_instead_of_leaking_or_seeing_nothing(self, neighbour: Client) -> None:
        with pytest.raises(TenantRequired):
            body_of(neighbour.get("/stream-careless/"))

    def test_raw_sql_in_it_sees_nothing(self, neighbour: Client) -> None:
        assert body_of(neighbour.get("/stream-raw/")) == b""

    def test_one_that_opens_its_county_sees_that_county(self, neighbour: Client) -> None:
        body = body_of(neighbour.get("/stream-well/"))
        assert body.decode() == "邻县人\n"


seen: list[Any] = []
QUEUE = f"tests-{os.getpid()}"


@shared_task(base=TenantTask)
def look_for(pk: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_staff WHERE id = %s", [pk])
        raw = cursor.fetchone()[0]
        cursor.execute("UPDATE accounts_staff SET name = '改名' WHERE id = %s", [pk])
        seen.append((Staff.objects.filter(pk=pk).count(), raw, cursor.rowcount))


@shared_task
def look_without_a_county(pk: str) -> None:
    try:
        seen.append(Staff.objects.filter(pk=pk).count())
    except TenantRequired:
        seen.append("refused")


@pytest.fixture
def worker() -> Iterator[Callable[[], None]]:
    """A real worker on the real broker; the returned function waits for it to have spoken.

    The queue is its own: other workers may be at work on the same broker, and would take the task away.
    """
    seen.clear()
    with start_worker(app, pool="solo", queues=QUEUE, perform_ping_check=False, shutdown_timeout=30):

        def until_it_spoke() -> None:
            deadline = time.monotonic() + 20
            while not seen and time.monotonic() < deadline:
                time.sleep(0.05)

        yield until_it_spoke


class TestInATask:
    def test_the_neighbours_task_finds_and_changes_nothing(
        self, ours: Any, worker: Callable[[], None]
    ) -> None:
        look_for.apply_async(kwargs={"tenant": ZHANGBEI, "pk": str(ours)}, queue=QUEUE)
        worker()
        assert seen == [(0, 0, 0)]
        assert name_of(ours) == "李桂英"

    def test_the_countys_own_task_finds_it(self, ours: Any, worker: Callable[[], None]) -> None:
        look_for.apply_async(kwargs={"tenant": KANGBAO, "pk": str(ours)}, queue=QUEUE)
        worker()
        assert seen == [(1, 1, 1)]

    def test_a_task_without_a_county_is_refused(self, ours: Any, worker: Callable[[], None]) -> None:
        look_without_a_county.apply_async(kwargs={"pk": str(ours)}, queue=QUEUE)
        worker()
        assert seen == ["refused"]

    def test_a_task_called_inside_another_county_is_refused(self, ours: Any) -> None:
        with in_tenant(KANGBAO), pytest.raises(TenantMismatch):
            look_for(tenant=ZHANGBEI, pk=str(ours))
