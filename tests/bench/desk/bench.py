"""The township's queue (50 rows, filtered) and the page of a case, asked for through the whole house as a clerk asks, with
1,000 and with 1,000,000 cases in the database; the limit is the same rows by bare SQL. The open desk of a township is
as large as in life; what grows is the archive behind it. `queries` counts the page's own, without those of sign-in.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from accounts.choices import Role
from accounts.models import CountyLogin, Post, Staff, User
from accounts.selectors import actor_for
from accounts.sessions import COUNTY, FACTOR
from core.tenancy.context import in_tenant
from disputes.models import Case
from script.house.measure import bare_statements, counted_queries, each_in_ms, percentile, spread
from tests.bench.disputes.ground import NOW, fill

SMALL, LARGE = (140301, 1_000), (140302, 1_000_000)
OPEN = 500  # of a county
TIMES = 40
BARE = bare_statements(Path(__file__).parent / "bare.sql")
Row = dict[str, Any]


def clerk(code: int) -> Client:
    """A browser in which a clerk of the first township is signed in."""
    user = User.objects.create(username=f"bench{code}")
    CountyLogin.objects.create(user=user, county_id=code)
    with in_tenant(code):
        staff = Staff.objects.create(user=user, name="测试员")
        Post.objects.create(staff=staff, role=Role.TOWNSHIP_CLERK, path=f"{code}001", from_on=NOW.date())
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    session = client.session
    session[COUNTY], session[FACTOR] = code, True
    session.save()
    return client


def signing_in(code: int) -> int:
    """How many queries the house asks before a page begins: session, user, actor."""
    user = User.objects.get(username=f"bench{code}")
    with in_tenant(code), counted_queries(connection) as queries:
        actor_for(user, tenant=code, on=NOW.date())
    return len(queries) + 2


def bare_queue(code: int) -> None:
    given: dict[str, Any] = {"tenant": code, "low": f"{code}001", "high": f"{code}001~"}
    with in_tenant(code), connection.cursor() as cursor:
        cursor.execute(BARE["counted"], given)
        cursor.fetchall()
        cursor.execute(BARE["queue"], given)
        given["ids"] = [row[0] for row in cursor.fetchall()]
        cursor.execute(BARE["parties"], given)
        cursor.fetchall()


def bare_case(code: int, pk: Any) -> None:
    with in_tenant(code), connection.cursor() as cursor:
        for name in ("case", "case_parties", "case_steps", "case_promises", "case_handlers"):
            cursor.execute(BARE[name], {"tenant": code, "id": pk})
            cursor.fetchall()


def measured(client: Client, address: str) -> tuple[int, list[float]]:
    def ask() -> None:
        answer = client.get(address)
        assert answer.status_code == 200, answer.status_code

    ask()
    with counted_queries(connection) as queries:
        ask()
    return len(queries), each_in_ms(ask, TIMES)


def run(scale: float) -> Iterator[Row]:
    """Two rows: the queue, the page of a case."""
    sizes = [SMALL, (LARGE[0], int(LARGE[1] * scale))]
    for code, count in sizes:
        fill(code, count, OPEN // 5, also=("spread", "parties", "steps"), open_cases=OPEN)
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as autovacuum does meanwhile
    browsers = {code: clerk(code) for code, _count in sizes}
    before = signing_in(SMALL[0])
    queue = reverse("cases") + "?kind=02"
    pages = {code: measured(browser, queue) for code, browser in browsers.items()}
    yield row(
        "desk queue", LARGE[0], sizes[1][1], pages, before, each_in_ms(lambda: bare_queue(LARGE[0]), TIMES)
    )
    found = {}
    for code, _count in sizes:
        with in_tenant(code):
            case = Case.objects.filter(path__startswith=f"{code}001", state="MEDIATING").first()
            assert case is not None
            found[code] = case.pk
    pages = {code: measured(browsers[code], reverse("case", args=[pk])) for code, pk in found.items()}
    bare = each_in_ms(lambda: bare_case(LARGE[0], found[LARGE[0]]), TIMES)
    yield row("desk case", LARGE[0], sizes[1][1], pages, before, bare)


def row(
    name: str,
    code: int,
    count: int,
    pages: dict[int, tuple[int, list[float]]],
    before: int,
    bare: list[float],
) -> Row:
    queries, times = pages[code]
    growth = percentile(times, 0.5) / percentile(pages[SMALL[0]][1], 0.5)
    return {
        "name": name,
        "n": count,
        "seconds": sum(times) / 1000,
        "limit_seconds": sum(bare) / 1000,
        "queries": queries - before,
        **spread(times),
        "growth": round(growth, 2),
    }
