from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

from core.deadlines.actions.open_deadlines import Opening, open_deadlines
from core.deadlines.rules import Rule
from core.tenancy.context import in_tenant
from core.workcalendar.choices import Unit
from core.workcalendar.rules import Term
from tests.probe.models import ProbeCase, ProbeDeadline
from tests.probe.notices import READER


class Command(BaseCommand):
    help = "Make probe cases with one promise each, and the person who is told of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("count", type=int)
        parser.add_argument("--tenants", type=int, nargs="+", required=True)
        parser.add_argument("--start", type=datetime.fromisoformat, required=True)
        parser.add_argument("--term", type=int, default=1)
        parser.add_argument("--unit", type=Unit, default=Unit.HOURS)
        parser.add_argument("--poisoned", type=int, default=0)

    def handle(self, *args: Any, **options: Any) -> None:
        get_user_model().objects.get_or_create(username=READER)
        rule = Rule(Term(options["term"], options["unit"]))
        for tenant in options["tenants"]:
            with in_tenant(tenant):
                cases = ProbeCase.objects.bulk_create(
                    ProbeCase(title=f"纠纷{number}", is_poisoned=number < options["poisoned"])
                    for number in range(options["count"])
                )
                open_deadlines(
                    ProbeDeadline,
                    [
                        Opening(
                            "ANSWER", options["start"] + timedelta(seconds=n), rule, subject={"case": case}
                        )
                        for n, case in enumerate(cases)
                    ],
                )
