from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.deadlines.choices import Lamp, State
from core.tenancy.models import TenantModel
from core.workcalendar.choices import Measure, Unit
from core.workcalendar.rules import Left, Term, shown

DECIDED = (State.MET, State.ACTED, State.CANCELLED)


class Deadline(TenantModel):
    """A stored promise: when it is due, by which rule and calendar, and what became of it.

    A room subclasses it, adds a `TenantForeignKey` to what the promise is about, keeps `Meta(Deadline.Meta)`,
    and says in its `sweeps.py` what happens when a kind comes due.

    The present stretch (`counted_from`, `left_amount`, `left_measure`, `extensions`) is all it takes to count
    `due_at` again when the calendar changes. A deadline with a fixed instant has no stretch.
    """

    kind = models.CharField(_("种类"), max_length=40)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)

    # the rule as it stood that day
    term_value = models.PositiveIntegerField(_("期限"), null=True)
    term_unit = models.CharField(_("期限单位"), max_length=16, choices=Unit, blank=True)
    warn_value = models.PositiveIntegerField(_("预警提前"), null=True)
    warn_unit = models.CharField(_("预警单位"), max_length=16, choices=Unit, blank=True)
    rule_version = models.CharField(_("规则版本"), max_length=40, blank=True)
    calendar_version = models.CharField(_("日历版本"), max_length=12, blank=True)

    # the present stretch
    started_at = models.DateTimeField(_("起算时间"))
    counted_from = models.DateTimeField(_("本段起算时间"))
    left_amount = models.PositiveBigIntegerField(_("本段剩余"), null=True)
    left_measure = models.CharField(_("剩余计量"), max_length=16, choices=Measure, blank=True)
    extensions = models.JSONField(_("本段延期"), default=list)
    extended = models.PositiveSmallIntegerField(_("延期次数"), default=0)
    paused_at = models.DateTimeField(_("中止时间"), null=True)

    # the promise
    due_at = models.DateTimeField(_("到期时间"))
    is_estimated = models.BooleanField(_("按预估日历"), default=False)
    warn_at = models.DateTimeField(_("预警时间"), null=True)
    warned_at = models.DateTimeField(_("已预警时间"), null=True)

    # the sweep
    next_check_at = models.DateTimeField(_("下次检查"), null=True)
    attempts = models.PositiveSmallIntegerField(_("失败次数"), default=0)
    last_error = models.TextField(_("最近错误"), blank=True)

    outcome = models.CharField(_("结果"), max_length=40, blank=True)
    decided_at = models.DateTimeField(_("了结时间"), null=True)

    class Meta:
        abstract = True
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["tenant", "next_check_at", "id"],
                condition=Q(state=State.OPEN),
                name="%(app_label)s_%(class)s_open",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="%(app_label)s_%(class)s_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=State.OPEN, next_check_at__isnull=False)
                | (~Q(state=State.OPEN) & Q(next_check_at__isnull=True)),
                name="%(app_label)s_%(class)s_open_is_checked",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PAUSED) | Q(paused_at__isnull=False, left_amount__isnull=False),
                name="%(app_label)s_%(class)s_pause_keeps_rest",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DECIDED, decided_at__isnull=False)
                | (~Q(state__in=DECIDED) & Q(decided_at__isnull=True)),
                name="%(app_label)s_%(class)s_decided_once",
            ),
            models.CheckConstraint(
                condition=Q(warn_at__isnull=True) | Q(warn_at__lt=models.F("due_at")),
                name="%(app_label)s_%(class)s_warn_before_due",
            ),
            models.CheckConstraint(
                condition=Q(left_amount__isnull=True, left_measure="")
                | (Q(left_amount__isnull=False) & ~Q(left_measure="")),
                name="%(app_label)s_%(class)s_rest_is_measured",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {shown(self.due_at)}"

    @property
    def term(self) -> Term | None:
        """The term the rule gave, or None for a fixed instant."""
        return Term(self.term_value, Unit(self.term_unit)) if self.term_value else None

    @property
    def warn_term(self) -> Term | None:
        """How long before the end the rule warns, or None."""
        return Term(self.warn_value, Unit(self.warn_unit)) if self.warn_value else None

    @property
    def left(self) -> Left | None:
        """What was left at `counted_from` (or, while paused, at the pause)."""
        return None if self.left_amount is None else Left(self.left_amount, Measure(self.left_measure))

    @classmethod
    def subject_labels(cls, rows: Sequence[Deadline]) -> dict[UUID, str]:
        """What each promise is about, in a few words, by the promise's id. A room says it better, in one query."""
        return {row.id: str(row) for row in rows}

    @property
    def is_running(self) -> bool:
        return self.state == State.OPEN

    def lamp(self, now: datetime) -> Lamp | None:
        """The time lamp at an instant; None once the promise is decided."""
        if self.state == State.PAUSED:
            return Lamp.GREY
        if self.state != State.OPEN:
            return None
        if self.due_at <= now:
            return Lamp.RED
        return Lamp.YELLOW if self.warn_at and self.warn_at <= now else Lamp.GREEN
