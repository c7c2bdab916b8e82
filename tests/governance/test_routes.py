"""Every route × every role, against a table written by hand (tests/routes.csv).

A row: the route's name, the method, what is sent (JSON, or empty), and the status each one gets. Who is not told
apart by a column gets what `others` says. A route that is not in the table fails; so does a row without a route.
"""

import copy
import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.governance.route_objects import arguments
from tests.house import EVERYBODY, House

# They answer only after another act of the same person; tried where that act is tried.
AFTER_ANOTHER_ACT = {"inbox_undo", "totp_picture"}
REFUSALS = {"403", "404", "405"}
TABLE = Path(__file__).resolve().parents[1] / "routes.csv"


def table() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def routes(patterns: Any = None, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Each route's name (or its pattern, where it has none) and its pattern."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern):
            yield pattern.name or address, address


def test_every_route_is_in_the_table_and_every_row_has_its_route() -> None:
    named = {name for name, _ in routes()}
    listed = {row["route"] for row in table()}
    assert named - listed == set(), "write down in tests/routes.csv who may open these routes"
    assert listed - named == set(), "these routes are gone: take them out of tests/routes.csv"


def test_a_row_names_each_one_at_most_once() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    assert header == ["route", "method", "sent", "others", *EVERYBODY]
    rows = [(row["route"], row["method"], row["sent"]) for row in table()]
    assert len(rows) == len(set(rows))


def test_behind_every_door_stands_something_that_somebody_gets() -> None:
    answered = {
        row["route"]
        for row in table()
        for who in EVERYBODY[1:]
        if (row[who] or row["others"]) not in REFUSALS
    }
    assert {row["route"] for row in table()} - answered == AFTER_ANOTHER_ACT, "a no for all proves nothing"


@pytest.mark.parametrize("row", table(), ids=lambda row: f"{row['method']} {row['route']}")
def test_everybody_gets_what_the_table_says(
    row: dict[str, str], house: House, browsers: dict[str, Client]
) -> None:
    address = reverse(row["route"], kwargs=arguments(row["route"], house))
    sent = json.loads(row["sent"]) if row["sent"] else None
    expected, got = {}, {}
    for who in EVERYBODY:
        expected[who] = int(row[who] or row["others"])
        browser = browsers[who]
        kept = copy.deepcopy(browser.cookies)
        with transaction.atomic():
            got[who] = getattr(browser, row["method"].lower())(address, sent or {}).status_code
            transaction.set_rollback(True)
        browser.cookies = kept
    different = {
        who: f"{got[who]} instead of {expected[who]}" for who in EVERYBODY if got[who] != expected[who]
    }
    assert different == {}
