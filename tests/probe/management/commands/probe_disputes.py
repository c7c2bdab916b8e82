from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand

from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.tenancy.context import in_tenant
from disputes.actions.pull_brake import release_brake
from disputes.actions.settle_on_spot import settle_on_spot
from disputes.models import Case, SweepBrake
from tests.accounts.people import acting
from tests.disputes.stage import Stage


class Command(BaseCommand):
    help = "Disputes for the drills: register them, settle every second one at the door, release the brake."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=("register", "settle", "release"))
        parser.add_argument("--tenants", type=int, nargs="+", required=True)
        parser.add_argument("--count", type=int, default=0)
        parser.add_argument("--at", type=datetime.fromisoformat, required=True)
        parser.add_argument("--without-brake", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        for tenant in options["tenants"]:
            getattr(self, f"_{options['act']}")(tenant, options["at"], options)

    def _register(self, tenant: int, at: datetime, options: dict[str, Any]) -> None:
        with in_tenant(tenant):
            stage = Stage(at)
            for number in range(options["count"]):
                stage.registered(at=at + timedelta(seconds=number))
            if options["without_brake"]:  # somebody let the sweep go on already
                later = at + timedelta(days=1, hours=16)
                SweepBrake.objects.create(
                    counted=1,
                    open_cases=1,
                    share=1,
                    pulled_at=at,
                    released_at=later,
                    released_until=later + timedelta(days=1),
                )

    def _settle(self, tenant: int, at: datetime, options: dict[str, Any]) -> None:
        """Each in a transaction of its own, as clerks do; who comes too late is refused."""
        with in_tenant(tenant):
            cases = list(Case.objects.order_by("registered_at").select_related("registered_by"))[::2]
            staff = cases[0].registered_by
            assert staff is not None
            actor = acting(staff)
        for case in cases:
            with in_tenant(tenant):
                try:
                    settle_on_spot(case=case, content="当场和解", actor=actor, at=at)
                except Refused as refusal:
                    self.stdout.write(str(refusal))

    def _release(self, tenant: int, at: datetime, options: dict[str, Any]) -> None:
        with in_tenant(tenant):
            brake = SweepBrake.objects.get(released_at=None)
            release_brake(brake=brake, decision="确为积压，逐级上交", actor=Actor.system(tenant), at=at)
