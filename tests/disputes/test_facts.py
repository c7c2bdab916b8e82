"""The facts of a case, asked for in one statement."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from disputes.actions.draft_agreement import AgreementEntry, ObligationEntry, draft_agreement
from disputes.actions.record_sitting import SittingEntry, record_sitting
from disputes.choices import DossierKind, Side
from disputes.judging import facts_of_many
from disputes.models import DossierItem
from disputes.selectors import facts_of
from tests.disputes.stage import NOON, Stage


def test_facts_cost_one_statement_however_much_a_case_holds(stage: Stage) -> None:
    mediator = stage.actors["village_mediator"]
    case = stage.mediating()
    record_sitting(case=case, entry=SittingEntry(begins_at=NOON, result="有进展"), actor=mediator, at=NOON)
    day = NOON.date()
    entry = AgreementEntry(
        form="WRITTEN",
        content="一",
        agreed_on=day,
        obligations=[ObligationEntry(what="拆墙", due_on=day), ObligationEntry(what="付款", due_on=day)],
    )
    draft_agreement(case=case, entry=entry, actor=mediator, at=NOON)
    DossierItem.objects.create(
        case=case, kind=DossierKind.IDENTITY, position=1, title="身份证", filed_at=NOON
    )
    bare = stage.registered()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        both = facts_of_many([case, bare])
    assert len(queries) == 1
    facts, empty = both[case.pk], both[bare.pk]
    assert facts == facts_of(case)
    assert facts.lead_id == stage.staff["village_mediator"].pk
    assert facts.sides == {Side.APPLICANT, Side.RESPONDENT}
    assert (facts.unsigned, facts.refused, facts.sittings, facts.owed) == ((), (), 1, 2)
    assert facts.lacks_effect == ("当事人签名", "调解员签名", "调委会印章")
    assert facts.filed == {DossierKind.IDENTITY}
    assert facts.missing == ("调解申请书或受理登记表",)
    assert empty.unsigned == ("王长顺", "李桂芝")
    assert (empty.lead_id, empty.sittings, empty.owed, empty.has_agreement) == (None, 0, 0, False)


def test_a_print_that_nobody_signed_fills_no_place(stage: Stage) -> None:
    from core.printing.actions.issue_document import issue_document
    from disputes.papers import PAPERS
    from tests.disputes.sample_papers import SAMPLES

    case = stage.accepted()
    document = issue_document(
        template=PAPERS["REGISTRATION"].template,
        data=SAMPLES["REGISTRATION"].as_data(),
        kind="REGISTRATION",
        title="受理登记表",
        actor=stage.actors["village_mediator"],
        at=NOON,
        subject=case,
    )
    item = DossierItem.objects.create(
        case=case,
        kind=DossierKind.APPLICATION,
        position=1,
        title="受理登记表",
        paper="REGISTRATION",
        document=document,
        filed_at=NOON,
    )
    assert facts_of(case).filed == frozenset()
    DossierItem.objects.filter(pk=item.pk).update(is_signed=True)
    assert facts_of(case).filed == {DossierKind.APPLICATION}
