"""A case is created through the API and one step is taken on it, asked for through the whole house as a client asks; the
limit is the same rows written by bare SQL. `queries` counts everything, sign-in included.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from accounts.models import CountyLogin, Post, Staff, User
from accounts.sessions import COUNTY, FACTOR
from core.tenancy.context import in_tenant
from core.tenancy.ids import uuid7
from script.house.measure import bare_statements, counted_queries, each_in_ms, spread
from tests.bench.disputes.ground import NOW, found

CODE = 140401
TIMES = 200
BARE = bare_statements(Path(__file__).parent / "bare.sql")
Row = dict[str, Any]


def worker(village: str) -> Client:
    """A browser in which the village's mediator is signed in."""
    user = User.objects.create(username=f"bench{CODE}")
    CountyLogin.objects.create(user=user, county_id=CODE)
    with in_tenant(CODE):
        staff = Staff.objects.create(user=user, name="测试员")
        Post.objects.create(staff=staff, role=Role.VILLAGE_MEDIATOR, path=village, from_on=NOW.date())
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    session = client.session
    session[COUNTY], session[FACTOR] = CODE, True
    session.save()
    return client


def new_case(path: str) -> dict[str, Any]:
    return {
        "id": str(uuid7()),
        "title": "院墙滴水",
        "summary": "院墙滴水，争吵两次",
        "path": path,
        "kind_code": "02",
        "source": "GRID",
        "parties": [
            {"side": "APPLICANT", "name": "王长顺", "phone": "13800005678"},
            {"side": "RESPONDENT", "name": "李桂芝"},
        ],
    }


def run(scale: float) -> Iterator[Row]:
    """Two rows: create, one step."""
    times = max(20, int(TIMES * scale))
    village = found(CODE)[0]
    client = worker(village)
    with in_tenant(CODE):
        staff = Staff.objects.first()
        assert staff is not None
    made: list[str] = []

    def create() -> None:
        answer = client.post(reverse("api_cases"), new_case(village), content_type="application/json")
        assert answer.status_code == 201, answer.content
        made.append(answer.json()["id"])

    def step() -> None:
        address = reverse("api_case_step", args=[made.pop(), "note"])
        answer = client.post(
            address, {"key": str(uuid7()), "seen": 1, "note": "已电话联系"}, content_type="application/json"
        )
        assert answer.status_code == 200, answer.content

    create()
    with counted_queries(connection) as queries:
        create()
    took = each_in_ms(create, times)
    given: dict[str, Any] = {"tenant": CODE, "path": village, "staff": staff.pk, "now": timezone.now()}
    ids: list[Any] = []

    def bare_create() -> None:
        with in_tenant(CODE), connection.cursor() as cursor:
            cursor.execute(BARE["create"], given)
            ids.append(cursor.fetchone()[0])

    bare = each_in_ms(bare_create, times)
    yield row("intake create", times, len(queries), took, bare)
    step()
    with counted_queries(connection) as queries:
        step()
    took = each_in_ms(step, min(times, len(made) - 1))

    def bare_step() -> None:
        with in_tenant(CODE), connection.cursor() as cursor:
            cursor.execute(BARE["step"], {**given, "id": ids.pop()})

    bare = each_in_ms(bare_step, len(took))
    yield row("intake step", len(took), len(queries), took, bare)


def row(name: str, count: int, queries: int, took: list[float], bare: list[float]) -> Row:
    return {
        "name": name,
        "n": count,
        "seconds": sum(took) / 1000,
        "limit_seconds": sum(bare) / 1000,
        "queries": queries,
        **spread(took),
    }
