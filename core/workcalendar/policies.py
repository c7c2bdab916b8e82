"""Who may change the calendar."""

from datetime import date

from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from core.permissions.verdict import Verdict
from core.workcalendar.choices import ChangeState
from core.workcalendar.models import CalendarChange

MANAGE = "workcalendar.manage"


def may_manage(actor: Actor) -> Verdict:
    """The county's own days, and bringing its deadlines up to the present calendar."""
    post = actor.post_for(MANAGE)
    return Verdict.yes(post) if post else Verdict.no(_("只有日历管理人员可以办理"))


def may_change_day(actor: Actor, day: date, *, today: date) -> Verdict:
    """A day that is over stays as it was: promises were counted, and kept or missed, by it."""
    if day < today:
        return Verdict.no(_("{day} 已经过去，不能再调整").format(day=day))
    return may_manage(actor)


def may_ask(actor: Actor, day: date | None, *, today: date) -> Verdict:
    """Have a change counted; adopting the calendar in force concerns no single day."""
    return may_manage(actor) if day is None else may_change_day(actor, day, today=today)


def may_confirm(actor: Actor, change: CalendarChange, *, is_outdated: bool, today: date) -> Verdict:
    """A change that was counted, as long as what was counted holds."""
    if change.state == ChangeState.COUNTING:
        return Verdict.no(_("还在测算，请稍候"))
    if change.state != ChangeState.READY:
        return Verdict.no(_("这项变更已经办结，如需再办请重新测算"))
    if is_outdated:
        return Verdict.no(_("日历已经变化，请重新测算"))
    return may_ask(actor, change.date, today=today)
