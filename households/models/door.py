from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.crypto.fields import BlindIndexField, EncryptedTextField
from core.crypto.masks import mask_phone
from core.paths.fields import AreaPathField
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel
from households.choices import DoorEnd, DoorKind, Presence

OPEN = Q(closed_on=None)


class Door(TenantModel):
    """户: what a cadre is paired with and visits, a household or a market entity. `closed_on` is the first day without it.

    `name` is the head's name or the entity's; of a household it follows its head. `service_code` is the random word on
    the contact card by which the door itself answers for a visit. `number` is the county's own number of the door, where
    it has one. `walk_order` is the order of the street.
    """

    kind = models.CharField(_("类型"), max_length=10, choices=DoorKind.choices, default=DoorKind.HOUSEHOLD)
    path = AreaPathField(_("网格"), open_rows=OPEN)
    number = models.CharField(_("户编号"), max_length=24, blank=True)
    name = models.CharField(_("户主或名称"), max_length=60)
    initials = models.CharField(_("拼音首字母"), max_length=30, blank=True, editable=False)
    address = models.CharField(_("地址"), max_length=120)
    walk_order = models.PositiveIntegerField(_("走访次序"), default=0)
    phone = EncryptedTextField(_("电话"), mask=mask_phone, blank=True, default="")
    phone_index = BlindIndexField(source="phone")
    phone_last4 = BlindIndexField(source="phone", digits=4)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    credit_unverified = models.BooleanField(_("代码待核实"), default=False)
    operator = models.CharField(_("经营者"), max_length=40, blank=True)
    presence = models.CharField(_("在家情况"), max_length=4, choices=Presence.choices, default=Presence.HOME)
    away_from = models.DateField(_("外出日"), null=True, blank=True)
    away_until = models.DateField(_("预计返回"), null=True, blank=True)
    opened_on = models.DateField(_("登记日"))
    closed_on = models.DateField(_("注销日"), null=True, blank=True)
    closed_why = models.CharField(_("注销原因"), max_length=10, choices=DoorEnd.choices, blank=True)
    origin = TenantForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="offshoots",
        verbose_name=_("由何户分出"),
    )
    into = TenantForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="absorbed",
        verbose_name=_("并入"),
    )
    service_code = models.CharField(_("服务码"), max_length=16)
    note = models.CharField(_("备注"), max_length=300, blank=True)

    objects: ClassVar[TenantManager["Door"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("户")
        indexes = [
            models.Index(
                fields=["tenant", "path", "walk_order", "id"], condition=OPEN, name="households_door_walk"
            ),
            models.Index(fields=["tenant", "path"], name="households_door_path"),
            models.Index(
                fields=["tenant", "origin"], condition=~Q(origin=None), name="households_door_origin"
            ),
            models.Index(fields=["tenant", "into"], condition=~Q(into=None), name="households_door_into"),
            models.Index(fields=["tenant", "phone_index"], name="households_door_phone"),
            models.Index(fields=["tenant", "phone_last4"], name="households_door_last4"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "service_code"], name="households_door_code_once"),
            models.UniqueConstraint(
                fields=["tenant", "number"],
                condition=~Q(number=""),
                name="households_door_number_once",
                violation_error_message=_("这个户编号已被使用。"),
            ),
            models.UniqueConstraint(
                fields=["tenant", "credit_code"],
                condition=OPEN & ~Q(credit_code=""),
                name="households_door_credit_once",
                violation_error_message=_("这个统一社会信用代码已登记。"),
            ),
            models.CheckConstraint(
                condition=Q(kind=DoorKind.HOUSEHOLD, credit_code="", operator="")
                | Q(kind=DoorKind.ENTITY, presence=Presence.HOME),
                name="households_door_kinds_differ",
            ),
            models.CheckConstraint(
                condition=Q(presence=Presence.HOME, away_from=None, away_until=None)
                | Q(presence=Presence.AWAY, away_from__isnull=False),
                name="households_door_away_since",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_why="")
                | (Q(closed_on__gte=models.F("opened_on")) & ~Q(closed_why="")),
                name="households_door_closed_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(into=None) | Q(closed_why=DoorEnd.MERGED), name="households_door_into_is_merged"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def is_away(self) -> bool:
        return self.presence == Presence.AWAY
