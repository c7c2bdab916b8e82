from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Staff, Unit
from core.paths.fields import AreaPathField
from core.tenancy.chain import Chain
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel
from disputes.choices import CommitteeKind, Sex


class Committee(TenantModel):
    """A people's mediation committee (人民调解委员会), of a village, a township or a trade.

    Its abbreviation stands in the numbers of its cases and is never given to another one. `kind_codes` names the
    disputes that a trade's committee takes.
    """

    name = models.CharField(_("名称"), max_length=60)
    abbreviation = models.CharField(_("文号简称"), max_length=12)
    kind = models.CharField(_("类别"), max_length=16, choices=CommitteeKind.choices)
    path = AreaPathField(_("所在区域"), open_rows=models.Q(valid_to=None))
    unit = TenantForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("设立单位")
    )
    kind_codes = models.JSONField(_("受理类型"), default=list, blank=True)
    is_mixed = models.BooleanField(_("多民族聚居"), default=False)
    valid_from = models.DateField(_("设立日"))
    valid_to = models.DateField(_("撤销日"), null=True, blank=True)

    objects: ClassVar[TenantManager["Committee"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("调解委员会")
        indexes = [models.Index(fields=["tenant", "path"], name="disputes_committee_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "abbreviation"],
                name="disputes_committee_abbr_once",
                violation_error_message=_("该文号简称已被本县其他调委会使用。"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Mediator(TenantModel):
    """Who mediates for a committee, from a day to a day. `staff` is empty for somebody without an account."""

    committee = TenantForeignKey(
        Committee, models.PROTECT, related_name="mediators", verbose_name=_("调解委员会")
    )
    staff = TenantForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="mediating", verbose_name=_("工作人员")
    )
    name = models.CharField(_("姓名"), max_length=40)
    sex = models.CharField(_("性别"), max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    is_member = models.BooleanField(_("委员"), default=True)
    is_head = models.BooleanField(_("主任"), default=False)
    is_minority = models.BooleanField(_("少数民族"), default=False)
    is_full_time = models.BooleanField(_("专职"), default=False)
    seat = models.UUIDField(editable=False)
    from_on = models.DateField(_("起"))
    to_on = models.DateField(_("止"), null=True, blank=True)
    previous_to_on = models.DateField(null=True, blank=True, editable=False)

    objects: ClassVar[TenantManager["Mediator"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("人民调解员")
        indexes = [
            models.Index(fields=["tenant", "committee"], name="disputes_mediator_committee"),
            models.Index(fields=["tenant", "staff"], name="disputes_mediator_staff"),
        ]
        constraints = [
            Chain(of="seat", name="disputes_mediator_chain"),
            models.UniqueConstraint(
                fields=["tenant", "committee"],
                condition=models.Q(to_on=None, is_head=True),
                name="disputes_committee_has_one_head",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Room(TenantModel):
    """A mediation room, often under a mediator's name (品牌调解室, 金牌调解室); a mobile one comes to the village."""

    name = models.CharField(_("调解室"), max_length=40)
    committee = TenantForeignKey(
        Committee, models.PROTECT, related_name="rooms", verbose_name=_("调解委员会")
    )
    place = models.CharField(_("地点"), max_length=100, blank=True)
    is_mobile = models.BooleanField(_("流动调解室"), default=False)
    is_active = models.BooleanField(_("在用"), default=True)

    objects: ClassVar[TenantManager["Room"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("调解室")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "committee", "name"], name="disputes_room_once")
        ]

    def __str__(self) -> str:
        return self.name


class DutyShift(TenantModel):
    """Who is on duty at a room on a day (轮流值守)."""

    room = TenantForeignKey(Room, models.PROTECT, related_name="shifts", verbose_name=_("调解室"))
    mediator = TenantForeignKey(Mediator, models.PROTECT, related_name="shifts", verbose_name=_("值班人"))
    on = models.DateField(_("日期"))

    objects: ClassVar[TenantManager["DutyShift"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("值班")
        indexes = [models.Index(fields=["tenant", "mediator", "on"], name="disputes_shift_mediator")]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "room", "on", "mediator"], name="disputes_shift_once")
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.mediator_id}"
