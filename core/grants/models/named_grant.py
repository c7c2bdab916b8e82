import datetime as dt
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from guardian.managers import UserObjectPermissionManager
from guardian.models import UserObjectPermissionBase

from core.grants.holders import Holder
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel

M = TypeVar("M", bound="NamedGrant", covariant=True)
BACKWARDS = (
    "%(app_label)s_%(class)s"  # hidden from the platform's rows, yet guardian's own queries find the way
)


class GrantManager(TenantManager[M], UserObjectPermissionManager):
    """Walled like every tenant table, and spoken to by django-guardian like every direct permission."""


class NamedGrant(TenantModel, UserObjectPermissionBase):
    """One row (`content_object`) opened to one person or one unit, for `permission`, on [from_on, to_on).

    A room subclasses it, adds `content_object = TenantForeignKey(<its model>, models.CASCADE or PROTECT,
    related_name="grants")`, keeps `Meta(NamedGrant.Meta)`, and declares what may be granted in its model's
    `Meta.permissions`: the code name is the second half of the ability ("advise" of "disputes.advise").

    A grant is closed, never deleted: who was let in, by whom and what for, is asked years later.
    """

    content_object: Any  # the room's own key
    unit_id: UUID | None  # of the key below, whose table is named by a setting
    _default_manager: ClassVar[GrantManager[Any]]

    user: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        related_query_name=BACKWARDS,
        verbose_name=_("被授权人"),
    )
    permission = models.ForeignKey(
        Permission,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
        related_query_name=BACKWARDS,
        verbose_name=_("授权事项"),
    )
    unit = TenantForeignKey(
        settings.UNIT_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("被授权单位"),
    )
    holder = models.CharField(_("被授权方"), max_length=80)
    from_on = models.DateField(_("起"))
    to_on = models.DateField(_("止"), null=True, blank=True)
    purpose = models.CharField(_("事由"), max_length=200)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name=_("授权人"),
    )
    granted_by_name = models.CharField(_("授权人姓名"), max_length=60)
    granted_at = models.DateTimeField(_("授权时间"))
    closed_at = models.DateTimeField(_("终止时间"), null=True, blank=True)
    closed_by_name = models.CharField(_("终止人"), max_length=60, blank=True)
    closing = models.CharField(_("终止原因"), max_length=200, blank=True)

    objects: ClassVar[GrantManager[Any]] = GrantManager()

    class Meta(TenantModel.Meta):
        abstract = True
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tenant", "content_object"], name="%(app_label)s_%(class)s_object"),
            models.Index(
                fields=["tenant", "user"],
                condition=Q(closed_at=None, user__isnull=False),
                name="%(app_label)s_%(class)s_user",
            ),
            models.Index(
                fields=["tenant", "unit"],
                condition=Q(closed_at=None, unit__isnull=False),
                name="%(app_label)s_%(class)s_unit",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["tenant", "content_object", "permission", "user", "unit"],
                condition=Q(closed_at=None),
                nulls_distinct=False,
                name="%(app_label)s_%(class)s_once",
            ),
            models.CheckConstraint(
                condition=Q(user=None, unit__isnull=False) | Q(user__isnull=False, unit=None),
                name="%(app_label)s_%(class)s_one_holder",
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(from_on__lt=F("to_on")), name="%(app_label)s_%(class)s_days"
            ),
            models.CheckConstraint(
                condition=~Q(purpose="") & ~Q(granted_by_name=""), name="%(app_label)s_%(class)s_says_why"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closing="") | (Q(closed_at__isnull=False) & ~Q(closing="")),
                name="%(app_label)s_%(class)s_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.holder

    @property
    def ability(self) -> str:
        """The ability as the table of roles spells it (its permission loaded)."""
        return f"{self._target()._meta.app_label}.{self.permission.codename}"

    @property
    def held_by(self) -> Holder:
        return Holder(label=self.holder, user_id=self.user_id, unit_id=self.unit_id)

    def is_in_force_on(self, day: dt.date) -> bool:
        return self.closed_at is None and self.from_on <= day and (self.to_on is None or self.to_on > day)

    @classmethod
    def _target(cls) -> type[models.Model]:
        target: Any = cls._meta.get_field("content_object").related_model
        return target  # type: ignore[no-any-return]  # a key always points at a model
