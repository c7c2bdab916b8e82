from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto.fields import BlindIndexField, EncryptedTextField
from core.crypto.masks import mask_id, mask_phone
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel
from disputes.choices import AgentPower, PartyKind, Sex, Side
from disputes.models.case import Case


class Party(TenantModel):
    """Somebody in a dispute: on one side, or concerned by it. Nobody stands on two sides of one case.

    `ethnicity` is a code of GB/T 3304 (seed/ethnicities.csv), asked for by the official forms alone: it stands on them and
    where it is put right, in no list and on no sheet. `id_unverified` is the mark 号码待核实: the number was given as it
    stands and fails its check digit.
    """

    case = TenantForeignKey(Case, models.PROTECT, related_name="parties", verbose_name=_("纠纷"))
    side = models.CharField(_("当事方"), max_length=12, choices=Side.choices)
    position = models.PositiveSmallIntegerField(_("次序"), default=1)
    kind = models.CharField(_("类型"), max_length=14, choices=PartyKind.choices, default=PartyKind.PERSON)
    name = models.CharField(_("姓名或名称"), max_length=60)
    initials = models.CharField(_("拼音首字母"), max_length=30, blank=True, editable=False)
    sex = models.CharField(_("性别"), max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    born_on = models.DateField(_("出生日期"), null=True, blank=True)
    ethnicity = models.CharField(_("民族"), max_length=2, blank=True, default="")
    id_number = EncryptedTextField(_("证件号码"), mask=mask_id, blank=True, default="")
    id_number_index = BlindIndexField(source="id_number")
    id_unverified = models.BooleanField(_("号码待核实"), default=False)
    phone = EncryptedTextField(_("电话"), mask=mask_phone, blank=True, default="")
    phone_index = BlindIndexField(source="phone")
    phone_last4 = BlindIndexField(source="phone", digits=4)
    occupation = models.CharField(_("职业或职务"), max_length=40, blank=True)
    address = models.CharField(_("单位或住址"), max_length=120, blank=True)
    representative = models.CharField(_("法定代表人"), max_length=40, blank=True)
    agent_name = models.CharField(_("代理人"), max_length=40, blank=True)
    agent_power = models.CharField(
        _("代理权限"), max_length=8, choices=AgentPower.choices, blank=True, default=AgentPower.NONE
    )
    agent_phone = EncryptedTextField(_("代理人电话"), mask=mask_phone, blank=True, default="")
    is_minor = models.BooleanField(_("未成年人"), default=False)
    notice_signed_on = models.DateField(_("告知书签收日"), null=True, blank=True)
    has_refused = models.BooleanField(_("拒绝调解"), default=False)

    objects: ClassVar[TenantManager["Party"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("当事人")
        indexes = [
            models.Index(fields=["tenant", "case", "side", "position"], name="disputes_party_case"),
            models.Index(fields=["tenant", "id_number_index"], name="disputes_party_id"),
            models.Index(fields=["tenant", "phone_index"], name="disputes_party_phone"),
            models.Index(fields=["tenant", "phone_last4"], name="disputes_party_last4"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "case", "id_number_index"],
                condition=~models.Q(id_number_index=models.Value("")),
                name="disputes_party_stands_on_one_side",
                violation_error_message=_("同一证件号码的人不能在一件纠纷中出现两次。"),
            ),
            models.CheckConstraint(
                condition=models.Q(side__in=Side.values), name="disputes_party_side_known"
            ),
            models.CheckConstraint(
                condition=models.Q(agent_power=AgentPower.NONE) | ~models.Q(agent_name=""),
                name="disputes_party_power_has_an_agent",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def labels_of(cls, names: Iterable[str]) -> list[str]:
        """What these fields are called on a screen."""
        own = {field.name: str(field.verbose_name) for field in cls._meta.concrete_fields}
        return [own[name] for name in names]

    @property
    def audit_label(self) -> str:
        return self.name
