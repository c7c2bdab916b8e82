import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.crypto.fields import EncryptedTextField
from core.paths.fields import AreaPathField
from core.tabular.choices import RequestState
from core.tenancy.models import TenantManager, TenantModel


class ExportRequest(TenantModel):
    """Somebody asks for a sheet in full; somebody else allows it once, for some days, or turns it down.

    `params` are the filters of the page it was asked from; the sheet is read anew when it is taken, never wider than
    `path`.
    """

    kind = models.CharField(_("种类"), max_length=80)
    title = models.CharField(_("表名"), max_length=80)
    params = EncryptedTextField(default="{}")
    filters = EncryptedTextField(_("条件"), blank=True, default="")
    opened = models.CharField(_("明文列"), max_length=200)
    path = AreaPathField(_("范围"), open_rows=Q(settled_at=None))
    rows_asked = models.PositiveIntegerField(_("申请时行数"))
    reason = models.CharField(_("事由"), max_length=200)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+", verbose_name=_("申请人")
    )
    asked_by_name = models.CharField(_("申请人"), max_length=60)
    asked_as = models.CharField(_("申请人岗位"), max_length=80)
    asked_at = models.DateTimeField(_("申请时间"))
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name=_("审批人"),
    )
    settled_by_name = models.CharField(_("审批人"), max_length=60, blank=True)
    settled_as = models.CharField(_("审批人岗位"), max_length=80, blank=True)
    settled_at = models.DateTimeField(_("审批时间"), null=True)
    is_approved = models.BooleanField(_("已批准"), null=True)
    answer = models.CharField(_("审批意见"), max_length=200, blank=True)
    expires_at = models.DateTimeField(_("下载截止"), null=True)
    taken_at = models.DateTimeField(_("下载时间"), null=True)
    rows_taken = models.PositiveIntegerField(_("下载行数"), null=True)

    objects: ClassVar[TenantManager["ExportRequest"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("明文导出申请")
        indexes = [
            models.Index(fields=["tenant", "asked_by", "-asked_at"], name="tabular_request_of_person"),
            models.Index(
                fields=["tenant", "path"], condition=Q(settled_at=None), name="tabular_request_open"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "asked_by", "kind"],
                condition=Q(settled_at=None),
                name="tabular_request_one_open",
            ),
            models.CheckConstraint(
                condition=Q(settled_by=None) | ~Q(settled_by=F("asked_by")), name="tabular_request_two_eyes"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None, is_approved=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False, is_approved__isnull=False),
                name="tabular_request_settled_whole",
            ),
            models.CheckConstraint(
                condition=Q(taken_at=None)
                | Q(is_approved=True, expires_at__isnull=False, taken_at__lte=F("expires_at")),
                name="tabular_request_taken_in_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def state(self, at: dt.datetime) -> RequestState:
        if self.settled_at is None:
            return RequestState.WAITING
        if not self.is_approved:
            return RequestState.TURNED_DOWN
        if self.taken_at is not None:
            return RequestState.TAKEN
        return RequestState.APPROVED if self.expires_at and at <= self.expires_at else RequestState.EXPIRED
