from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.unit import Unit
from accounts.models.user import User
from core.crypto.fields import EncryptedTextField
from core.crypto.masks import mask_account, mask_email, mask_phone
from core.tenancy.chain import Chain
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel


class Staff(TenantModel):
    """A person who works for the county: the name behind a user.

    `duty_phone` is printed on notice boards and contact cards; `personal_phone` and the addresses are
    ciphertext and never printed; the person alone says where they are reached outside the house.
    `left_on` is the first day the person no longer works here.
    """

    user = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("账号"),
    )
    name = models.CharField(_("姓名"), max_length=40)
    initials = models.CharField(_("姓名首字母"), max_length=20, blank=True, editable=False)
    duty_phone = models.CharField(_("值班电话"), max_length=20, blank=True)
    personal_phone = EncryptedTextField(_("本人电话"), mask=mask_phone, blank=True, default="")
    email = EncryptedTextField(_("电子邮箱"), mask=mask_email, blank=True, default="")
    wecom_id = EncryptedTextField(_("企业微信账号"), mask=mask_account, blank=True, default="")
    dingtalk_id = EncryptedTextField(_("钉钉账号"), mask=mask_account, blank=True, default="")
    left_on = models.DateField(_("离岗日"), null=True, blank=True)

    objects: ClassVar[TenantManager["Staff"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("工作人员")
        indexes = [
            models.Index(fields=["tenant", "initials"], name="accounts_staff_initials"),
            models.Index(fields=["tenant", "name"], name="accounts_staff_name"),
        ]
        constraints = [models.UniqueConstraint(fields=["tenant", "user"], name="accounts_staff_user_once")]

    def __str__(self) -> str:
        return self.name


class Membership(TenantModel):
    """Which unit a person belongs to, one at a time. The head of a unit prints its members' slips."""

    staff = TenantForeignKey(
        Staff, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("工作人员")
    )
    unit = TenantForeignKey(
        Unit, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("单位")
    )
    is_head = models.BooleanField(_("单位负责人"), default=False)
    from_on = models.DateField(_("起"))
    to_on = models.DateField(_("止"), null=True, blank=True)
    previous_to_on = models.DateField(null=True, blank=True, editable=False)

    objects: ClassVar[TenantManager["Membership"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("单位成员")
        indexes = [models.Index(fields=["tenant", "unit"], name="accounts_membership_unit")]
        constraints = [Chain(of="staff", name="accounts_membership_chain")]

    def __str__(self) -> str:
        return f"{self.staff_id} @ {self.unit_id}"
