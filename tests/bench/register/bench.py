"""The list of a county's register and what a clerk looks for in it, asked for through the whole house by the county's
centre, whose ground is the widest, with 1,000 and with 370,000 doors (1,000,000 residents). The limit is the same rows
by bare SQL behind the same wall. `queries` counts the page's own, without those of sign-in.
"""

import datetime as dt
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from accounts.choices import Role, UnitKind
from accounts.models import CountyLogin, Post, Staff, Unit, User
from accounts.selectors import actor_for
from accounts.sessions import COUNTY, FACTOR
from core.crypto.sealing import seal_text
from core.rules.initials import initials_of
from core.rules.tokens import tokens_asked
from core.tenancy.context import in_tenant
from households.models import Door, Member
from script.house.measure import bare_statements, counted_queries, each_in_ms, percentile, spread
from tests.bench.disputes.ground import NOW, found

SMALL, LARGE = (140401, 1_000), (140402, 370_000)
TIMES = 40
HERE = Path(__file__).parent
FILL, BARE = bare_statements(HERE / "fill.sql"), bare_statements(HERE / "bare.sql")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
SIGNS = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰凤国建新春海山水生长顺有才福"
FOUR, PHONE = "5678", "13800005678"
Row = dict[str, Any]


def fill(code: int, count: int) -> None:
    """A county with so many doors, their people, words, pairs and two visits each."""
    paths = found(code)
    with in_tenant(code), connection.cursor() as cursor:
        staff = Staff.objects.values_list("pk", flat=True).get()
        unit = Unit.objects.create(
            name="县司法局",
            abbreviation="司法",
            kind=UnitKind.DEPARTMENT,
            path=str(code),
            valid_from=NOW.date(),
        )
        phone: Any = Door._meta.get_field("phone")
        last4: Any = Door._meta.get_field("phone_last4")
        given: dict[str, Any] = {
            "tenant": code,
            "count": count,
            "paths": paths,
            "villages": len(paths),
            "day": dt.date(2026, 1, 1),
            "staff": staff,
            "unit": unit.pk,
            "phone": seal_text(PHONE, phone.place()),
            "fours": [str(last4.digest(f"{number:04d}")) for number in range(10_000)],
            "surnames": list(SURNAMES),
            "signs": list(SIGNS),
            "surname_initials": [initials_of(sign) for sign in SURNAMES],
            "sign_initials": [initials_of(sign) for sign in SIGNS],
        }
        for name in ("doors", "members", "words", "pairs", "visits"):
            cursor.execute(FILL[name], given)


def centre(code: int) -> Client:
    """A browser in which the county's centre is signed in."""
    user = User.objects.create(username=f"bench{code}")
    CountyLogin.objects.create(user=user, county_id=code)
    with in_tenant(code):
        staff = Staff.objects.create(user=user, name="测试员")
        Post.objects.create(staff=staff, role=Role.COUNTY_CENTRE, path=str(code), from_on=NOW.date())
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


def looked_for(code: int) -> dict[str, str]:
    """What is typed, by what it is: the name of somebody there, its beginnings, a place with a name, the last four."""
    with in_tenant(code):
        door = Door.objects.filter(path__startswith=f"{code}005").order_by("walk_order")[0]
        other = Member.objects.filter(door=door).order_by("relation").last() or door
    return {
        "list": "",
        "name": door.name,
        "member": other.name,
        "initials": door.initials,
        "two initials": door.initials[:2],
        "place and name": f"{door.address[:3]} {door.name}",
        "place": door.address,
        "frequent": f"{door.address[1:3]} {door.initials[:2]}",
        "last four": FOUR,
    }


def bare(code: int, words: str) -> None:
    given: dict[str, Any] = {"tenant": code, "low": str(code), "high": f"{code}~"}
    kind = "list"
    if words == FOUR:
        with in_tenant(code):
            last4: Any = Door._meta.get_field("phone_last4")
            given |= {"four": str(last4.digest(FOUR)), "word": FOUR}
        kind = "four"
    elif words:
        tokens = sorted({token for part in words.split() for token in tokens_asked(part)})
        given |= {"tokens": tokens, "all": len(tokens)}
        kind = "words"
    with in_tenant(code), connection.cursor() as cursor:
        cursor.execute(BARE[f"{kind}_counted"], given)
        cursor.fetchall()
        cursor.execute(BARE[kind], given)
        given["ids"] = [row[0] for row in cursor.fetchall()]
        for name in ("people", "pairs", "visits"):
            cursor.execute(BARE[name], given)
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
    """A row for the list and for each thing that is looked for."""
    sizes = [SMALL, (LARGE[0], int(LARGE[1] * scale))]
    for code, count in sizes:
        fill(code, count)
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    browsers = {code: centre(code) for code, _count in sizes}
    before = signing_in(SMALL[0])
    asked = {code: looked_for(code) for code, _count in sizes}
    for what, words in asked[LARGE[0]].items():
        pages = {
            code: measured(browser, f"{reverse('doors')}?q={quote(asked[code][what])}")
            for code, browser in browsers.items()
        }
        limit = each_in_ms(partial(bare, LARGE[0], words), TIMES)
        queries, times = pages[LARGE[0]]
        growth = percentile(times, 0.5) / percentile(pages[SMALL[0]][1], 0.5)
        yield {
            "name": f"register {what}",
            "n": sizes[1][1],
            "seconds": sum(times) / 1000,
            "limit_seconds": sum(limit) / 1000,
            "queries": queries - before,
            **spread(times),
            "growth": round(growth, 2),
        }
