from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.tenancy.models import TenantModel


class Pending(TenantModel):
    """A record that is committed and not yet sealed; its id is the record's. The relay removes it."""

    class Meta(TenantModel.Meta):
        verbose_name = _("待封存")


class Seal(TenantModel):
    """A link of the county's chain; its id is the record's.

    `hash` covers the record's digest, the position and the link before (see `rules.seal_hash`).
    """

    append_only: ClassVar[bool] = True

    position = models.BigIntegerField(_("序号"))
    previous_hash = models.CharField(_("前一校验值"), max_length=64)
    hash = models.CharField(_("校验值"), max_length=64)
    sealed_at = models.DateTimeField(_("封存时间"))

    class Meta(TenantModel.Meta):
        verbose_name = _("封存")
        constraints = [models.UniqueConstraint(fields=["tenant", "position"], name="audit_seal_position")]


class ChainHead(TenantModel):
    """The end of the county's chain: one row, locked by whoever seals."""

    position = models.BigIntegerField(_("序号"), default=0)
    hash = models.CharField(_("校验值"), max_length=64)
    sealed_at = models.DateTimeField(_("封存时间"), null=True)
    kept_position = models.BigIntegerField(_("库外留存序号"), default=0)
    kept_at = models.DateTimeField(_("库外留存时间"), null=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("链头")
        constraints = [models.UniqueConstraint(fields=["tenant"], name="audit_chainhead_one")]
