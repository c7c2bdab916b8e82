from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.tenancy.context import in_tenant
from core.tenancy.models import Tenant
from core.workcalendar import followers
from core.workcalendar.actions.load_year import load_year
from core.workcalendar.rules import SHANGHAI, Day
from core.workcalendar.selectors import county_calendar, day_changes
from core.workcalendar.years import DEFAULT_YEARS, BadSheet, YearSheet, read_official, seed


class Command(BaseCommand):
    help = (
        "Load years of the national working calendar, which hold for every county at once. Idempotent: what stands "
        "already is left alone. Promises made before wait in each county until its administrator adopts the year."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("years", nargs="*", type=int, metavar="YEAR")
        parser.add_argument("--default", action="store_true", help="the years that this release knows")
        parser.add_argument("--official", type=Path, metavar="FILE.json", help="a holiday-cn file for YEAR")
        parser.add_argument("--dry-run", action="store_true", help="only say which days would change")

    def handle(self, *args: Any, **options: Any) -> None:
        changed = False
        for sheet in self._sheets(options["years"], options["default"], options["official"]):
            if options["dry_run"]:
                self._say_changes(sheet)
                continue
            is_new = load_year(sheet=sheet, on=timezone.now().astimezone(SHANGHAI).date())
            said = "loaded" if is_new else "stands already"
            self.stdout.write(f"{sheet.year} {sheet.status.value.lower()}, {len(sheet.days)} days: {said}")
            changed = changed or is_new
        if changed:
            self._say_who_waits()

    def _say_changes(self, sheet: YearSheet) -> None:
        self.stdout.write(f"{sheet.year} {sheet.status.value.lower()}, {len(sheet.days)} days:")
        for change in day_changes(sheet):
            self.stdout.write(f"  {change.day:%Y-%m-%d %a} {_said(change.before)} -> {_said(change.after)}")

    def _say_who_waits(self) -> None:
        for county in Tenant.objects.filter(is_open=True).order_by("code"):
            with in_tenant(county.code):
                waiting = followers.behind(county_calendar())
            if waiting:
                self.stdout.write(f"{county.code} {county.name}: {waiting} promises wait to be adopted")

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


def _said(day: Day | None) -> str:
    return f"{day.kind.label} {day.name}".strip() if day else "by the weekday"
