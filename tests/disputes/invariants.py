"""What is true of every case, whatever was done to it."""

from collections import Counter

from core.audit.models import Record
from core.permissions.actor import Actor
from disputes.case_sheet import sheet_of
from disputes.choices import FINAL, HandlerRole, Promise, State, Verb
from disputes.log_codes import STEPS
from disputes.models import Case, CaseDeadline, Handler, Step
from disputes.policies import may_step
from disputes.selectors import facts_of

UNDER_WAY = {State.ACCEPTED, State.MEDIATING, State.PAUSED, State.PERFORMING}
CODES = {str(code): verb for verb, code in STEPS.items()}


def look_at(case: Case) -> Case:
    """The case as it stands, looked over."""
    case = Case.objects.get(pk=case.pk)
    steps = list(Step.objects.filter(case=case).order_by("number"))
    assert [step.number for step in steps] == list(range(1, case.revision + 1)), "a gap in the steps"
    assert steps[-1].to_state == case.state
    assert [step.from_state for step in steps] == ["", *(step.to_state for step in steps[:-1])]
    records = Record.objects.filter(subject_id=case.pk, code__in=list(CODES))
    recorded = Counter(CODES[code] for code in records.values_list("code", flat=True))
    assert recorded == Counter(step.verb for step in steps), "a step without its record, or a record without"

    working = Handler.objects.filter(case=case, to_at=None)
    leads = working.filter(role=HandlerRole.LEAD).count()
    assert leads <= 1
    assert (case.mediator_id is not None) == (leads == 1), "the case and its handlers name different people"
    running = CaseDeadline.objects.filter(case=case, state__in=("OPEN", "PAUSED"))
    kinds = Counter(running.values_list("kind", flat=True))
    assert kinds[Promise.SETTLE_STATUTORY] <= 1, "the month was promised twice"
    twice = {kind for kind, times in kinds.items() if times > 1} - {Promise.PERFORMANCE}
    assert not twice, f"promised twice: {twice}"
    if case.state in UNDER_WAY:
        assert case.number, "mediated without a number"
    if case.state not in FINAL:
        assert leads or running.filter(state="OPEN").exists(), "nobody owes anything on an open case"
    if case.state == State.CLOSED:
        system, facts = Actor.system(case.tenant_id), facts_of(case)
        ways = {verb for verb in Verb if may_step(system, case, verb, facts).ok}
        assert ways <= {Verb.REOPEN, Verb.FOLLOW_UP}
        assert set(kinds) <= {Promise.FOLLOW_UP_1, Promise.FOLLOW_UP_2, Promise.GROUP_REPORT}
    if case.state == State.MERGED:
        assert not kinds
    reader, last = (
        Actor(tenant=case.tenant_id, user_id=None, person_id=case.pk, name="", posts=()),
        steps[-1].at,
    )
    shown = sheet_of(case, reader, now=last, on=last.date())
    assert shown.facts == facts_of(case), "the page judges by other facts than a step"
    return case
