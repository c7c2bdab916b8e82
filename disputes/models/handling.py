from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Staff
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel
from disputes.choices import HandlerRole, Level
from disputes.models.case import Case
from disputes.models.committee import Committee
from disputes.models.party import Party


class Handler(TenantModel):
    """Who works on a case by name. After handing up the lower level stays as JOINT; whoever began follows to the end."""

    case = TenantForeignKey(Case, models.PROTECT, related_name="handlers", verbose_name=_("纠纷"))
    staff = TenantForeignKey(Staff, models.PROTECT, related_name="handling", verbose_name=_("办理人"))
    role = models.CharField(_("分工"), max_length=10, choices=HandlerRole.choices)
    level = models.CharField(_("层级"), max_length=10, choices=Level.choices)
    is_chosen = models.BooleanField(_("当事人选定"), default=False)
    from_at = models.DateTimeField(_("起"))
    to_at = models.DateTimeField(_("止"), null=True, blank=True)

    objects: ClassVar[TenantManager["Handler"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("办理人")
        indexes = [
            models.Index(fields=["tenant", "case"], name="disputes_handler_case"),
            models.Index(
                fields=["tenant", "staff"], condition=models.Q(to_at=None), name="disputes_handler_staff"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "case", "staff", "role"],
                condition=models.Q(to_at=None),
                name="disputes_handler_once",
            ),
            models.UniqueConstraint(
                fields=["tenant", "case"],
                condition=models.Q(to_at=None, role=HandlerRole.LEAD),
                name="disputes_handler_one_lead",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.staff_id}"


class Handoff(TenantModel):
    """A case handed up, back or over, with the pack that went along (交接材料): what was known and filed that day."""

    append_only: ClassVar[bool] = True

    case = TenantForeignKey(Case, models.PROTECT, related_name="handoffs", verbose_name=_("纠纷"))
    from_level = models.CharField(_("原层级"), max_length=10, choices=Level.choices)
    to_level = models.CharField(_("现层级"), max_length=10, choices=Level.choices)
    to_committee = TenantForeignKey(
        Committee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("接收调委会")
    )
    is_automatic = models.BooleanField(_("逾期自动"), default=False)
    reason = models.TextField(_("原因"))
    pack = models.JSONField(_("交接材料"), default=dict)
    at = models.DateTimeField(_("时间"))
    by = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+", verbose_name=_("交出人"))

    objects: ClassVar[TenantManager["Handoff"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("层级交接")
        indexes = [models.Index(fields=["tenant", "case", "at"], name="disputes_handoff_case")]

    def __str__(self) -> str:
        return f"{self.get_from_level_display()} → {self.get_to_level_display()}"


class Recusal(TenantModel):
    """A mediator's relation to, or interest in, a case: asked or declared, and how it was decided (回避)."""

    case = TenantForeignKey(Case, models.PROTECT, related_name="recusals", verbose_name=_("纠纷"))
    staff = TenantForeignKey(Staff, models.PROTECT, related_name="+", verbose_name=_("调解员"))
    party = TenantForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("关系人")
    )
    ground = models.CharField(_("事由"), max_length=20)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    asked_at = models.DateTimeField(_("提出时间"))
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    is_granted = models.BooleanField(_("准予回避"), null=True, blank=True)
    decided_by = TenantForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("决定人")
    )

    objects: ClassVar[TenantManager["Recusal"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("回避")
        indexes = [models.Index(fields=["tenant", "case"], name="disputes_recusal_case")]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "case", "staff"],
                condition=models.Q(decided_at=None),
                name="disputes_recusal_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.ground}"
