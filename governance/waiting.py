"""What waits for a person, from every room, as rows of their desk. A room adds its question here.

A question costs one indexed query and is asked only of those whom it concerns.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.policies import may_countersign, may_settle_proposal
from accounts.selectors import open_proposals, slips_to_countersign
from core.permissions.actor import Actor
from core.tabular.choices import JobState
from core.tabular.selectors import jobs_of, requests_to_settle, requests_to_take
from core.workcalendar import followers
from core.workcalendar.choices import ChangeKind as CalendarChangeKind
from core.workcalendar.rules import last_day
from core.workcalendar.selectors import county_calendar, open_changes
from disputes.choices import ClaimState, Promise
from disputes.claiming import batches_waiting_for
from disputes.models import AllowanceBatch
from disputes.queue import Horizon, due_soon
from disputes.queue_rows import lamp_of
from disputes.reporting import reports_owed_by
from disputes.risk_progress import confirmations_by_sweep, contests_by_sweep, gradings_by_sweep
from grids.choices import ChangeState
from grids.selectors import planned_changes
from households.arrangement import uncovered_count
from households.choices import DutyState
from households.duty_rows import duties_to_look_after, own_duties_left
from households.policies import units_headed
from households.rules.months import next_first
from households.visit_rows import term_lamp
from households.visit_selectors import owed_by

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
    changes = list(open_changes())
    for change in changes:
        yield Waiting(
            what=change.title,
            state=str(change.get_state_display()),
            on=timezone.localdate(change.asked_at),
            url=reverse("calendar_change", args=[change.pk]),
            needs_me=not change.is_running,
        )
    if any(change.kind == CalendarChangeKind.ADOPT for change in changes):
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


def _disputes(actor: Actor, at: dt.datetime) -> Iterator[Waiting]:
    """Disputes whose next step is this person's and that are late or end today."""
    if not actor.has("disputes.mine"):
        return
    horizon = Horizon.at(at)
    for case in due_soon(actor, at=at, most=AT_MOST):
        due, kind = case.next_due, case.next_kind  # type: ignore[attr-defined]  # annotated by `due_soon`
        yield Waiting(
            what=_("%(title)s：%(promise)s") % {"title": case.title, "promise": Promise(kind).label},
            state=lamp_of(due, None, case.state, horizon).words,
            on=last_day(due),
            url=reverse("case", args=[case.pk]),
            needs_me=True,
        )


def _gradings(actor: Actor, at: dt.datetime) -> Iterator[Waiting]:
    """Disputes of a grid or village whose risk has to be graded while a sweep goes on."""
    if not actor.has("disputes.grade"):
        return
    for sweep, n, ends_on in gradings_by_sweep(actor):
        yield Waiting(
            what=_("待评定风险 %(n)s件") % {"n": n},
            state=_("逾期") if ends_on < timezone.localdate(at) else _("待评定"),
            on=ends_on,
            url=reverse("risk_cases", args=[sweep]),
            needs_me=True,
        )


def _risks(actor: Actor, at: dt.datetime) -> Iterator[Waiting]:
    """Risk grades that wait for this person's confirmation, and objections for their answer."""
    asked: list[tuple[str, str, str, list[tuple[UUID, int, dt.datetime]]]] = []
    if actor.has("disputes.work"):
        asked.append((_("待确认风险 %(n)s件"), _("待确认"), "confirm", confirmations_by_sweep(actor)))
    if actor.has("disputes.centre"):
        asked.append((_("风险异议 %(n)s件"), _("待答复"), "contested", contests_by_sweep(actor)))
    for what, state, shown, found in asked:
        for sweep, n, since in found:
            yield Waiting(
                what=what % {"n": n},
                state=state,
                on=timezone.localdate(since),
                url=f"{reverse('risk_cases', args=[sweep])}?show={shown}",
                needs_me=True,
            )


def _allowances(actor: Actor, at: dt.datetime) -> Iterator[Waiting]:
    """Batches of per-case allowances whose next step is this person's; several that stand alike are one row."""
    if not actor.has("disputes.centre"):
        return
    alike: dict[str, list[AllowanceBatch]] = defaultdict(list)
    for batch in batches_waiting_for(actor):
        alike[batch.state].append(batch)
    for state, batches in alike.items():
        first, several = batches[0], len(batches) > 1
        yield Waiting(
            what=_("以案定补：%(n)s 批") % {"n": len(batches)}
            if several
            else _("以案定补：%(batch)s") % {"batch": first},
            state=str(_NEXT_OF_A_BATCH[ClaimState(state)]),
            on=timezone.localdate(first.declared_at),
            url=reverse("allowance_batches") if several else reverse("allowance_batch", args=[first.pk]),
            needs_me=True,
        )


def _monthly_reports(actor: Actor, at: dt.datetime) -> Iterator[Waiting]:
    """Months whose table this person's centre has to sign."""
    if not actor.has("disputes.centre"):
        return
    horizon = Horizon.at(at)
    for owed in reports_owed_by(actor)[:AT_MOST]:
        month = owed.statement
        yield Waiting(
            what=_("%(year)s年%(month)s月矛盾纠纷排查情况表") % {"year": month.year, "month": month.month},
            state=lamp_of(owed.due_at, owed.warn_at, "", horizon).words,
            on=last_day(owed.due_at),
            url=f"{reverse('dispute_statistics')}?month={month}&area={owed.place_id}",  # type: ignore[attr-defined]  # annotated by `reports_owed_by`
            needs_me=True,
        )


def _duties(actor: Actor, at: dt.datetime) -> Iterator[Waiting]:
    """Doors and grids that are left in the month, visits that were missed and not explained yet: one's own, and those of
    the cadres one answers for."""
    if not actor.has("households.mine"):
        return
    today = timezone.localdate(at)
    asked = [(own_duties_left(actor, on=today), _("待走访 %(n)s件"), _("未走访待说明 %(n)s件"), "&mine=1")]
    if units_headed(actor) or actor.has("households.duties"):
        left = duties_to_look_after(actor, on=today)
        asked.append((left, "", _("所辖干部未走访待说明 %(n)s件"), ""))
    for rows, what, explain, mine in asked:
        for month, state, n in rows:
            is_open = state == DutyState.OPEN
            ends_on = next_first(month) - dt.timedelta(days=1)
            if is_open and not what:
                continue
            yield Waiting(
                what=f"{month:%Y-%m}" + (what if is_open else explain) % {"n": f"{n:,}"},
                state=_("剩%(n)s天") % {"n": (ends_on - today).days + 1} if is_open else _("待说明"),
                on=ends_on,
                url=f"{reverse('duty_list')}?month={month:%Y-%m}{mine}&show={'open' if is_open else 'missed'}",
                needs_me=True,
            )


def _demands(actor: Actor, at: dt.datetime) -> Iterator[Waiting]:
    """Demands heard at doors that this person has to answer, or to give to somebody."""
    if not actor.has("households.mine"):
        return
    for demand in owed_by(actor)[:AT_MOST]:
        is_named = demand.staff_id or demand.unit_id
        _colour, words = term_lamp(demand.due_at, demand.warn_at, now=at)
        yield Waiting(
            what=(_("答复群众诉求：%(what)s") if is_named else _("分派群众诉求：%(what)s"))
            % {"what": demand.audit_label},
            state=words,
            on=last_day(demand.due_at),
            url=reverse("demand", args=[demand.pk]),
            needs_me=True,
        )


def _uncovered(actor: Actor, at: dt.datetime) -> Iterator[Waiting]:
    """Doors that nobody is paired with: the list that is to be empty."""
    today = timezone.localdate(at)
    if actor.has("households.pair") and (n := uncovered_count(actor, on=today)):
        yield Waiting(
            what=_("%(n)s户没有包联干部") % {"n": f"{n:,}"},
            state=_("待安排"),
            on=today,
            url=reverse("uncovered"),
            needs_me=True,
        )


_NEXT_OF_A_BATCH = {
    ClaimState.DECLARED: gettext_lazy("待初审"),
    ClaimState.CHECKED: gettext_lazy("待审定"),
    ClaimState.APPROVED: gettext_lazy("待公示"),
    ClaimState.PUBLISHED: gettext_lazy("待发放"),
}

QUESTIONS: tuple[Callable[[Actor, dt.datetime], Iterator[Waiting]], ...] = (
    _changes,
    _imports,
    _second_eyes,
    _full_sheets,
    _disputes,
    _calendar,
    _gradings,
    _risks,
    _allowances,
    _monthly_reports,
    _duties,
    _demands,
    _uncovered,
)
