from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Staff
from core.deadlines.models import Deadline
from core.paths.fields import AreaPathField
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel
from disputes.choices import GradeEnd, Promise, Risk, SweepLevel
from disputes.models.case import Case
from disputes.models.party import Party


class RiskSweep(TenantModel):
    """A quarter's sweep of risks: which open or brewing disputes are likely to escalate, with its legal ground.

    `path` is the ground it goes over: the county's, or of a township that opened one of its own.
    """

    path = AreaPathField(_("排查范围"), open_rows=models.Q(closed_at=None))
    year = models.PositiveSmallIntegerField(_("年度"))
    quarter = models.PositiveSmallIntegerField(_("季度"))
    ground = models.CharField(_("依据"), max_length=200)
    opens_on = models.DateField(_("开始"))
    ends_on = models.DateField(_("结束"))
    opened_by = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+", verbose_name=_("发起人"))
    opened_at = models.DateTimeField(_("发起时间"))
    closed_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    closing_note = models.CharField(_("完成说明"), max_length=300, blank=True)
    figures = models.JSONField(_("完成时数据"), default=dict)

    objects: ClassVar[TenantManager["RiskSweep"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("风险排查")
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "year", "quarter", "path"], name="disputes_risk_sweep_once"
            ),
            models.CheckConstraint(
                condition=models.Q(quarter__range=(1, 4)) & models.Q(ends_on__gt=models.F("opens_on")),
                name="disputes_risk_sweep_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年第{self.quarter}季度"


class RiskGrade(TenantModel):
    """How likely one dispute is to escalate: judged at the group, confirmed by village and township, with a reason, a
    helper and an end date, and a safety plan for those in danger. Those concerned see and may contest it.

    It is the dispute that is graded; there is no column for a person's grade, and none is to be added.
    """

    sweep = TenantForeignKey(RiskSweep, models.PROTECT, related_name="grades", verbose_name=_("排查"))
    case = TenantForeignKey(Case, models.PROTECT, related_name="risk_grades", verbose_name=_("纠纷"))
    path = AreaPathField(_("区域"), open_rows=models.Q(ended_at=None))
    level = models.CharField(_("确认层级"), max_length=8, choices=SweepLevel.choices)
    risk = models.CharField(_("风险等级"), max_length=8, choices=Risk.choices)
    reason = models.TextField(_("理由"))
    helper = TenantForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("帮助人")
    )
    safety_plan = models.TextField(_("安全方案"), blank=True)
    ends_on = models.DateField(_("到期日"))
    graded_at = models.DateTimeField(_("评定时间"))
    graded_by = TenantForeignKey(Staff, models.PROTECT, related_name="+", verbose_name=_("评定人"))
    village_at = models.DateTimeField(_("村级确认时间"), null=True, blank=True)
    village_by = TenantForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("村级确认人")
    )
    township_at = models.DateTimeField(_("乡镇确认时间"), null=True, blank=True)
    township_by = TenantForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("乡镇确认人")
    )
    shown_on = models.DateField(_("告知当事人日期"), null=True, blank=True)
    contested_at = models.DateTimeField(_("异议时间"), null=True, blank=True)
    contested_by = TenantForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("异议人")
    )
    contest = models.TextField(_("异议内容"), blank=True)
    contest_answer = models.TextField(_("异议答复"), blank=True)
    is_upheld = models.BooleanField(_("异议成立"), null=True, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    answered_by = TenantForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("答复人")
    )
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    ending = models.CharField(_("结束方式"), max_length=8, choices=GradeEnd.choices, blank=True)
    end_note = models.CharField(_("结束说明"), max_length=300, blank=True)

    objects: ClassVar[TenantManager["RiskGrade"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("风险评定")
        indexes = [
            models.Index(fields=["tenant", "sweep", "path"], name="disputes_risk_grade_sweep"),
            models.Index(fields=["tenant", "case"], name="disputes_risk_grade_case"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "case"],
                condition=models.Q(ended_at=None),
                name="disputes_risk_grade_one_standing",
            ),
            models.CheckConstraint(
                condition=~models.Q(risk=Risk.HIGH)
                | (models.Q(helper__isnull=False) & ~models.Q(safety_plan="")),
                name="disputes_high_risk_has_helper_and_plan",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="disputes_risk_grade_has_a_reason"),
            models.CheckConstraint(
                condition=(models.Q(village_by=None) | ~models.Q(village_by=models.F("graded_by")))
                & (models.Q(township_by=None) | ~models.Q(township_by=models.F("graded_by")))
                & (
                    models.Q(township_by=None)
                    | models.Q(village_by=None)
                    | ~models.Q(township_by=models.F("village_by"))
                ),
                name="disputes_risk_grade_other_eyes",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ending="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(ending="")),
                name="disputes_risk_grade_end_is_named",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at=None) | ~models.Q(contest_answer=""),
                name="disputes_risk_contest_answer_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_risk_display()} {self.case_id}"

    @property
    def is_contested(self) -> bool:
        """Somebody objected and has no answer yet."""
        return self.contested_at is not None and self.answered_at is None


class ZeroReport(TenantModel):
    """A village says that it went over its ground and nothing is left to grade (零报告)."""

    sweep = TenantForeignKey(RiskSweep, models.PROTECT, related_name="zero_reports", verbose_name=_("排查"))
    path = AreaPathField(_("村"), open_rows=models.Q(pk__in=[]))
    at = models.DateTimeField(_("时间"))
    by = TenantForeignKey(Staff, models.PROTECT, related_name="+", verbose_name=_("报告人"))

    objects: ClassVar[TenantManager["ZeroReport"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("零报告")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "sweep", "path"], name="disputes_zero_report_once")
        ]

    def __str__(self) -> str:
        return str(self.path)


class GradeDeadline(Deadline):
    """When a grade has to be looked at again, or an objection answered. Apart from the case's own promises, so that the
    time lamp of a case never stands for its risk."""

    grade = TenantForeignKey(RiskGrade, models.PROTECT, related_name="deadlines", verbose_name=_("风险评定"))

    objects: ClassVar[TenantManager["GradeDeadline"]] = TenantManager()

    class Meta(Deadline.Meta):
        verbose_name = _("风险评定时限")
        indexes = [
            *Deadline.Meta.indexes,
            models.Index(fields=["tenant", "grade", "kind"], name="disputes_grade_deadline_grade"),
        ]

    @property
    def what(self) -> str:
        """What was promised, in Chinese."""
        return str(Promise(self.kind).label) if self.kind in Promise.values else self.kind

    @classmethod
    def subject_labels(cls, rows: Sequence[Any]) -> dict[UUID, str]:
        """「案号 风险重新评定」 by the promise's id, in one query."""
        grades = RiskGrade.objects.select_related("case").in_bulk({row.grade_id for row in rows})
        return {row.id: f"{grades[row.grade_id].case.audit_label} {row.what}" for row in rows}
