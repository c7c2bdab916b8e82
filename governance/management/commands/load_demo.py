"""manage.py load_demo: three real counties with people that belong to nobody."""

import time
from typing import Any

from django.core.management import CommandError, CommandParser, call_command, get_commands
from django.core.management.base import BaseCommand

from governance import demo


class Command(BaseCommand):
    help = "Load the demo counties. A county comes whole or not at all; what stands already is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=20261122, help="other people, the same counties")
        parser.add_argument("--county", type=int, action="append", help="only this one (six digits)")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = options["county"] or list(demo.COUNTIES)
        if unknown := set(wanted) - demo.COUNTIES.keys():
            raise CommandError(f"not a demo county: {', '.join(map(str, sorted(unknown)))}")
        if "load_calendar_year" in get_commands():
            call_command("load_calendar_year", "--default", stdout=self.stdout)
        standing = demo.loaded()
        for number, code in enumerate(wanted, start=1):
            label = f"[{number}/{len(wanted)}] {demo.COUNTIES[code][0]} {code}"
            if code in standing:
                self.stdout.write(f"{label}: stands already")
                continue
            began = time.monotonic()
            accounts = demo.load_county(code, seed=options["seed"], say=self._say)
            self.stdout.write(
                f"{label}: loaded in {time.monotonic() - began:.1f} s, {accounts} accounts with a password"
            )

    def _say(self, line: str) -> None:
        self.stdout.write(f"  {line}")
        self.stdout.flush()
