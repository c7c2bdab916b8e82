from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.crypto.fields import BlindIndexField, EncryptedTextField
from core.crypto.masks import mask_id, mask_phone
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel
from households.choices import Likeness, MemberEnd, Relation, Sex
from households.models.door import Door

PRESENT = Q(to_on=None)


class Member(TenantModel):
    """A person of a household. `to_on` is the first day they no longer belong to it.

    Only what a purpose needs is asked: no faith, no people, no schooling. `id_unverified` is the mark 号码待核实.
    `born_on` may be the first of a month where only the month is known (出生年月 is what the ledger prints).
    """

    door = TenantForeignKey(Door, models.PROTECT, related_name="members", verbose_name=_("户"))
    name = models.CharField(_("姓名"), max_length=40)
    initials = models.CharField(_("拼音首字母"), max_length=20, blank=True, editable=False)
    relation = models.CharField(_("与户主关系"), max_length=2, choices=Relation.choices)
    sex = models.CharField(_("性别"), max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    born_on = models.DateField(_("出生年月"), null=True, blank=True)
    id_number = EncryptedTextField(_("身份证号"), mask=mask_id, blank=True, default="")
    id_number_index = BlindIndexField(source="id_number")
    id_unverified = models.BooleanField(_("号码待核实"), default=False)
    phone = EncryptedTextField(_("电话"), mask=mask_phone, blank=True, default="")
    phone_index = BlindIndexField(source="phone")
    phone_last4 = BlindIndexField(source="phone", digits=4)
    is_away = models.BooleanField(_("外出"), default=False)
    returns_on = models.DateField(_("预计返回"), null=True, blank=True)
    from_on = models.DateField(_("入户日"))
    to_on = models.DateField(_("离户日"), null=True, blank=True)
    left_why = models.CharField(_("离户原因"), max_length=10, choices=MemberEnd.choices, blank=True)

    objects: ClassVar[TenantManager["Member"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("家庭成员")
        indexes = [
            models.Index(fields=["tenant", "door", "relation"], name="households_member_door"),
            models.Index(fields=["tenant", "id_number_index"], name="households_member_id"),
            models.Index(fields=["tenant", "phone_index"], name="households_member_phone"),
            models.Index(fields=["tenant", "phone_last4"], name="households_member_last4"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "door"],
                condition=Q(relation=Relation.HEAD) & PRESENT,
                name="households_member_one_head",
                violation_error_message=_("一户只有一位户主。"),
            ),
            models.UniqueConstraint(
                fields=["tenant", "door", "id_number_index"],
                condition=PRESENT & ~Q(id_number_index=models.Value("")),
                name="households_member_once_in_a_door",
                violation_error_message=_("这个身份证号已在本户登记。"),
            ),
            models.CheckConstraint(
                condition=Q(to_on=None, left_why="") | (Q(to_on__gte=models.F("from_on")) & ~Q(left_why="")),
                name="households_member_left_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(is_away=True) | Q(returns_on=None), name="households_member_returns_from_away"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TwinVerdict(TenantModel):
    """Two entries of the register that looked like one person, and what somebody found. `first` has the smaller id."""

    first = TenantForeignKey(Member, models.PROTECT, related_name="+", verbose_name=_("甲"))
    second = TenantForeignKey(Member, models.PROTECT, related_name="+", verbose_name=_("乙"))
    verdict = models.CharField(_("认定"), max_length=10, choices=Likeness.choices)
    settled_at = models.DateTimeField(_("认定时间"))
    settled_by_id = models.UUIDField()
    note = models.CharField(_("说明"), max_length=200, blank=True)

    objects: ClassVar[TenantManager["TwinVerdict"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("疑似重复认定")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "first", "second"], name="households_twin_once"),
            models.CheckConstraint(
                condition=Q(first__lt=models.F("second")), name="households_twin_in_order"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_verdict_display())
