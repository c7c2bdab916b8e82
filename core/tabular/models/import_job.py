from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.crypto.fields import EncryptedBytesField, EncryptedTextField
from core.tabular.choices import JobState
from core.tenancy.models import TenantModel


class ImportJob(TenantModel):
    """One uploaded sheet on its way in. The file stays with the job, sealed, as the proof of what was imported."""

    kind = models.CharField(_("种类"), max_length=80)
    state = models.CharField(_("状态"), max_length=12, choices=JobState.choices, default=JobState.UPLOADED)
    filename = models.CharField(_("文件名"), max_length=200)
    content = EncryptedBytesField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("大小"))

    created_at = models.DateTimeField(_("上传时间"))
    created_by = models.CharField(_("上传人"), max_length=40)
    created_by_id = models.UUIDField()
    actor = EncryptedTextField()  # who confirms, as a worker needs them; see core.permissions.acting

    total_rows = models.PositiveIntegerField(_("行数"), default=0)
    error_count = models.PositiveIntegerField(_("错误数"), default=0)
    errors = EncryptedTextField(blank=True, default="")  # a message can quote what stood in the cell
    notes = EncryptedTextField(blank=True, default="")  # what was noted of cells that come in all the same
    outlook = models.JSONField(default=dict)  # what it would do: words of the room → numbers
    known_keys = models.JSONField(default=list)  # columns the file has
    unknown_headers = models.JSONField(default=list)  # headings nobody has matched yet
    checked_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    imported_rows = models.PositiveIntegerField(_("导入行数"), default=0)
    failure = models.CharField(_("原因"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("导入")
        indexes = [
            models.Index(fields=["tenant", "created_by_id", "-created_at"], name="tabular_job_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "kind", "sha256"],
                condition=models.Q(state__in=["CONFIRMED", "DONE"]),
                name="tabular_file_imported_once",
            )
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def standing(self) -> str:
        """The state in the clerk's words."""
        if self.state == JobState.CHECKED:
            return (
                gettext("有 %(n)s 处错误") % {"n": self.error_count}
                if self.error_count
                else gettext("待确认")
            )
        return str(self.get_state_display())

    @property
    def is_running(self) -> bool:
        return self.state in (JobState.UPLOADED, JobState.CONFIRMED)

    @property
    def can_confirm(self) -> bool:
        return self.state == JobState.CHECKED and not self.error_count and self.total_rows > 0
