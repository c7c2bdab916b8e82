from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.workcalendar.actions.load_year import load_year
from core.workcalendar.rules import SHANGHAI
from core.workcalendar.years import DEFAULT_YEARS, BadSheet, YearSheet, read_official, seed


class Command(BaseCommand):
    help = "Load years of the national working calendar. Idempotent: what stands already is left alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("years", nargs="*", type=int, metavar="YEAR")
        parser.add_argument("--default", action="store_true", help="the years that this release knows")
        parser.add_argument("--official", type=Path, metavar="FILE.json", help="a holiday-cn file for YEAR")

    def handle(self, *args: Any, **options: Any) -> None:
        for sheet in self._sheets(options["years"], options["default"], options["official"]):
            changed = load_year(sheet=sheet, on=timezone.now().astimezone(SHANGHAI).date())
            said = "loaded" if changed else "stands already"
            self.stdout.write(f"{sheet.year} {sheet.status.value.lower()}, {len(sheet.days)} days: {said}")

    def _sheets(self, years: list[int], default: bool, official: Path | None) -> list[YearSheet]:
        try:
            if official is not None:
                sheet = read_official(official.read_bytes())
                if years and years != [sheet.year]:
                    raise CommandError(f"{official} holds {sheet.year}, not {years[0]}")
                return [sheet]
            wanted = years or (list(DEFAULT_YEARS) if default else [])
            if not wanted:
                raise CommandError("name a year, or --default")
            return [seed(year) for year in wanted]
        except BadSheet as problem:
            raise CommandError(str(problem)) from problem
        except OSError as problem:
            raise CommandError(f"cannot read {official}: {problem.strerror}") from problem
