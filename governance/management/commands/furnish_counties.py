from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from core.tenancy.context import in_tenant
from core.tenancy.models import Tenant
from governance.furnishing import furnish_rooms


class Command(BaseCommand):
    """Give counties that stand already what a new version brings: kinds, terms, rates. What has rows is left alone."""

    help = (
        "After an upgrade: writes the starting facts of new tables into every county that has none of them."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        for county in Tenant.objects.order_by("code"):
            with in_tenant(county.code):
                written = furnish_rooms(actor=Actor.system(county.code), at=now, on=timezone.localdate(now))
            if written:
                said = _("%(county)s：装入%(what)s") % {"county": county.name, "what": "、".join(written)}
                self.stdout.write(said)
