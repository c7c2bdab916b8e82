"""A page costs exactly as many queries as tests/query_counts.csv says: more is a loss, fewer is news for the file."""

import os

import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import query_counts
from tests.governance.route_objects import arguments
from tests.governance.test_routes import table
from tests.house import House


def test_each_page_costs_what_the_ledger_says(house: House, browsers: dict[str, Client]) -> None:
    counts: dict[tuple[str, str], int] = {}
    inside = {
        row["route"] for row in table() if row["method"] == "GET" and row["stranger"] not in {"", "200"}
    }
    for route in sorted(inside):
        address = reverse(route, kwargs=arguments(route, house))
        for who in query_counts.WHO:
            with time_machine.travel(
                timezone.now(), tick=False
            ):  # a session notes its minutes: not between two visits
                number = query_counts.measured(browsers[who], address)
            if number is not None:
                counts[route, who] = number
    if os.environ.get("FENGGE_WRITE_COUNTS"):
        query_counts.write(counts)
    ledger = query_counts.listed()
    different = {
        f"{route} as {who}": f"{counts.get((route, who))} instead of {ledger.get((route, who))}"
        for route, who in sorted(counts.keys() | ledger.keys())
        if counts.get((route, who)) != ledger.get((route, who))
    }
    assert different == {}
