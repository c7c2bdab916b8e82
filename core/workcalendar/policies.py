"""Who may change the calendar."""

from datetime import date

from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from core.permissions.verdict import Verdict

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
