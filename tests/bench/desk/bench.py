"""The township's queue (50 rows, filtered) and the page of a case, asked for through the whole house as a clerk asks, with
1,000 and with 1,000,000 cases in the database; the limit is bare SQL that reads what the page shows, the frame and who
is signed in with it, and `what` holds it against the rows alone. The open desk of a township is as large as in life;
what grows is the archive behind it. `queries` counts the page's own, without those of sign-in.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

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


class Bare:
    """The same pages as bare SQL: who is signed in and what the frame shows, then what the page shows.

    Args:
        browser: whose session is looked up.
    """

    FRAME = ("posts", "unread", "in_hand")
    CASE = ("case", "kinds", "places", "case_parties", "case_steps", "case_promises", "case_handlers")
    HANGING = ("dossier", "agreement", "sittings", "grants", "recusals", "leaders", "grades", "looks")

    def __init__(self, code: int, browser: Client) -> None:
        with in_tenant(code):
            staff = Staff.objects.get(user__username=f"bench{code}")
        town = f"{code}001"
        now = timezone.now()
        self.code = code
        self.given: dict[str, Any] = {
            "tenant": code,
            "low": town,
            "high": f"{town}~",
            "paths": [str(code), town],
            "session": browser.session.session_key,
            "user": staff.user_id,
            "staff": staff.pk,
            "now": now,
            "on": now.date(),
            "ahead": now + dt.timedelta(days=10),
        }

    def queue(self) -> None:
        """The township's queue, page and frame."""
        with self._page() as ask:
            ids = [row[0] for row in ask("queue")]
            for name in ("parts", "kinds", "places", "views"):
                ask(name)
            ask("parties", ids=ids)

    def case(self, pk: Any) -> None:
        """The page of a case and its frame."""
        with self._page() as ask:
            for name in (*self.CASE, *(f"case_{name}" for name in self.HANGING)):
                ask(name, id=pk)

    def rows_alone(self) -> None:
        """The list and its parties without anything round it: what `what` tells."""
        with in_tenant(self.code), connection.cursor() as cursor:
            ids = [row[0] for row in self._ask(cursor, "queue")]
            self._ask(cursor, "counted")
            self._ask(cursor, "parties", ids=ids)

    def line_alone(self, pk: Any) -> None:
        """The case, its parties, steps, promises and handlers without anything round them."""
        with in_tenant(self.code), connection.cursor() as cursor:
            for name in ("case", *self.CASE[3:]):
                self._ask(cursor, name, id=pk)

    @contextmanager
    def _page(self) -> Iterator[Callable[..., list[Any]]]:
        with connection.cursor() as cursor:
            self._ask(cursor, "session")
            self._ask(cursor, "user")
        with in_tenant(self.code), connection.cursor() as cursor:
            for name in self.FRAME:
                self._ask(cursor, name)
            yield partial(self._ask, cursor)

    def _ask(self, cursor: Any, name: str, **more: Any) -> list[Any]:
        cursor.execute(BARE[name], self.given | more)
        rows: list[Any] = cursor.fetchall()
        return rows


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
    bare = Bare(LARGE[0], browsers[LARGE[0]])
    queue = reverse("cases") + "?kind=02"
    pages = {code: measured(browser, queue) for code, browser in browsers.items()}
    limits = each_in_ms(bare.queue, TIMES), each_in_ms(bare.rows_alone, TIMES)
    yield row("desk queue", sizes[1][1], pages, before, *limits)
    found = {}
    for code, _count in sizes:
        with in_tenant(code):
            case = Case.objects.filter(path__startswith=f"{code}001", state="MEDIATING").first()
            assert case is not None
            found[code] = case.pk
    pages = {code: measured(browsers[code], reverse("case", args=[pk])) for code, pk in found.items()}
    pk = found[LARGE[0]]
    limits = each_in_ms(lambda: bare.case(pk), TIMES), each_in_ms(lambda: bare.line_alone(pk), TIMES)
    yield row("desk case", sizes[1][1], pages, before, *limits)


def row(
    name: str,
    count: int,
    pages: dict[int, tuple[int, list[float]]],
    before: int,
    bare: list[float],
    alone: list[float],
) -> Row:
    queries, times = pages[LARGE[0]]
    middle = percentile(times, 0.5)
    return {
        "name": name,
        "n": count,
        "seconds": sum(times) / 1000,
        "limit_seconds": sum(bare) / 1000,
        "queries": queries - before,
        **spread(times),
        "growth": round(middle / percentile(pages[SMALL[0]][1], 0.5), 2),
        "what": f"{middle / percentile(alone, 0.5):.1f} x its rows alone",
    }
