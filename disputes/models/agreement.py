from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Staff
from core.crypto.fields import EncryptedTextField
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel
from disputes.choices import AgreementForm
from disputes.models.case import Case
from disputes.models.party import Party

WRITTEN_AND_WHOLE = (
    models.Q(parties_signed_on__isnull=False)
    & models.Q(mediator_signed_on__isnull=False)
    & models.Q(sealed_on__isnull=False)
)


class Agreement(TenantModel):
    """What the parties agreed. A written one takes effect with the parties' signatures, the mediator's and the
    committee's seal, all three; an oral one when it is agreed (人民调解法 arts. 28–30)."""

    case = TenantForeignKey(Case, models.PROTECT, related_name="agreements", verbose_name=_("纠纷"))
    form = models.CharField(_("形式"), max_length=8, choices=AgreementForm.choices)
    number = models.CharField(_("协议编号"), max_length=80, blank=True)
    facts = EncryptedTextField(_("纠纷主要事实、争议事项"), blank=True, default="")
    content = EncryptedTextField(_("协议内容"))
    performance = models.CharField(_("履行方式、时限"), max_length=300, blank=True)
    copies = models.PositiveSmallIntegerField(_("份数"), default=3)
    agreed_on = models.DateField(_("达成日期"))
    parties_signed_on = models.DateField(_("当事人签名日"), null=True, blank=True)
    mediator_signed_on = models.DateField(_("调解员签名日"), null=True, blank=True)
    sealed_on = models.DateField(_("调委会盖章日"), null=True, blank=True)
    effective_on = models.DateField(_("生效日期"), null=True, blank=True)
    voided_at = models.DateTimeField(_("失效时间"), null=True, blank=True)
    void_reason = models.CharField(_("失效原因"), max_length=200, blank=True)
    written_at = models.DateTimeField(_("登记时间"))
    written_by = TenantForeignKey(Staff, models.PROTECT, related_name="+", verbose_name=_("登记人"))

    objects: ClassVar[TenantManager["Agreement"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("调解协议")
        indexes = [models.Index(fields=["tenant", "case"], name="disputes_agreement_case")]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "case"],
                condition=models.Q(voided_at=None),
                name="disputes_agreement_one_in_force",
            ),
            models.CheckConstraint(
                condition=models.Q(effective_on=None) | models.Q(form=AgreementForm.ORAL) | WRITTEN_AND_WHOLE,
                name="disputes_agreement_three_conditions",
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(self.get_form_display())


class Obligation(TenantModel):
    """One thing that one party owes by the agreement: an instalment, an act, with its day."""

    agreement = TenantForeignKey(
        Agreement, models.PROTECT, related_name="obligations", verbose_name=_("协议")
    )
    position = models.PositiveSmallIntegerField(_("期次"))
    party = TenantForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("履行人")
    )
    what = models.CharField(_("履行内容"), max_length=200)
    amount = models.DecimalField(_("金额（元）"), max_digits=14, decimal_places=2, null=True, blank=True)
    due_on = models.DateField(_("履行期限"))
    performed_on = models.DateField(_("履行日期"), null=True, blank=True)
    proof = models.CharField(_("履行凭证"), max_length=200, blank=True)
    defaulted_at = models.DateTimeField(_("认定未履行时间"), null=True, blank=True)

    objects: ClassVar[TenantManager["Obligation"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("履行事项")
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "agreement", "position"], name="disputes_obligation_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.what}"


class Confirmation(TenantModel):
    """A joint application to the court to confirm the agreement, within 30 days of its effect (art. 33)."""

    agreement = TenantForeignKey(
        Agreement, models.PROTECT, related_name="confirmations", verbose_name=_("协议")
    )
    court = models.CharField(_("法院"), max_length=60)
    applied_on = models.DateField(_("申请日期"))
    reference = models.CharField(_("法院案号"), max_length=60, blank=True)
    decided_on = models.DateField(_("裁定日期"), null=True, blank=True)
    is_confirmed = models.BooleanField(_("裁定有效"), null=True, blank=True)

    objects: ClassVar[TenantManager["Confirmation"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("司法确认")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "agreement"], name="disputes_confirmation_once")
        ]

    def __str__(self) -> str:
        return self.reference or self.court
