from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import Staff
from core.deadlines.models import Deadline
from core.paths.fields import PathField
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel
from grids.models import Area


class MonthlyStatement(TenantModel):
    """The monthly table (矛盾纠纷排查情况表) of one area: opened empty when the month is over, filled by being signed. Signed,
    it is kept as it was and the month is locked; what is corrected later stands in `corrections`, never in the figures."""

    year = models.PositiveSmallIntegerField(_("年度"))
    month = models.PositiveSmallIntegerField(_("月份"))
    path = PathField(_("区域"))
    figures = models.JSONField(_("数据"), default=dict)
    as_of = models.DateTimeField(_("数据时间"))
    note = models.CharField(_("备注"), max_length=300, blank=True)
    made_by = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+", verbose_name=_("制表人"))
    signed_by = TenantForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("签发人")
    )
    signed_at = models.DateTimeField(_("签发时间"), null=True, blank=True)
    returned_at = models.DateTimeField(_("退回时间"), null=True, blank=True)
    corrections = models.JSONField(_("更正"), default=list)

    objects: ClassVar[TenantManager["MonthlyStatement"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("月度统计表")
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "year", "month", "path"], name="disputes_statement_once"
            ),
            models.CheckConstraint(
                condition=models.Q(month__range=(1, 12)), name="disputes_statement_month_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}"

    @property
    def was_signed_before(self) -> bool:
        """It was returned once: what is signed now corrects what was signed then."""
        return self.returned_at is not None


class MonthDeadline(Deadline):
    """Until when a month's table has to be signed. Each return makes a promise of its own."""

    statement = TenantForeignKey(
        MonthlyStatement, models.PROTECT, related_name="deadlines", verbose_name=_("月度统计表")
    )

    objects: ClassVar[TenantManager["MonthDeadline"]] = TenantManager()

    class Meta(Deadline.Meta):
        verbose_name = _("月报时限")
        indexes = [
            *Deadline.Meta.indexes,
            models.Index(fields=["tenant", "statement"], name="disputes_month_deadline_table"),
        ]

    @classmethod
    def subject_labels(cls, rows: Sequence[Any]) -> dict[UUID, str]:
        """「康保镇2026年10月月报」 by the promise's id, in one query."""
        place = Area.objects.filter(
            tenant_id=models.OuterRef("tenant_id"), path=models.OuterRef("statement__path")
        )
        told = cls.objects.filter(id__in=[row.id for row in rows]).annotate(
            place=models.Subquery(place.values("name")[:1])
        )
        return {
            key: _now("%(place)s%(year)s年%(month)s月月报") % {"place": name, "year": year, "month": month}
            for key, name, year, month in told.values_list(
                "id", "place", "statement__year", "statement__month"
            )
        }


class SavedView(TenantModel):
    """A list's filters under a name, one person's own; the address itself can be sent to a colleague."""

    staff = TenantForeignKey(Staff, models.PROTECT, related_name="+", verbose_name=_("所有人"))
    name = models.CharField(_("名称"), max_length=30)
    query = models.CharField(_("筛选"), max_length=500)
    position = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[TenantManager["SavedView"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("常用视图")
        constraints = [models.UniqueConstraint(fields=["tenant", "staff", "name"], name="disputes_view_once")]

    def __str__(self) -> str:
        return self.name
