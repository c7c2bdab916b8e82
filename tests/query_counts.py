"""How many queries each page costs, kept as a committed file so that a rise shows in the diff.

`FENGGE_WRITE_COUNTS=1 script/test -- tests/governance/test_query_counts.py` measures and writes it; look at the
difference before it is committed.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.test import Client

from script.house.measure import counted_queries

LEDGER = Path(__file__).resolve().parent / "query_counts.csv"
COLUMNS = ("route", "who", "queries")
# The narrowest scope, the widest, and those who see no ground at all.
WHO = (
    "grid_worker",
    "township_clerk",
    "county_centre",
    "auditor",
    "security_officer",
    "system_administrator",
)


def measured(browser: Client, address: str) -> int | None:
    """Queries of the second visit (the first fills what is kept in memory); None where the page is not open."""
    with transaction.atomic():
        if browser.get(address).status_code != 200:
            return None
        with counted_queries(connection) as queries:
            answer: Any = browser.get(address)
            if answer.streaming:
                b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    return len(queries)


def listed() -> dict[tuple[str, str], int]:
    """The committed numbers by route and by whom it was opened."""
    with LEDGER.open(encoding="utf-8", newline="") as file:
        return {(row["route"], row["who"]): int(row["queries"]) for row in csv.DictReader(file)}


def write(counts: dict[tuple[str, str], int]) -> None:
    """Replace the ledger."""
    with LEDGER.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([route, who, counts[route, who]] for route, who in sorted(counts))
