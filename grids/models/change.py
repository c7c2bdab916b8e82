from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.deadlines.models import Deadline
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel
from grids.choices import ChangeKind, ChangeState
from grids.models.area import Area


class PlannedChange(TenantModel):
    """An act on the tree: what it will do (`payload`), from which day, and what became of it.

    Acts of today stand here as well, applied at once, so that this table is the history of the tree.
    """

    kind = models.CharField(_("事项"), max_length=16, choices=ChangeKind.choices)
    area = TenantForeignKey(Area, on_delete=models.PROTECT, related_name="changes", verbose_name=_("区域"))
    payload = models.JSONField(_("内容"), encoder=DjangoJSONEncoder)
    summary = models.CharField(_("摘要"), max_length=300)
    effective_on = models.DateField(_("生效日"))
    state = models.CharField(
        _("状态"), max_length=8, choices=ChangeState.choices, default=ChangeState.PLANNED
    )
    reason = models.CharField(_("事由"), max_length=300, blank=True)
    planned_at = models.DateTimeField(_("提出时间"))
    planned_by = models.UUIDField(_("提出人"), null=True)
    planned_by_name = models.CharField(_("提出人姓名"), max_length=40)
    planned_post = models.CharField(_("提出岗位"), max_length=80, blank=True)
    settled_at = models.DateTimeField(_("了结时间"), null=True)
    outcome = models.JSONField(_("结果"), default=dict, encoder=DjangoJSONEncoder)

    objects: ClassVar[TenantManager["PlannedChange"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("区划变更")
        indexes = [
            models.Index(
                fields=["tenant", "effective_on"],
                condition=models.Q(state=ChangeState.PLANNED),
                name="grids_change_planned",
            ),
            models.Index(fields=["tenant", "area"], name="grids_change_area"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=ChangeState.PLANNED, settled_at=None)
                | (~models.Q(state=ChangeState.PLANNED) & models.Q(settled_at__isnull=False)),
                name="grids_change_settled_when_no_longer_planned",
            )
        ]

    def __str__(self) -> str:
        return self.summary


class ChangedArea(TenantModel):
    """An area that a change is about. While the change is planned, no second one may be planned for the area."""

    change = TenantForeignKey(
        PlannedChange, on_delete=models.PROTECT, related_name="changed", verbose_name=_("变更")
    )
    area = TenantForeignKey(Area, on_delete=models.PROTECT, related_name="touching", verbose_name=_("区域"))
    is_planned = models.BooleanField(_("待生效"))

    class Meta(TenantModel.Meta):
        verbose_name = _("变更涉及区域")
        indexes = [
            models.Index(fields=["tenant", "change"], name="grids_changedarea_change"),
            models.Index(fields=["tenant", "area"], name="grids_changedarea_area"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "area"],
                condition=models.Q(is_planned=True),
                name="grids_changedarea_one_plan_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.change_id} {self.area_id}"


class ChangePromise(Deadline):
    """The stored promise that a planned change takes effect at the first minute of its day."""

    change = TenantForeignKey(
        PlannedChange, on_delete=models.PROTECT, related_name="promises", verbose_name=_("变更")
    )

    class Meta(Deadline.Meta):
        verbose_name = _("变更生效期限")
        indexes = [
            *Deadline.Meta.indexes,
            models.Index(fields=["tenant", "change"], name="grids_changepromise_change"),
        ]

    @classmethod
    def subject_labels(cls, rows: Sequence[Deadline]) -> dict[UUID, str]:
        changes = dict(
            cls.objects.filter(id__in=[row.id for row in rows]).values_list("id", "change__summary")
        )
        return {row.id: str(changes.get(row.id, "")) for row in rows}
