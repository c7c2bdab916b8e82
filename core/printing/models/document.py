from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto.fields import EncryptedBytesField, EncryptedTextField
from core.printing.models.number import NumberTaken
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantModel


class IssuedDocument(TenantModel):
    """A paper as it left the house: what stood in it, in which form, under which number, by whom.

    `snapshot` is the JSON the paper was set from; `template_version` the hash of the form. Both are kept although
    the bytes are kept too, so that what was said can be read by a program in twenty years.
    """

    append_only = True

    kind = models.CharField(_("文种"), max_length=40)
    title = models.CharField(_("标题"), max_length=200)
    number = TenantForeignKey(
        NumberTaken, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=_("编号")
    )
    number_text = models.CharField(_("编号"), max_length=80, blank=True)
    organisation_id = models.UUIDField(_("单位"), null=True, blank=True)
    subject_type = models.CharField(max_length=80, blank=True)
    subject_id = models.UUIDField(null=True, blank=True)
    path = models.CharField(_("区域"), max_length=60, blank=True, db_collation="C")
    template = models.CharField(max_length=120)
    template_version = models.CharField(max_length=64)
    snapshot = EncryptedTextField()
    pdf_sha256 = models.CharField(max_length=64)
    pdf_size = models.PositiveIntegerField()
    head_printed = models.CharField(_("存证"), max_length=40)
    issued_at = models.DateTimeField(_("印发时间"))
    issued_by_id = models.UUIDField(null=True, blank=True)
    issued_by = models.CharField(_("印发人"), max_length=40)

    class Meta:
        verbose_name = _("印发文书")
        indexes = [
            models.Index(fields=["tenant", "subject_type", "subject_id"], name="printing_document_subject"),
            models.Index(fields=["tenant", "kind", "issued_at"], name="printing_document_kind"),
            models.Index(fields=["tenant", "path"], name="printing_document_path"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number_text}".strip()


class DocumentFile(TenantModel):
    """The bytes of an issued document, apart from it so that lists stay light; a reprint is these bytes.

    They lie in the database: one backup holds the paper and its record, and row-level security covers both.
    """

    append_only = True

    document = TenantForeignKey(IssuedDocument, models.PROTECT, related_name="files")
    content = EncryptedBytesField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "document"], name="printing_file_is_one")]

    def __str__(self) -> str:
        return str(self.document_id)
