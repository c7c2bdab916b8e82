from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto.fields import EncryptedTextField
from core.tenancy.models import TenantModel
from core.workcalendar.choices import ChangeKind, ChangeState, DayKind
from core.workcalendar.hours import OfficeHours, hours_text, openings_of

RUNNING: Final = (ChangeState.COUNTING, ChangeState.CONFIRMED)
WAITING: Final = (ChangeState.READY, ChangeState.FAILED)
OPEN: Final = (*RUNNING, *WAITING)

TITLES: Final = {
    ChangeKind.ADD_DAY: _("将 {day} 设为本县{kind}日"),
    ChangeKind.REMOVE_DAY: _("撤销 {day} 的本县{kind}日"),
    ChangeKind.SET_HOURS: _("自 {day} 起办公时间改为 {hours}"),
    ChangeKind.REMOVE_HOURS: _("撤销自 {day} 起的办公时间 {hours}"),
    ChangeKind.ADOPT: _("按现行日历更新本县期限"),
}


class CalendarChange(TenantModel):
    """A change of the county's calendar on its way: what moves by it is counted, looked at, confirmed, done.

    `date` is the day that is changed, or the one from which other hours hold; `spans` are these hours, as in
    `OfficeHoursFrom`. What was counted stays until it is done, dropped, or out of date: `version` is the fingerprint
    of the calendar that was in force then. `by_urgency` is `{"TODAY": {"before": 3, "after": 1, "first": instant,
    "last": instant}, …}`; `shifts` holds the earliest of the promises that move, sealed, since their names may be
    personal.
    """

    kind = models.CharField(_("种类"), max_length=12, choices=ChangeKind)
    date = models.DateField(_("日期"), null=True)
    day_kind = models.CharField(_("休班"), max_length=4, choices=DayKind, blank=True)
    name = models.CharField(_("事由"), max_length=40, blank=True)
    spans = models.JSONField(_("办公时间"), default=list)
    state = models.CharField(_("状态"), max_length=10, choices=ChangeState, default=ChangeState.COUNTING)

    asked_at = models.DateTimeField(_("提出时间"))
    asked_by = models.CharField(_("提出人"), max_length=60)
    actor = EncryptedTextField(blank=True, default="")  # who confirmed, as a worker needs them

    version = models.CharField(_("日历版本"), max_length=12, blank=True)
    counted_at = models.DateTimeField(_("测算时间"), null=True)
    total = models.PositiveIntegerField(_("期限变化"), default=0)
    sooner = models.PositiveIntegerField(_("提前"), default=0)
    overdue = models.PositiveIntegerField(_("即刻到期"), default=0)
    by_urgency = models.JSONField(_("紧急程度"), default=dict)
    shifts = EncryptedTextField(blank=True, default="")

    confirmed_at = models.DateTimeField(_("确认时间"), null=True)
    confirmed_by = models.CharField(_("确认人"), max_length=60, blank=True)
    finished_at = models.DateTimeField(_("办结时间"), null=True)
    moved = models.PositiveIntegerField(_("更新期限数"), default=0)
    failure = models.CharField(_("原因"), max_length=500, blank=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("日历变更")
        ordering = ["-asked_at"]
        indexes = [
            models.Index(
                fields=["tenant", "asked_at"],
                condition=models.Q(state__in=OPEN),
                name="workcalendar_change_open",
            ),
            models.Index(
                fields=["tenant", "finished_at"],
                condition=models.Q(state=ChangeState.DONE),
                name="workcalendar_change_done",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant"],
                condition=models.Q(state=ChangeState.CONFIRMED),
                name="workcalendar_change_one_made_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=ChangeKind.ADOPT, date__isnull=True)
                | (~models.Q(kind=ChangeKind.ADOPT) & models.Q(date__isnull=False)),
                name="workcalendar_change_has_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=ChangeKind.values), name="workcalendar_change_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ChangeState.values), name="workcalendar_change_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        title = str(TITLES[ChangeKind(self.kind)])
        return title.format(day=self.date, kind=self.get_day_kind_display(), hours=hours_text(self.hours))

    @property
    def hours(self) -> OfficeHours:
        return openings_of(self.spans)

    @property
    def later(self) -> int:
        """How many of the promises that move get more time."""
        return self.total - self.sooner

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def can_be_left(self) -> bool:
        """Whether it may still be dropped: nothing moves yet, or nothing has moved."""
        return self.is_open and self.state != ChangeState.CONFIRMED

    @property
    def can_be_counted_anew(self) -> bool:
        return self.state in WAITING
