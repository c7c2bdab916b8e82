"""Runs one bench in a process of its own, with the product set up: `bench_one NAME SCALE` prints its rows."""

from __future__ import annotations

import faulthandler
import importlib
import json

import django

from script.house.say import run_command, say

SMALL_TAKES = 300  # seconds at most: a statement that falls into a bad plan has to say so
DIGITS = {"seconds": 4, "limit_seconds": 4}


def finished(name: str, row: dict[str, object]) -> dict[str, object]:
    """The row with its name in front and the ratio of seconds to the limit."""
    took, limit = row.get("seconds"), row.get("limit_seconds")
    full = {"name": name} | {
        key: round(value, DIGITS.get(key, 3)) if isinstance(value, float) else value
        for key, value in row.items()
    }
    if isinstance(took, int | float) and isinstance(limit, int | float) and limit:
        full["ratio"] = round(took / limit, 2)
    return full


def main(arguments: list[str]) -> int:
    """Print one JSON object for each row."""
    name, scale = arguments
    django.setup()
    bench = importlib.import_module(f"tests.bench.{name}.bench")
    if float(scale) < 1:
        faulthandler.dump_traceback_later(SMALL_TAKES, exit=True)
    for row in bench.run(float(scale)):
        say(json.dumps(finished(name, row), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    run_command(main)
