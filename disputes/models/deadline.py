from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.deadlines.choices import State as DeadlineState
from core.deadlines.models import Deadline
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager
from disputes.choices import FOLLOW_UPS, Level, Promise
from disputes.models.case import Case


class CaseDeadline(Deadline):
    """Something promised on a case. `about` is the row it is about, where that isn't the case itself (an instalment)."""

    case = TenantForeignKey(Case, models.PROTECT, related_name="deadlines", verbose_name=_("纠纷"))
    level = models.CharField(_("层级"), max_length=10, choices=Level.choices)
    about = models.UUIDField(null=True, blank=True, editable=False)

    objects: ClassVar[TenantManager["CaseDeadline"]] = TenantManager()

    class Meta(Deadline.Meta):
        verbose_name = _("纠纷时限")
        indexes = [
            *Deadline.Meta.indexes,
            models.Index(
                fields=["tenant", "case", "due_at"],
                condition=models.Q(state__in=[DeadlineState.OPEN, DeadlineState.PAUSED]),
                name="disputes_deadline_running",
            ),
            models.Index(fields=["tenant", "case", "kind"], name="disputes_deadline_case"),
            models.Index(
                fields=["tenant", "due_at"],
                condition=models.Q(state=DeadlineState.OPEN, kind__in=FOLLOW_UPS),
                name="disputes_deadline_follow_up",
            ),
        ]

    @property
    def what(self) -> str:
        """What was promised, in Chinese."""
        return str(Promise(self.kind).label) if self.kind in Promise.values else self.kind

    @classmethod
    def subject_labels(cls, rows: Sequence[Any]) -> dict[UUID, str]:
        """「案号 受理」 by the promise's id, in one query."""
        cases = Case.objects.in_bulk({row.case_id for row in rows})
        return {row.id: f"{cases[row.case_id].audit_label} {row.what}" for row in rows}
