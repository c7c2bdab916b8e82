from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Staff
from core.paths.fields import AreaPathField
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel
from disputes.choices import (
    FINAL,
    Card,
    Grade,
    Level,
    Outcome,
    Risk,
    Scale,
    Source,
    State,
    Urgency,
)
from disputes.models.committee import Committee
from disputes.seed import statistics_choices

OPEN = ~models.Q(state__in=FINAL)


class Case(TenantModel):
    """A dispute, from its first word to the closed dossier. `id` is the client's own key: sent twice, it is one case.

    What happened stands in `Step`s; the case points to where it is now. `revision` counts the steps, so that two
    clerks at once take one. `code` is the random code of 一案一码. `path` is the place of the dispute and never
    changes with the level that leads it.
    """

    code = models.CharField(_("一案一码"), max_length=16)
    number = models.CharField(_("案号"), max_length=80, blank=True)
    title = models.CharField(_("纠纷名称"), max_length=100)
    summary = models.TextField(_("纠纷简要情况"))
    place = models.CharField(_("发生地点"), max_length=120, blank=True)
    occurred_on = models.DateField(_("发生日期"), null=True, blank=True)
    path = AreaPathField(_("所属区域"), open_rows=OPEN)
    kind_code = models.CharField(_("纠纷类型"), max_length=4)
    statistics_row = models.CharField(
        _("统计行"), max_length=4, choices=statistics_choices, blank=True, default=""
    )  # where it counts in the monthly table; blank: where its kind does
    source = models.CharField(_("来源"), max_length=16, choices=Source.choices)
    source_reference = models.CharField(_("来文编号"), max_length=60, blank=True)
    scale = models.CharField(_("规模"), max_length=2, choices=Scale.choices, default=Scale.INDIVIDUAL)
    people_count = models.PositiveIntegerField(_("涉及人数"), default=2)
    amount = models.DecimalField(_("涉及金额（元）"), max_digits=14, decimal_places=2, null=True, blank=True)
    risk = models.CharField(_("风险等级"), max_length=8, choices=Risk.choices, default=Risk.LOW)
    urgency = models.CharField(
        _("紧急程度"), max_length=10, choices=Urgency.choices, default=Urgency.ORDINARY
    )
    grade = models.CharField(_("难易程度"), max_length=8, choices=Grade.choices, default=Grade.GENERAL)
    card = models.CharField(_("督办牌"), max_length=10, choices=Card.choices, blank=True, default=Card.NONE)
    is_restricted = models.BooleanField(_("限制查看"), default=False)
    is_backlog = models.BooleanField(_("启用前存量"), default=False)

    state = models.CharField(_("环节"), max_length=12, choices=State.choices, default=State.REGISTERED)
    resume_state = models.CharField(
        max_length=12, choices=State.choices, blank=True, default="", editable=False
    )
    level = models.CharField(_("办理层级"), max_length=10, choices=Level.choices)
    outcome = models.CharField(
        _("办理结果"), max_length=16, choices=Outcome.choices, blank=True, default=Outcome.NONE
    )
    revision = models.PositiveIntegerField(default=0, editable=False)
    returns = models.PositiveSmallIntegerField(_("退回次数"), default=0)
    has_no_handler = models.BooleanField(_("无人接办"), default=False)
    committee = TenantForeignKey(
        Committee, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("调解委员会")
    )
    mediator = TenantForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("主办人")
    )
    registered_by = TenantForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("登记人")
    )
    merged_into = TenantForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("并入")
    )
    registered_at = models.DateTimeField(_("登记时间"))
    accepted_at = models.DateTimeField(_("受理时间"), null=True, blank=True)
    first_accepted_at = models.DateTimeField(_("首次受理时间"), null=True, blank=True)
    contacted_at = models.DateTimeField(_("首次联系时间"), null=True, blank=True)
    level_since = models.DateTimeField(_("本级起办时间"))
    settled_at = models.DateTimeField(_("化解时间"), null=True, blank=True)
    closed_at = models.DateTimeField(_("结案时间"), null=True, blank=True)
    was_late = models.BooleanField(_("曾逾期"), default=False)

    is_locked = False  # on an instance: read with its row locked, in the transaction that still holds it

    objects: ClassVar[TenantManager["Case"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("纠纷")
        permissions = [("advise", _("参与研判")), ("take_part", _("参与办理"))]
        indexes = [
            models.Index(fields=["tenant", "path"], condition=OPEN, name="disputes_case_open"),
            models.Index(fields=["tenant", "path", "registered_at"], name="disputes_case_path"),
            models.Index(fields=["tenant", "registered_at", "id"], name="disputes_case_registered"),
            models.Index(fields=["tenant", "closed_at"], name="disputes_case_closed"),
            models.Index(fields=["tenant", "number"], name="disputes_case_number"),
            models.Index(
                fields=["tenant", "place"], condition=~models.Q(place=""), name="disputes_case_place"
            ),
            models.Index(fields=["tenant", "mediator"], condition=OPEN, name="disputes_case_mediator"),
            models.Index(fields=["tenant", "mediator"], condition=~OPEN, name="disputes_case_mediated"),
            models.Index(
                fields=["tenant", "committee"],
                condition=models.Q(committee__isnull=False),
                name="disputes_case_committee",
            ),
            models.Index(
                fields=["tenant", "merged_into"],
                condition=models.Q(merged_into__isnull=False),
                name="disputes_case_merged",
            ),
            models.Index(fields=["tenant", "registered_by"], name="disputes_case_registrar"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "code"], name="disputes_case_code_once"),
            models.UniqueConstraint(
                fields=["tenant", "number"], condition=~models.Q(number=""), name="disputes_case_number_once"
            ),
            models.CheckConstraint(
                condition=(models.Q(state=State.CLOSED) & models.Q(closed_at__isnull=False))
                | (~models.Q(state=State.CLOSED) & models.Q(closed_at=None)),
                name="disputes_case_closed_has_its_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.MERGED, merged_into__isnull=False)
                | (~models.Q(state=State.MERGED) & models.Q(merged_into=None)),
                name="disputes_case_merged_points_on",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[State.PAUSED, State.MERGED]) | ~models.Q(resume_state=""),
                name="disputes_case_pause_knows_its_way_back",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[State.SETTLED, State.ENDED, State.TRANSFERRED, State.CLOSED])
                | ~models.Q(outcome=Outcome.NONE),
                name="disputes_case_result_is_named",
            ),
            models.CheckConstraint(condition=models.Q(people_count__gte=1), name="disputes_case_has_people"),
            models.CheckConstraint(
                condition=models.Q(amount=None) | models.Q(amount__gte=0),
                name="disputes_case_amount_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values) & models.Q(level__in=Level.values),
                name="disputes_case_state_known",
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.title

    @property
    def is_open(self) -> bool:
        return self.state not in FINAL

    @property
    def was_accepted(self) -> bool:
        """Whether a committee ever accepted it; it has a number since."""
        return self.first_accepted_at is not None

    @property
    def audit_label(self) -> str:
        """How records name it: its number, or its code before it has one. Never a party's name."""
        return self.number or self.code
