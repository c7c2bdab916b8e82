from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Staff
from core.paths.fields import AreaPathField
from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantManager, TenantModel
from core.workcalendar.rules import day_of
from households.choices import Answer, VisitState, Way
from households.models.door import Door


class Visit(TenantModel):
    """走访: whom somebody met, how, when, and what was seen and said. The id is made by the client.

    Without a door it is a leader's visit to the grid `path`. `found_nobody` is kept and fulfils nothing. `is_burst` is
    shown to the head only: so many visits in so few minutes ask for a look, not for a penalty.
    """

    door = TenantForeignKey(
        Door,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name=_("户"),
    )
    path = AreaPathField(_("网格"), open_rows=Q(pk__in=[]))
    staff = TenantForeignKey(Staff, models.PROTECT, related_name="visits", verbose_name=_("走访人"))
    typed_by = TenantForeignKey(Staff, models.PROTECT, related_name="+", verbose_name=_("记录人"))
    state = models.CharField(_("状态"), max_length=6, choices=VisitState.choices, default=VisitState.KEPT)
    way = models.CharField(_("方式"), max_length=10, choices=Way.choices)
    met = models.CharField(_("见到何人"), max_length=60, blank=True)
    found_nobody = models.BooleanField(_("家中无人"), default=False)
    visited_at = models.DateTimeField(_("走访时间"))
    said = models.CharField(_("所见所谈"), max_length=2000, blank=True)
    recorded_at = models.DateTimeField(_("记录时间"))
    corrected_at = models.DateTimeField(_("更正时间"), null=True, blank=True)
    is_burst = models.BooleanField(default=False)
    comment = models.CharField(_("点评"), max_length=500, blank=True)
    commented_by = TenantForeignKey(
        Staff,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("点评人"),
    )
    commented_at = models.DateTimeField(_("点评时间"), null=True, blank=True)
    answer = models.CharField(_("群众确认"), max_length=12, choices=Answer.choices, blank=True)
    answer_note = models.CharField(_("群众说明"), max_length=300, blank=True)
    answered_at = models.DateTimeField(_("确认时间"), null=True, blank=True)

    objects: ClassVar[TenantManager["Visit"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("走访记录")
        indexes = [
            models.Index(fields=["tenant", "door", "-visited_at"], name="households_visit_door"),
            models.Index(fields=["tenant", "staff", "-visited_at"], name="households_visit_staff"),
            models.Index(fields=["tenant", "path", "-visited_at"], name="households_visit_path"),
            models.Index(fields=["tenant", "-visited_at", "-id"], name="households_visit_latest"),
            models.Index(
                fields=["tenant", "typed_by", "-visited_at"],
                condition=~Q(typed_by=models.F("staff")),
                name="households_visit_typed",
            ),  # most write down their own
            models.Index(
                fields=["tenant", "-visited_at"],
                condition=Q(is_burst=True) | Q(answer=Answer.CONTRADICTED),
                name="households_visit_flagged",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(comment="", commented_by=None, commented_at=None)
                | (~Q(comment="") & Q(commented_by__isnull=False, commented_at__isnull=False)),
                name="households_visit_comment_has_a_head",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="households_visit_answered_once",
            ),
            models.CheckConstraint(
                condition=Q(state=VisitState.DRAFT) | Q(found_nobody=True) | ~Q(said=""),
                name="households_visit_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_way_display()} {day_of(self.visited_at)}"

    @property
    def is_kept(self) -> bool:
        return self.state == VisitState.KEPT


class EarlierText(TenantModel):
    """What stood in a visit before it was corrected."""

    append_only = True

    visit = TenantForeignKey(Visit, models.PROTECT, related_name="earlier", verbose_name=_("走访"))
    way = models.CharField(_("方式"), max_length=10, choices=Way.choices)
    met = models.CharField(_("见到何人"), max_length=60, blank=True)
    visited_at = models.DateTimeField(_("走访时间"))
    said = models.CharField(_("所见所谈"), max_length=2000, blank=True)
    reason = models.CharField(_("更正原因"), max_length=200)
    replaced_at = models.DateTimeField(_("更正时间"))
    replaced_by = TenantForeignKey(Staff, models.PROTECT, related_name="+", verbose_name=_("更正人"))

    objects: ClassVar[TenantManager["EarlierText"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("更正前内容")
        indexes = [models.Index(fields=["tenant", "visit"], name="households_earlier_visit")]

    def __str__(self) -> str:
        return f"{self.replaced_at:%Y-%m-%d}"


class CallBack(TenantModel):
    """A visit drawn for a call by the head: whether it took place as recorded. The draw can be repeated from its seed."""

    visit = TenantForeignKey(Visit, models.PROTECT, related_name="call_backs", verbose_name=_("走访"))
    drawn_at = models.DateTimeField(_("抽取时间"))
    drawn_by = TenantForeignKey(Staff, models.PROTECT, related_name="+", verbose_name=_("抽取人"))
    seed = models.CharField(_("抽取种子"), max_length=32)
    result = models.CharField(_("核实结果"), max_length=12, choices=Answer.choices, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    called_at = models.DateTimeField(_("核实时间"), null=True, blank=True)

    objects: ClassVar[TenantManager["CallBack"]] = TenantManager()

    class Meta(TenantModel.Meta):
        verbose_name = _("电话回访")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "visit"], name="households_call_back_once"),
            models.CheckConstraint(
                condition=Q(result="", called_at=None) | (~Q(result="") & Q(called_at__isnull=False)),
                name="households_call_back_has_a_result",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_result_display())
