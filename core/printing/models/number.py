from django.db import models
from django.utils.translation import gettext_lazy as _

from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantModel


class NumberSequence(TenantModel):
    """The counter of one organisation, kind and year. The row is locked until the paper's transaction ends, so a
    refused paper leaves no gap."""

    organisation_id = models.UUIDField(_("单位"))
    kind = models.CharField(_("文种"), max_length=40)
    year = models.PositiveSmallIntegerField(_("年度"))
    last_value = models.PositiveIntegerField(_("末号"), default=0)

    class Meta:
        verbose_name = _("编号序列")
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "organisation_id", "kind", "year"], name="printing_sequence_is_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}"


class NumberTaken(TenantModel):
    """A number given out. A voided one stays visible and is never given out again."""

    sequence = TenantForeignKey(NumberSequence, models.PROTECT, related_name="numbers")
    value = models.PositiveIntegerField(_("顺序号"))
    text = models.CharField(_("编号"), max_length=80)
    taken_at = models.DateTimeField(_("取号时间"))
    taken_by = models.CharField(_("取号人"), max_length=40)
    voided_at = models.DateTimeField(_("作废时间"), null=True, blank=True)
    void_reason = models.CharField(_("作废原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("编号")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "sequence", "value"], name="printing_number_is_one"),
            models.CheckConstraint(
                condition=models.Q(voided_at__isnull=True) | ~models.Q(void_reason=""),
                name="printing_void_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_voided(self) -> bool:
        return self.voided_at is not None
