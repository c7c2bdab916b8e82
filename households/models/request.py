from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Staff
from core.paths.fields import AreaPathField
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel
from households.choices import RequestKind, RequestState
from households.models.door import Door
from households.models.member import Member


class DataRequest(TenantModel):
    """A resident asks to see, correct or delete what is kept of them (个人信息保护法 art. 45–47), and what was done."""

    door = TenantForeignKey(Door, models.PROTECT, related_name="requests", verbose_name=_("户"))
    member = TenantForeignKey(
        Member,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("何人的信息"),
    )
    path = AreaPathField(_("网格"), open_rows=Q(state=RequestState.OPEN))
    kind = models.CharField(_("请求"), max_length=8, choices=RequestKind.choices)
    text = models.CharField(_("内容"), max_length=500)
    asked_by = models.CharField(_("请求人"), max_length=40)
    asked_at = models.DateTimeField(_("收到时间"))
    taken_by = TenantForeignKey(Staff, models.PROTECT, related_name="+", verbose_name=_("受理人"))
    state = models.CharField(_("进展"), max_length=8, choices=RequestState.choices, default=RequestState.OPEN)
    answer = models.CharField(_("答复"), max_length=500, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    answered_by = TenantForeignKey(
        Staff,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("答复人"),
    )

    objects: ClassVar[TenantManager["DataRequest"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("个人信息请求")
        indexes = [
            models.Index(fields=["tenant", "path", "-asked_at"], name="households_request_path"),
            models.Index(fields=["tenant", "door"], name="households_request_door"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=RequestState.OPEN, answer="", answered_at=None)
                | (~Q(state=RequestState.OPEN) & ~Q(answer="") & Q(answered_at__isnull=False)),
                name="households_request_answered_in_words",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.asked_by}"
