from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Staff
from core.crypto.fields import EncryptedTextField
from core.paths.fields import AreaPathField
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel
from households.choices import Asks, Deletes, QuestionKind
from households.models.door import Door


class Campaign(TenantModel):
    """专项摸排: one question to every household or every grid, with its legal ground, its last day and what is deleted then.

    It goes to everybody in its area. Nobody can be picked by a complaint, a dispute or where they come from.
    """

    title = models.CharField(_("名称"), max_length=60)
    question = models.CharField(_("问题"), max_length=200)
    kind = models.CharField(_("答复方式"), max_length=8, choices=QuestionKind.choices)
    options = models.JSONField(_("选项"), default=list)
    asks = models.CharField(_("范围"), max_length=6, choices=Asks.choices)
    path = AreaPathField(_("区域"), open_rows=Q(ended_at=None))
    ground = models.CharField(_("法律依据"), max_length=200)
    purpose = models.CharField(_("用途"), max_length=200)
    opens_on = models.DateField(_("开始"))
    ends_on = models.DateField(_("截止"))
    deletes = models.CharField(_("截止后删除"), max_length=6, choices=Deletes.choices)
    made_by = TenantForeignKey(Staff, models.PROTECT, related_name="+", verbose_name=_("发起人"))
    made_at = models.DateTimeField(_("发起时间"))
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    tally = models.JSONField(_("汇总"), default=dict)

    objects: ClassVar[TenantManager["Campaign"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("专项摸排")
        indexes = [models.Index(fields=["tenant", "-made_at"], name="households_campaign_made")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("opens_on")), name="households_campaign_ends_later"
            ),
            models.CheckConstraint(
                condition=~Q(ground="") & ~Q(purpose=""), name="households_campaign_has_a_ground"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CampaignAnswer(TenantModel):
    """What a household or a grid answered. `follow_until` asks somebody to look again until that day."""

    campaign = TenantForeignKey(Campaign, models.PROTECT, related_name="answers", verbose_name=_("摸排"))
    door = TenantForeignKey(
        Door, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("户")
    )
    path = AreaPathField(_("网格"), open_rows=Q(campaign__ended_at=None))
    value = models.CharField(_("答复"), max_length=200)
    note = EncryptedTextField(_("备注"), blank=True, default="")
    staff = TenantForeignKey(Staff, models.PROTECT, related_name="+", verbose_name=_("填报人"))
    answered_at = models.DateTimeField(_("填报时间"))
    follow_until = models.DateField(_("跟进至"), null=True, blank=True)
    followed_at = models.DateTimeField(_("跟进完成"), null=True, blank=True)
    followed = models.CharField(_("跟进情况"), max_length=300, blank=True)

    objects: ClassVar[TenantManager["CampaignAnswer"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("摸排答复")
        indexes = [models.Index(fields=["tenant", "campaign", "path"], name="households_answer_place")]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "campaign", "door"],
                condition=Q(door__isnull=False),
                name="households_answer_once_a_door",
            ),
            models.UniqueConstraint(
                fields=["tenant", "campaign", "path"],
                condition=Q(door=None),
                name="households_answer_once_a_grid",
            ),
        ]

    def __str__(self) -> str:
        return self.value


class GridZero(TenantModel):
    """A grid that reports that it looked and found nothing (零报告), so that silence is not taken for it."""

    campaign = TenantForeignKey(Campaign, models.PROTECT, related_name="zeros", verbose_name=_("摸排"))
    path = AreaPathField(_("网格"), open_rows=Q(campaign__ended_at=None))
    staff = TenantForeignKey(Staff, models.PROTECT, related_name="+", verbose_name=_("报告人"))
    reported_at = models.DateTimeField(_("报告时间"))

    objects: ClassVar[TenantManager["GridZero"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("零报告")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "campaign", "path"], name="households_zero_once")
        ]

    def __str__(self) -> str:
        return str(self.path)
