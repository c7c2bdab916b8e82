"""manage.py load_demo_history: the months that the demo counties lived through before the last quarter."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from governance import demo


class Command(BaseCommand):
    """One month a transaction, the latest first; broken off, it goes on where it stopped."""

    help = "Load the earlier months of the demo counties that stand. Run again, it loads nothing twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=20261122, help="as the counties were loaded with")

    def handle(self, *args: Any, **options: Any) -> None:
        for code in sorted(demo.loaded()):
            while month := demo.look_back(code, seed=options["seed"]):
                self.stdout.write(f"{demo.COUNTIES[code][0]} {month:%Y-%m}")
                self.stdout.flush()
