import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.choices import OFFICERS, ProposalKind, Role
from accounts.models.staff import Staff
from accounts.models.unit import Unit
from core.paths.fields import AreaPathField
from core.tenancy.chain import Chain
from core.tenancy.fields import TenantForeignKey
from core.tenancy.ids import uuid7
from core.tenancy.models import TenantManager, TenantModel


class Post(TenantModel):
    """A role at an area or in a unit for a time. `to_on` is the first day the post is no longer held.

    Rows of one `seat` are a chain: holders follow one another and never overlap. The seat is the first row's own
    identifier rather than role and place, because a place may move while its history stays where it was.
    """

    staff = TenantForeignKey(Staff, on_delete=models.PROTECT, related_name="posts", verbose_name=_("任职人"))
    role = models.CharField(_("岗位"), max_length=24, choices=Role.choices)
    path = AreaPathField(
        _("区域"), null=True, blank=True, open_rows=models.Q(to_on=None) | models.Q(to_on__gt=Now())
    )
    unit = TenantForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("单位")
    )
    seat_number = models.PositiveSmallIntegerField(_("席位"), default=1)
    seat = models.UUIDField(default=uuid7, editable=False)
    from_on = models.DateField(_("任职日"))
    to_on = models.DateField(_("免职日"), null=True, blank=True)
    previous_to_on = models.DateField(null=True, blank=True, editable=False)

    objects: ClassVar[TenantManager["Post"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("岗位")
        indexes = [
            models.Index(fields=["tenant", "path"], name="accounts_post_path"),
            models.Index(fields=["tenant", "staff"], name="accounts_post_staff"),
            models.Index(fields=["tenant", "unit"], name="accounts_post_unit"),
        ]
        constraints = [
            Chain(of="seat", name="accounts_post_chain"),
            models.UniqueConstraint(
                fields=["tenant", "role", "path", "unit", "seat_number"],
                condition=models.Q(to_on=None)
                & (models.Q(path__isnull=False) | models.Q(unit__isnull=False)),
                nulls_distinct=False,
                name="accounts_post_one_holder",
            ),
            models.UniqueConstraint(
                fields=["tenant", "staff"],
                condition=models.Q(to_on=None, role__in=OFFICERS),
                name="accounts_post_officers_are_three_people",
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()

    @property
    def place_path(self) -> str | None:
        """The area in whose hands the post lies: its own, or its unit's."""
        return self.path or (self.unit.path if self.unit else None)

    def is_held_on(self, day: dt.date) -> bool:
        return self.from_on <= day and (self.to_on is None or self.to_on > day)


class Deputy(TenantModel):
    """Who covers a post while its holder is away. One deputy at a time."""

    post = TenantForeignKey(Post, on_delete=models.PROTECT, related_name="deputies", verbose_name=_("岗位"))
    staff = TenantForeignKey(
        Staff, on_delete=models.PROTECT, related_name="deputyships", verbose_name=_("代理人")
    )
    from_on = models.DateField(_("起"))
    to_on = models.DateField(_("止"), null=True, blank=True)
    previous_to_on = models.DateField(null=True, blank=True, editable=False)
    reason = models.CharField(_("原因"), max_length=100)

    objects: ClassVar[TenantManager["Deputy"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("代理")
        indexes = [models.Index(fields=["tenant", "staff"], name="accounts_deputy_staff")]
        constraints = [Chain(of="post", name="accounts_deputy_chain")]

    def __str__(self) -> str:
        return f"{self.staff_id} → {self.post_id}"


class Proposal(TenantModel):
    """Appointing or relieving one of the three officers: one proposes, another confirms or turns it down."""

    kind = models.CharField(_("事项"), max_length=8, choices=ProposalKind.choices)
    staff = TenantForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name=_("人员"))
    role = models.CharField(_("岗位"), max_length=24, choices=[(r, Role(r).label) for r in OFFICERS])
    post = TenantForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("任职")
    )
    on = models.DateField(_("生效日"))
    reason = models.CharField(_("理由"), max_length=200)
    proposed_by = TenantForeignKey(
        Staff, on_delete=models.PROTECT, related_name="+", verbose_name=_("提出人")
    )
    proposed_as = models.CharField(_("提出人岗位"), max_length=24, choices=Role.choices)
    proposed_at = models.DateTimeField(_("提出时间"))
    settled_by = TenantForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("复核人")
    )
    settled_at = models.DateTimeField(_("复核时间"), null=True, blank=True)
    confirmed = models.BooleanField(_("已同意"), null=True, blank=True)

    objects: ClassVar[TenantManager["Proposal"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("三员任免提议")
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "staff", "role"],
                condition=models.Q(settled_at=None),
                name="accounts_proposal_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(settled_by=None) | ~models.Q(settled_by=models.F("proposed_by")),
                name="accounts_proposal_two_eyes",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=OFFICERS), name="accounts_proposal_for_officers"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.get_role_display()}"
