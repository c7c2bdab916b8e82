"""The one way a change enters the tree: today at once, on a later day by a stored promise."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit.actions.record import record, record_many
from core.deadlines.actions.open_deadlines import open_deadline
from core.permissions.actor import ActingPost, Actor
from core.permissions.verdict import require
from grids.changes import Change, ChangeRefused, PreviewedChange
from grids.choices import ChangeState
from grids.locks import lock_tree
from grids.log_codes import CHANGE_PLANNED
from grids.models import ChangedArea, ChangePromise, PlannedChange

TAKE_EFFECT = "TAKE_EFFECT"
FARTHEST = dt.timedelta(days=366)


@transaction.atomic
def plan_change(
    *, change: Change, effective_on: dt.date, actor: Actor, at: dt.datetime, reason: str = ""
) -> PlannedChange:
    """Make a change of the tree, on its effective day.

    Args:
        change: what to do.
        effective_on: today, and it is done at once; a later day, and it waits as a planned change.
        reason: why, in the actor's words.

    Returns:
        The change as it stands in the history: applied, or planned.

    Raises:
        ChangeRefused: it can't be made; the reason says why and which field is meant.
        Refused: the actor may not.
    """
    lock_tree()
    area = change.area
    post = require(change.may(actor, area))
    today = timezone.localtime(at).date()
    _require_a_day(effective_on, today)
    change.check(actor=actor)
    _require_no_other_plan(change.touched)
    at_once = effective_on == today
    row = PlannedChange.objects.create(
        kind=change.kind,
        area=area,
        payload=change.payload(),
        summary=change.summary()[:300],
        effective_on=effective_on,
        reason=reason,
        state=ChangeState.APPLIED if at_once else ChangeState.PLANNED,
        planned_at=at,
        planned_by=actor.user_id,
        planned_by_name=actor.name,
        planned_post=post.title if post else "",
        settled_at=at if at_once else None,
        outcome=change.foresee().outcome() if at_once else {},
    )
    ChangedArea.objects.bulk_create(
        ChangedArea(change=row, area_id=pk, is_planned=not at_once) for pk in dict.fromkeys(change.touched)
    )
    if at_once:
        _do(change, on=effective_on, actor=actor, post=post, at=at, reason=reason)
    else:
        midnight = dt.datetime.combine(effective_on, dt.time(), tzinfo=timezone.get_default_timezone())
        open_deadline(ChangePromise, kind=TAKE_EFFECT, started_at=at, due_at=midnight, change=row)
        planned = {"summary": row.summary, "effective_on": effective_on}
        record(CHANGE_PLANNED, actor=actor, post=post, at=at, subject=area, after=planned, reason=reason)
    return row


def preview_change(
    *, change: Change, effective_on: dt.date, actor: Actor, at: dt.datetime
) -> PreviewedChange:
    """The dry run: the same refusals as the act, and what it would do. Writes nothing.

    Raises:
        ChangeRefused, Refused: as `plan_change`.
    """
    require(change.may(actor, change.area))
    today = timezone.localtime(at).date()
    _require_a_day(effective_on, today)
    change.check(actor=actor)
    _require_no_other_plan(change.touched)
    return PreviewedChange(change.summary(), effective_on, effective_on == today, change.foresee())


def _do(
    change: Change, *, on: dt.date, actor: Actor, post: ActingPost | None, at: dt.datetime, reason: str
) -> None:
    entries = change.carry_out(on=on)
    record_many(change.code, actor=actor, post=post, at=at, rows=entries, reason=reason)


def _require_a_day(effective_on: dt.date, today: dt.date) -> None:
    if effective_on < today:
        raise ChangeRefused(_("生效日不能早于今天"), field="effective_on")
    if effective_on > today + FARTHEST:
        raise ChangeRefused(_("生效日最迟在一年之内"), field="effective_on")


def _require_no_other_plan(touched: list[UUID]) -> None:
    other = (
        ChangedArea.objects.filter(area_id__in=touched, is_planned=True)
        .select_related("change", "area")
        .order_by("change__effective_on")
        .first()
    )
    if other is not None:
        raise ChangeRefused(
            _("{area}已有待生效的变更：{summary}（{day}起）。请先撤销，或等其生效").format(
                area=other.area.name, summary=other.change.summary, day=other.change.effective_on
            )
        )
