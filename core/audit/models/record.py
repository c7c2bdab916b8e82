from typing import Any, ClassVar

import orjson
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.audit import codes, sentences, veil
from core.audit.choices import Channel
from core.audit.models.veiled import Veiled
from core.tenancy.models import TenantModel


class Record(TenantModel):
    """An act that happened: who, under which post, when, to what, from what to what, and why.

    Rows are added and read, never changed. Of personal values `before` and `after` hold the mask; `revealed` opens
    them for code that works for a person who may see them.
    """

    append_only: ClassVar[bool] = True

    at = models.DateTimeField(_("时间"))
    code = models.CharField(_("行为"), max_length=80)
    actor_id = models.UUIDField(_("操作人编号"), null=True)
    actor_name = models.CharField(_("操作人"), max_length=60)
    post_id = models.UUIDField(_("岗位编号"), null=True)
    post_title = models.CharField(_("岗位"), max_length=80)
    subject_type = models.CharField(_("对象类型"), max_length=60)
    subject_id = models.UUIDField(_("对象编号"), null=True)
    subject_label = models.CharField(_("对象"), max_length=200)
    # A copy taken that day: records never follow an area that moves, so this is no AreaPathField.
    path = models.CharField(_("区域"), max_length=24, db_collation="C", null=True)  # noqa: DJ001  # no area is not an area called ""
    before = models.JSONField(_("原值"), default=dict)
    after = models.JSONField(_("新值"), default=dict)
    reason = models.TextField(_("理由"))
    request_id = models.CharField(_("请求编号"), max_length=64)
    channel = models.CharField(_("途径"), max_length=8, choices=Channel)

    class Meta(TenantModel.Meta):
        verbose_name = _("行为记录")
        indexes = [
            models.Index(fields=["tenant", "-at", "-id"], name="audit_record_by_time"),
            models.Index(fields=["tenant", "subject_id", "-at", "-id"], name="audit_record_by_subject"),
            models.Index(fields=["tenant", "actor_id", "-at", "-id"], name="audit_record_by_actor"),
            models.Index(fields=["tenant", "code", "-at", "-id"], name="audit_record_by_code"),
            models.Index(fields=["tenant", "path", "-at", "-id"], name="audit_record_by_path"),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """What happened, in Chinese, personal values masked."""
        return sentences.sentence_of(self)

    @property
    def changes(self) -> list[sentences.Change]:
        """What changed, value by value, personal values masked."""
        return sentences.changes_of(self)

    @property
    def kind(self) -> str:
        """What the act did; empty for an act this version of the product no longer knows."""
        found = codes.find_code(self.code)
        return str(found.kind) if found else ""

    def revealed(self, side: str) -> dict[str, Any]:
        """`before` or `after` with personal values opened. Whoever shows them records that they were seen.

        Raises:
            SealBroken: what was kept is not what was recorded, or its key is not in the keyring.
        """
        row = Veiled.objects.filter(id=self.id).first()
        hidden = orjson.loads(row.content.reveal())[side] if row else {}
        return veil.unveil(getattr(self, side), hidden, record_id=self.id, tenant=self.tenant_id)
