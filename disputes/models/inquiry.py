from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Staff
from core.crypto.fields import EncryptedTextField
from core.crypto.masks import mask_phone
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel
from disputes.choices import Level
from disputes.models.case import Case
from disputes.models.party import Party


class Inquiry(TenantModel):
    """Somebody was asked about a dispute (调查): a party or another person, question by answer. `id` is the client's key.

    The name stands as it was written down that day, whether or not it is a party's; only others leave a phone here.
    What was said is confidential (人民调解法 art. 15(4)) and stands as ciphertext; `finding` stands in the timeline.
    A correction is a new row that names the one it corrects.
    """

    case = TenantForeignKey(Case, models.PROTECT, related_name="inquiries", verbose_name=_("纠纷"))
    number = models.PositiveSmallIntegerField(_("次数"))
    level = models.CharField(_("层级"), max_length=10, choices=Level.choices)
    place = models.CharField(_("地点"), max_length=100, blank=True)
    begins_at = models.DateTimeField(_("开始时间"))
    ends_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    party = TenantForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="inquiries", verbose_name=_("当事人")
    )
    name = models.CharField(_("被调查人"), max_length=60)
    relation = models.CharField(_("与纠纷的关系"), max_length=40, blank=True)
    phone = EncryptedTextField(_("电话"), mask=mask_phone, blank=True, default="")
    investigators = models.JSONField(_("调查人"), default=list)
    recorder = models.CharField(_("记录人"), max_length=40, blank=True)
    present = models.JSONField(_("参加人"), default=list)
    subject = models.CharField(_("事由"), max_length=100)
    record = EncryptedTextField(_("调查内容"), blank=True, default="")
    finding = models.CharField(_("查明情况"), max_length=300)
    corrects = TenantForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("更正")
    )
    written_at = models.DateTimeField(_("登记时间"))
    written_by = TenantForeignKey(Staff, models.PROTECT, related_name="+", verbose_name=_("登记人"))

    objects: ClassVar[TenantManager["Inquiry"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("调查记录")
        indexes = [
            models.Index(fields=["tenant", "case", "begins_at"], name="disputes_inquiry_case"),
            models.Index(
                fields=["tenant", "corrects"],
                condition=models.Q(corrects__isnull=False),
                name="disputes_inquiry_corrects",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ends_at__gte=models.F("begins_at")),
                name="disputes_inquiry_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"第{self.number}次调查"
