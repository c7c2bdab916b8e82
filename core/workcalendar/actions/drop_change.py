"""Leave a change of the calendar that was asked for."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar import policies
from core.workcalendar.choices import ChangeState
from core.workcalendar.models import CalendarChange
from core.workcalendar.models.change import WAITING


@transaction.atomic
def drop_change(*, change: CalendarChange, actor: Actor, at: datetime) -> None:
    """Drop it, also while it is counted. Nothing had moved, so nothing is recorded.

    Raises:
        Refused: not allowed, or it is being made or was made.
    """
    require(policies.may_manage(actor))
    dropped = CalendarChange.objects.filter(id=change.id, state__in=[ChangeState.COUNTING, *WAITING]).update(
        state=ChangeState.DROPPED, finished_at=at
    )
    if not dropped:
        raise Refused(_("这项变更已经在更新或已办结，不能放弃"))
