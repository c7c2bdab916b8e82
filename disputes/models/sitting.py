from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Staff
from core.crypto.fields import EncryptedTextField
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel
from disputes.choices import FollowUpMeans, Level, Satisfaction
from disputes.models.case import Case
from disputes.models.committee import Room


class Sitting(TenantModel):
    """A mediation session (调解): place, time, who was there, the record, what came of it. `id` is the client's key.

    The record is confidential (人民调解法 art. 15(4)) and stands as ciphertext; whoever opens it leaves a trace.
    A correction is a new row that names the one it corrects.
    """

    case = TenantForeignKey(Case, models.PROTECT, related_name="sittings", verbose_name=_("纠纷"))
    number = models.PositiveSmallIntegerField(_("次数"))
    level = models.CharField(_("层级"), max_length=10, choices=Level.choices)
    room = TenantForeignKey(
        Room, models.PROTECT, null=True, blank=True, related_name="sittings", verbose_name=_("调解室")
    )
    place = models.CharField(_("地点"), max_length=100, blank=True)
    begins_at = models.DateTimeField(_("开始时间"))
    ends_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    mediator = TenantForeignKey(Staff, models.PROTECT, related_name="+", verbose_name=_("调解员"))
    recorder = models.CharField(_("记录人"), max_length=40, blank=True)
    present = models.JSONField(_("到场人"), default=list)
    is_open = models.BooleanField(_("公开调解"), default=False)
    is_joint = models.BooleanField(_("联合调处"), default=False)
    units = models.JSONField(_("参加单位"), default=list)
    record = EncryptedTextField(_("调解记录"), blank=True, default="")
    result = models.CharField(_("结果"), max_length=300, blank=True)
    is_agreed = models.BooleanField(_("达成一致"), default=False)
    corrects = TenantForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("更正")
    )
    written_at = models.DateTimeField(_("登记时间"))
    written_by = TenantForeignKey(Staff, models.PROTECT, related_name="+", verbose_name=_("登记人"))

    objects: ClassVar[TenantManager["Sitting"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("调解记录")
        indexes = [
            models.Index(fields=["tenant", "case", "begins_at"], name="disputes_sitting_case"),
            models.Index(
                fields=["tenant", "corrects"],
                condition=models.Q(corrects__isnull=False),
                name="disputes_sitting_corrects",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ends_at__gte=models.F("begins_at")),
                name="disputes_sitting_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"第{self.number}次调解"


class FollowUp(TenantModel):
    """A return visit (回访): how it stands with the agreement, and whether those concerned say it is solved."""

    case = TenantForeignKey(Case, models.PROTECT, related_name="follow_ups", verbose_name=_("纠纷"))
    on = models.DateField(_("回访日期"))
    means = models.CharField(_("方式"), max_length=8, choices=FollowUpMeans.choices)
    whom = models.CharField(_("回访对象"), max_length=60)
    by = TenantForeignKey(Staff, models.PROTECT, related_name="+", verbose_name=_("回访人"))
    content = EncryptedTextField(_("回访情况"))
    satisfaction = models.CharField(
        _("满意程度"), max_length=6, choices=Satisfaction.choices, blank=True, default=Satisfaction.UNASKED
    )
    is_solved = models.BooleanField(_("已解决"), default=True)
    written_at = models.DateTimeField(_("登记时间"))

    objects: ClassVar[TenantManager["FollowUp"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("回访")
        indexes = [models.Index(fields=["tenant", "case", "on"], name="disputes_follow_up_case")]

    def __str__(self) -> str:
        return f"{self.on} {self.whom}"
