from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Staff
from core.paths.fields import PathField
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel
from disputes.choices import ClaimState, Grade
from disputes.models.case import Case


class AllowanceRate(TenantModel):
    """What a case is worth by its grade (以案定补), from a day on; the county's own."""

    grade = models.CharField(_("难易程度"), max_length=8, choices=Grade.choices)
    amount = models.DecimalField(_("补贴（元）"), max_digits=8, decimal_places=2)
    valid_from = models.DateField(_("启用日"))
    valid_to = models.DateField(_("停用日"), null=True, blank=True)
    source = models.CharField(_("依据"), max_length=200, blank=True)

    objects: ClassVar[TenantManager["AllowanceRate"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("以案定补标准")
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "grade"],
                condition=models.Q(valid_to=None),
                name="disputes_rate_one_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_grade_display()} {self.amount}"


class AllowanceBatch(TenantModel):
    """A township's claims of one quarter: declared → checked → approved → published → paid."""

    year = models.PositiveSmallIntegerField(_("年度"))
    quarter = models.PositiveSmallIntegerField(_("季度"))
    path = PathField(_("乡镇"))
    state = models.CharField(
        _("状态"), max_length=12, choices=ClaimState.choices, default=ClaimState.DECLARED
    )
    declared_at = models.DateTimeField(_("申报时间"))
    declared_by = TenantForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(_("初审时间"), null=True, blank=True)
    checked_by = TenantForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(_("审定时间"), null=True, blank=True)
    approved_by = TenantForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    published_from = models.DateField(_("公示起"), null=True, blank=True)
    published_to = models.DateField(_("公示止"), null=True, blank=True)
    published_by = TenantForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    paid_on = models.DateField(_("发放日"), null=True, blank=True)
    paid_by = TenantForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[TenantManager["AllowanceBatch"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("以案定补批次")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "year", "quarter", "path"], name="disputes_batch_once"),
            models.CheckConstraint(
                condition=models.Q(approved_by=None) | ~models.Q(approved_by=models.F("checked_by")),
                name="disputes_batch_two_eyes",
            ),
            models.CheckConstraint(
                condition=models.Q(published_from=None)
                | models.Q(published_to__gt=models.F("published_from")),
                name="disputes_batch_published_for_days",
            ),
            models.CheckConstraint(
                condition=models.Q(paid_on=None) | models.Q(paid_on__gt=models.F("published_to")),
                name="disputes_batch_paid_after_publication",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年第{self.quarter}季度"


class AllowanceClaim(TenantModel):
    """One mediator's allowance for one case: the same dispute only once, ever. `refused_by` is empty where the rules
    themselves refused it when the batch was collected."""

    batch = TenantForeignKey(AllowanceBatch, models.PROTECT, related_name="claims", verbose_name=_("批次"))
    case = TenantForeignKey(Case, models.PROTECT, related_name="claims", verbose_name=_("纠纷"))
    mediator = TenantForeignKey(Staff, models.PROTECT, related_name="+", verbose_name=_("调解员"))
    grade = models.CharField(_("难易程度"), max_length=8, choices=Grade.choices)
    amount = models.DecimalField(_("补贴（元）"), max_digits=8, decimal_places=2)
    is_accepted = models.BooleanField(_("通过"), null=True, blank=True)
    refusal = models.CharField(_("不予补贴原因"), max_length=200, blank=True)
    refused_by = TenantForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("不予补贴决定人")
    )

    objects: ClassVar[TenantManager["AllowanceClaim"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("以案定补")
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "case"],
                condition=~models.Q(is_accepted=False),
                name="disputes_claim_once_a_dispute",
            ),
            models.CheckConstraint(
                condition=~models.Q(is_accepted=False) | ~models.Q(refusal=""),
                name="disputes_claim_refusal_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "batch"], name="disputes_claim_batch"),
            models.Index(fields=["tenant", "case"], name="disputes_claim_case"),
            models.Index(fields=["tenant", "mediator"], name="disputes_claim_mediator"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.amount}"
