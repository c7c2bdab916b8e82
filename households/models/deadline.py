from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.deadlines.models import Deadline
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager
from households.choices import Promise
from households.models.campaign import Campaign, CampaignAnswer
from households.models.demand import Demand
from households.models.duty import DutyMonth
from households.models.request import DataRequest


class DoorDeadline(Deadline):
    """Something the room promised: about a month, a demand, a campaign, one of its answers, or a resident's request."""

    month = TenantForeignKey(DutyMonth, models.PROTECT, null=True, blank=True, related_name="deadlines")
    demand = TenantForeignKey(Demand, models.PROTECT, null=True, blank=True, related_name="deadlines")
    campaign = TenantForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="deadlines")
    answer = TenantForeignKey(CampaignAnswer, models.CASCADE, null=True, blank=True, related_name="deadlines")
    request = TenantForeignKey(DataRequest, models.PROTECT, null=True, blank=True, related_name="deadlines")

    objects: ClassVar[TenantManager["DoorDeadline"]] = TenantManager()

    class Meta(Deadline.Meta):
        verbose_name = _("包联时限")
        indexes = [
            *Deadline.Meta.indexes,
            models.Index(fields=["tenant", "demand"], name="households_deadline_demand"),
            models.Index(fields=["tenant", "campaign"], name="households_deadline_campaign"),
            models.Index(fields=["tenant", "request"], name="households_deadline_request"),
            models.Index(fields=["tenant", "answer"], name="households_deadline_answer"),
        ]
        constraints = [
            *Deadline.Meta.constraints,
            models.UniqueConstraint(
                fields=["tenant", "month", "kind"],
                condition=Q(month__isnull=False),
                name="households_deadline_month_once",
            ),
            models.CheckConstraint(
                condition=Q(month__isnull=False, demand=None, campaign=None, answer=None, request=None)
                | Q(month=None, demand__isnull=False, campaign=None, answer=None, request=None)
                | Q(month=None, demand=None, campaign__isnull=False, answer=None, request=None)
                | Q(month=None, demand=None, campaign=None, answer__isnull=False, request=None)
                | Q(month=None, demand=None, campaign=None, answer=None, request__isnull=False),
                name="households_deadline_about_one_thing",
            ),
        ]

    @property
    def what(self) -> str:
        """What was promised, in Chinese."""
        return str(Promise(self.kind).label) if self.kind in Promise.values else self.kind
