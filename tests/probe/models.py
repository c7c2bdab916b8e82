from collections.abc import Sequence
from uuid import UUID

from django.db import models

from core.deadlines.models import Deadline
from core.grants.models import NamedGrant
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantModel


class ProbeCase(TenantModel):
    """Something a promise can be about. A poisoned one makes every act on it fail."""

    title = models.CharField(max_length=40)
    is_poisoned = models.BooleanField(default=False)

    class Meta(TenantModel.Meta):
        permissions = [("advise", "参与研判"), ("take_part", "参与办理")]

    def __str__(self) -> str:
        return self.title


class ProbeDeadline(Deadline):
    case = TenantForeignKey(ProbeCase, models.PROTECT, related_name="deadlines")

    class Meta(Deadline.Meta):
        pass

    def __str__(self) -> str:
        return self.kind

    @classmethod
    def subject_labels(cls, rows: Sequence[Deadline]) -> dict[UUID, str]:
        found = cls.objects.filter(id__in=[row.id for row in rows])
        return dict(found.values_list("id", "case__title"))


class ProbeStep(TenantModel):
    """What a sweep wrote about a case: the trace by which a drill counts."""

    append_only = True

    case = TenantForeignKey(ProbeCase, models.PROTECT, related_name="steps")
    what = models.CharField(max_length=20)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.what


class ProbeGrant(NamedGrant):
    content_object = TenantForeignKey(ProbeCase, models.CASCADE, related_name="grants")

    class Meta(NamedGrant.Meta):
        pass

    def __str__(self) -> str:
        return self.holder
