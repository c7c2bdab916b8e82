from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Staff
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel
from disputes.choices import ReportGround, TransferTo
from disputes.models.case import Case


class LeaderCase(TenantModel):
    """A leader's own case (包案): one leader, a group (包案小组), answerable for settling, following, reporting back."""

    case = TenantForeignKey(Case, models.PROTECT, related_name="leader_cases", verbose_name=_("纠纷"))
    leader = TenantForeignKey(Staff, models.PROTECT, related_name="+", verbose_name=_("包案领导"))
    members = models.JSONField(_("小组成员"), default=list)
    plan = models.TextField(_("化解方案"), blank=True)
    report_every_days = models.PositiveSmallIntegerField(_("反馈间隔（日）"), default=7)
    from_at = models.DateTimeField(_("起"))
    to_at = models.DateTimeField(_("止"), null=True, blank=True)
    result = models.CharField(_("结果"), max_length=300, blank=True)

    objects: ClassVar[TenantManager["LeaderCase"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("包案")
        indexes = [
            models.Index(fields=["tenant", "case"], name="disputes_leader_case_case"),
            models.Index(
                fields=["tenant", "leader"],
                condition=models.Q(to_at=None),
                name="disputes_leader_case_leader",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "case"],
                condition=models.Q(to_at=None),
                name="disputes_leader_case_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.leader_id} {self.case_id}"


class GroupReport(TenantModel):
    """What a case group did and reports back (包跟踪、包反馈)."""

    leader_case = TenantForeignKey(LeaderCase, models.PROTECT, related_name="reports", verbose_name=_("包案"))
    at = models.DateTimeField(_("时间"))
    by = TenantForeignKey(Staff, models.PROTECT, related_name="+", verbose_name=_("反馈人"))
    progress = models.TextField(_("进展"))
    next_step = models.CharField(_("下一步"), max_length=300, blank=True)

    objects: ClassVar[TenantManager["GroupReport"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("包案反馈")
        indexes = [models.Index(fields=["tenant", "leader_case", "at"], name="disputes_group_report")]

    def __str__(self) -> str:
        return self.progress[:20]


class UrgentReport(TenantModel):
    """An immediate report of what is no matter for mediation: to whom, when, its receipt, and why if it came late
    (未成年人保护法 art. 11; 人民调解法 art. 25)."""

    case = TenantForeignKey(Case, models.PROTECT, related_name="urgent_reports", verbose_name=_("纠纷"))
    ground = models.CharField(_("事由"), max_length=12, choices=ReportGround.choices)
    found_at = models.DateTimeField(_("发现时间"))
    found = models.TextField(_("发现情况"))
    reported_to = models.JSONField(_("报告对象"), default=list)
    reported_at = models.DateTimeField(_("报告时间"), null=True, blank=True)
    receipt = models.CharField(_("回执"), max_length=120, blank=True)
    delay_reason = models.CharField(_("迟报原因"), max_length=200, blank=True)
    by = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+", verbose_name=_("报告人"))

    objects: ClassVar[TenantManager["UrgentReport"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("立即报告")
        indexes = [models.Index(fields=["tenant", "case"], name="disputes_urgent_report_case")]

    def __str__(self) -> str:
        return str(self.get_ground_display())


class Transfer(TenantModel):
    """A case given to another body, and its receipt."""

    case = TenantForeignKey(Case, models.PROTECT, related_name="transfers", verbose_name=_("纠纷"))
    to = models.CharField(_("移送去向"), max_length=12, choices=TransferTo.choices)
    body = models.CharField(_("接收单位"), max_length=60)
    reason = models.TextField(_("移送理由"))
    sent_at = models.DateTimeField(_("移送时间"))
    received_on = models.DateField(_("签收日期"), null=True, blank=True)
    receipt = models.CharField(_("回执编号"), max_length=80, blank=True)
    result = models.CharField(_("办理结果"), max_length=300, blank=True)

    objects: ClassVar[TenantManager["Transfer"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("移送")
        indexes = [models.Index(fields=["tenant", "case"], name="disputes_transfer_case")]

    def __str__(self) -> str:
        return self.body
