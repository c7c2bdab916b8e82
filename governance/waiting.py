"""What waits for a person, from every room, as rows of their desk. A room adds its question here.

A question costs one indexed query and is asked only of those whom it concerns.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.policies import may_countersign, may_settle_proposal
from accounts.selectors import open_proposals, slips_to_countersign
from core.permissions.actor import Actor
from core.tabular.choices import JobState
from core.tabular.selectors import jobs_of, requests_to_settle, requests_to_take
from core.workcalendar import followers
from core.workcalendar.selectors import county_calendar
from grids.choices import ChangeState
from grids.selectors import planned_changes

AHEAD = dt.timedelta(days=14)
AT_MOST = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do or to expect. `on` is the day it takes hold or since which it waits; `state` one word on it."""

    what: str
    state: str
    on: dt.date
    url: str
    needs_me: bool


def waiting_for(actor: Actor, *, at: dt.datetime) -> list[Waiting]:
    """What waits, first what the person has to do, then what comes, each by day."""
    found = [row for ask in QUESTIONS for row in ask(actor, at)]
    return sorted(found, key=lambda row: (not row.needs_me, row.on))


def _changes(actor: Actor, at: dt.datetime) -> Iterator[Waiting]:
    if not actor.has("grids.change"):
        return
    soon = planned_changes(actor).exclude(
        state=ChangeState.PLANNED, effective_on__gt=timezone.localdate(at) + AHEAD
    )
    for change in soon[:AT_MOST]:
        failed = change.state == ChangeState.FAILED
        yield Waiting(
            what=change.summary,
            state=_("未能生效") if failed else _("待生效"),
            on=change.effective_on,
            url=reverse("area", args=[change.area_id]),
            needs_me=failed,
        )


def _imports(actor: Actor, at: dt.datetime) -> Iterator[Waiting]:
    if not actor.has("tabular.import"):
        return
    for job in jobs_of(actor).filter(state=JobState.CHECKED)[:AT_MOST]:
        yield Waiting(
            what=_("导入 %(file)s") % {"file": job.filename},
            state=job.standing,
            on=timezone.localdate(job.created_at),
            url=reverse("import_job", args=[job.pk]),
            needs_me=True,
        )


def _calendar(actor: Actor, at: dt.datetime) -> Iterator[Waiting]:
    if not actor.has("workcalendar.manage"):
        return
    if count := followers.behind(county_calendar()):
        yield Waiting(
            what=_("%(n)s 件期限仍按旧日历计算") % {"n": f"{count:,}"},
            state=_("待更新"),
            on=timezone.localdate(at),
            url=reverse("calendar"),
            needs_me=True,
        )


def _second_eyes(actor: Actor, at: dt.datetime) -> Iterator[Waiting]:
    if not actor.has("accounts.countersign"):
        return
    for proposal in open_proposals()[:AT_MOST]:
        if may_settle_proposal(actor, proposal):
            yield Waiting(
                what=_("三员任免：%(what)s") % {"what": proposal.staff.name},
                state=_("待复核"),
                on=timezone.localdate(proposal.proposed_at),
                url=reverse("officers"),
                needs_me=True,
            )
    for slip in slips_to_countersign(at=at)[:AT_MOST]:
        if may_countersign(actor, slip):
            yield Waiting(
                what=_("一次性凭单：%(name)s") % {"name": slip.staff.name},
                state=_("待复核"),
                on=timezone.localdate(slip.issued_at),
                url=reverse("officers"),
                needs_me=True,
            )


def _full_sheets(actor: Actor, at: dt.datetime) -> Iterator[Waiting]:
    """Sheets in full: what one asked for and may take now, and what others ask of this approver."""
    for request in requests_to_take(actor, at=at)[:AT_MOST]:
        yield Waiting(
            what=_("明文导出：%(title)s") % {"title": request.title},
            state=_("已批准，待下载"),
            on=timezone.localdate(request.expires_at),
            url=reverse("exports"),
            needs_me=True,
        )
    if not actor.has("tabular.approve_export"):
        return
    for request in requests_to_settle(actor)[:AT_MOST]:
        yield Waiting(
            what=_("%(name)s申请导出%(title)s明文") % {"name": request.asked_by_name, "title": request.title},
            state=_("待审批"),
            on=timezone.localdate(request.asked_at),
            url=reverse("exports"),
            needs_me=True,
        )


QUESTIONS: tuple[Callable[[Actor, dt.datetime], Iterator[Waiting]], ...] = (
    _changes,
    _imports,
    _second_eyes,
    _full_sheets,
    _calendar,
)
