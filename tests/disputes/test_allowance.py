"""Per-case allowance: whole, performed, once ever; two pairs of eyes; published before it is paid."""

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from accounts.choices import Role
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.workcalendar.rules import SHANGHAI
from disputes.actions.approve_batch import approve_batch
from disputes.actions.change_rate import change_rate
from disputes.actions.check_batch import check_batch
from disputes.actions.declare_batch import declare_batch
from disputes.actions.pay_batch import pay_batch
from disputes.actions.print_batch import print_batch
from disputes.actions.publish_batch import publish_batch
from disputes.actions.refuse_claim import refuse_claim
from disputes.choices import AgreementForm, ClaimState, Grade, Level, Outcome, State
from disputes.claiming import batches_seen_by, claims_of, claims_of_mediator, rate_on
from disputes.dossier import MANDATORY
from disputes.models import (
    Agreement,
    AllowanceBatch,
    AllowanceClaim,
    AllowanceRate,
    Case,
    DossierItem,
    Obligation,
)
from tests.accounts.people import acting, person, post_of
from tests.disputes.stage import NOON, Stage

IN_AUGUST = dt.datetime(2026, 8, 20, 12, tzinfo=SHANGHAI)
DAY = dt.date(2026, 11, 20)


def settled(stage: Stage, *, whole: bool = True, closed: bool = True, **values: Any) -> Case:
    """A dispute settled in August by the village's mediator, its dossier whole, closed the same day."""
    case = stage.accepted(at=IN_AUGUST)
    state = {"state": State.CLOSED, "closed_at": IN_AUGUST} if closed else {"state": State.SETTLED}
    Case.objects.filter(pk=case.pk).update(
        **({"outcome": Outcome.SETTLED, "settled_at": IN_AUGUST} | state | values)
    )
    for position, kind in enumerate(MANDATORY[Outcome.SETTLED] if whole else ()):
        DossierItem.objects.create(
            case=case, kind=kind, title=str(kind.label), pages=1, position=position, filed_at=IN_AUGUST
        )
    case.refresh_from_db()
    return case


def declared(stage: Stage, who: str = "clerk", **values: Any) -> AllowanceBatch:
    given = {
        "path": stage.ground.town.path,
        "year": 2026,
        "quarter": 3,
        "actor": stage.actors[who],
        "at": NOON,
    }
    return declare_batch(**(given | values))


def second_at_the_county(stage: Stage) -> Actor:
    staff = person("县复核")
    post_of(staff, Role.COUNTY_CENTRE, stage.ground.county.path, seat_number=2)
    return acting(staff)


def approved(stage: Stage) -> AllowanceBatch:
    batch = check_batch(batch=declared(stage), actor=stage.actors["clerk"], at=NOON)
    return approve_batch(batch=batch, actor=stage.actors["centre"], at=NOON)


def test_a_batch_collects_what_is_whole_and_lists_the_rest_with_why_not(stage: Stage) -> None:
    good = settled(stage, grade=Grade.MAJOR)
    settled(stage, whole=False, closed=False)
    open_one = settled(stage, closed=False)
    owing = settled(stage, closed=False)
    agreement = Agreement.objects.create(
        case=owing,
        form=AgreementForm.WRITTEN,
        content="还款",
        agreed_on=IN_AUGUST.date(),
        written_at=IN_AUGUST,
        written_by=stage.staff["village_mediator"],
    )
    Obligation.objects.create(agreement=agreement, position=1, what="付款", due_on=dt.date(2026, 12, 1))
    settled(stage, level=Level.COUNTY)
    settled(stage, outcome=Outcome.FAILED)
    batch = declared(stage)
    claims = {claim.case_id: claim for claim in claims_of(batch)}
    assert (claims[good.pk].amount, claims[good.pk].is_accepted) == (Decimal(300), None)
    assert claims[good.pk].mediator == stage.staff["village_mediator"]
    assert claims[open_one.pk].refusal == "尚未结案"
    assert claims[owing.pk].refusal == "协议尚未履行完毕"
    assert sorted(claim.refusal[:5] for claim in claims.values() if claim.is_accepted is False) == [
        "协议尚未履",
        "卷宗不完整",
        "尚未结案",
    ]


def test_the_same_dispute_is_claimed_once_ever(stage: Stage) -> None:
    case = settled(stage)
    declared(stage)
    later = dt.datetime(2027, 1, 5, 12, tzinfo=SHANGHAI)
    Case.objects.filter(pk=case.pk).update(closed_at=dt.datetime(2026, 12, 1, 12, tzinfo=SHANGHAI))
    batch = declared(stage, quarter=4, at=later)
    (claim,) = claims_of(batch)
    assert claim.refusal == "该纠纷已在2026年第3季度申报过，一案只补一次"
    with pytest.raises(IntegrityError, match="once_a_dispute"), transaction.atomic():
        AllowanceClaim.objects.update(is_accepted=True)


def test_what_was_refused_can_be_claimed_when_it_is_whole(stage: Stage) -> None:
    case = settled(stage, closed=False)
    declared(stage)
    closed_at = dt.datetime(2026, 10, 8, 12, tzinfo=SHANGHAI)
    Case.objects.filter(pk=case.pk).update(state=State.CLOSED, closed_at=closed_at)
    batch = declared(stage, quarter=4, at=dt.datetime(2027, 1, 5, 12, tzinfo=SHANGHAI))
    assert [claim.is_accepted for claim in claims_of(batch)] == [None]


def test_declared_again_it_is_collected_again_and_a_refusal_stays(stage: Stage) -> None:
    settled(stage)
    batch = declared(stage)
    refuse_claim(claim=claims_of(batch).get(), reason="重复劳务", actor=stage.actors["clerk"], at=NOON)
    settled(stage)
    again = declared(stage)
    assert again.pk == batch.pk
    assert sorted(claim.refusal for claim in claims_of(batch)) == ["", "重复劳务"]


def test_a_quarter_that_is_not_over_and_a_strangers_township_are_not_declared(stage: Stage) -> None:
    with pytest.raises(Refused, match="尚未结束"):
        declared(stage, quarter=4)
    for who in ("far_clerk", "village_mediator", "centre"):
        with pytest.raises(Refused, match="由本级综治中心申报"):
            declared(stage, who)


def test_who_checked_does_not_approve(stage: Stage) -> None:
    case = settled(stage, level=Level.COUNTY)
    centre = stage.actors["centre"]
    batch = declared(stage, "centre", path=stage.ground.county.path)
    assert claims_of(batch).get().case == case
    batch = check_batch(batch=batch, actor=centre, at=NOON)
    with pytest.raises(Refused, match="须由不同的人办理"):
        approve_batch(batch=batch, actor=centre, at=NOON)
    with pytest.raises(IntegrityError, match="two_eyes"), transaction.atomic():
        AllowanceBatch.objects.update(approved_by=stage.staff["centre"])
    batch = approve_batch(batch=batch, actor=second_at_the_county(stage), at=NOON)
    assert batch.state == ClaimState.APPROVED


def test_nobody_passes_their_own_money(stage: Stage) -> None:
    settled(stage, mediator=stage.staff["clerk"])
    batch = declared(stage)
    with pytest.raises(Refused, match="有本人的补贴，须由他人初审"):
        check_batch(batch=batch, actor=stage.actors["clerk"], at=NOON)
    assert check_batch(batch=batch, actor=stage.actors["political"], at=NOON).state == ClaimState.CHECKED


def test_the_order_is_kept_and_money_comes_after_the_publication(stage: Stage) -> None:
    settled(stage)
    batch = declared(stage)
    clerk, centre = stage.actors["clerk"], stage.actors["centre"]
    with pytest.raises(Refused, match="处于“已申报”环节"):
        approve_batch(batch=batch, actor=centre, at=NOON)
    batch = check_batch(batch=batch, actor=clerk, at=NOON)
    with pytest.raises(Refused, match="已初审，不能重新申报"):
        declared(stage)
    with pytest.raises(Refused, match="由县综治中心审定"):
        approve_batch(batch=batch, actor=stage.actors["political"], at=NOON)
    batch = approve_batch(batch=batch, actor=centre, at=NOON)
    last = DAY + dt.timedelta(days=7)
    with pytest.raises(Refused, match="须晚于起始日"):
        publish_batch(batch=batch, from_on=DAY, to_on=DAY, actor=centre, at=NOON)
    batch = publish_batch(batch=batch, from_on=DAY, to_on=last, actor=centre, at=NOON)
    with pytest.raises(Refused, match="期满后方可发放"):
        pay_batch(batch=batch, paid_on=last, actor=centre, at=NOON)
    after = NOON + dt.timedelta(days=8)
    batch = pay_batch(batch=batch, paid_on=last + dt.timedelta(days=1), actor=centre, at=after)
    assert batch.state == ClaimState.PAID
    with pytest.raises(Refused, match="补贴已发放"):
        refuse_claim(claim=claims_of(batch).get(), reason="群众反映", actor=centre, at=after)


def test_somebody_objects_while_it_is_published(stage: Stage) -> None:
    settled(stage)
    settled(stage)
    batch = approved(stage)
    first = claims_of(batch)[0]
    with pytest.raises(Refused, match="由县综治中心决定"):
        refuse_claim(claim=first, reason="群众反映", actor=stage.actors["clerk"], at=NOON)
    refuse_claim(claim=first, reason="群众反映", actor=stage.actors["centre"], at=NOON)
    (seen,) = batches_seen_by(stage.actors["centre"])
    assert (seen.count, seen.refused, seen.amount) == (1, 1, Decimal(200))  # type: ignore[attr-defined]  # annotated by the selector


def test_a_rate_counts_from_its_day_on(stage: Stage) -> None:
    with pytest.raises(Refused, match="由县综治中心维护"):
        change_rate(
            grade=Grade.MAJOR, amount=Decimal(400), valid_from=DAY, source="康司〔2026〕9号",
            actor=stage.actors["clerk"], at=NOON,
        )  # fmt: skip
    given: dict[str, Any] = {
        "grade": Grade.MAJOR,
        "amount": Decimal(400),
        "actor": stage.actors["centre"],
        "at": NOON,
    }
    with pytest.raises(Refused, match="写明依据"):
        change_rate(valid_from=DAY, source=" ", **given)
    change_rate(valid_from=DAY, source="康司〔2026〕9号", **given)
    rates = list(AllowanceRate.objects.all())
    assert rate_on(rates, Grade.MAJOR, DAY - dt.timedelta(days=1)) == Decimal(300)
    assert rate_on(rates, Grade.MAJOR, DAY) == Decimal(400)
    with pytest.raises(Refused, match="须晚于现行标准"):
        change_rate(valid_from=DAY, source="康司〔2026〕9号", **given)


def test_the_paper_names_mediators_and_sums_and_no_party(stage: Stage) -> None:
    settled(stage, grade=Grade.MAJOR)
    settled(stage)
    batch = approved(stage)
    document = print_batch(batch=batch, place=stage.ground.town, actor=stage.actors["clerk"], at=NOON)
    assert document.number_text == "以案定补〔2026〕1号"
    text = "".join(
        page.extract_text() for page in PdfReader(io.BytesIO(document.files.get().content)).pages
    ).replace("\n", "")
    assert "共2件，合计500.00元" in text
    assert stage.staff["village_mediator"].name in text
    assert "王长顺" not in text
    with pytest.raises(Refused, match="由综治中心印制"):
        print_batch(batch=batch, place=stage.ground.town, actor=stage.actors["far_clerk"], at=NOON)


def test_a_mediator_sees_their_own_claims_and_the_township_next_door_nothing(stage: Stage) -> None:
    settled(stage)
    declared(stage)
    assert claims_of_mediator(stage.actors["village_mediator"]).count() == 1
    assert claims_of_mediator(stage.actors["village_secretary"]).count() == 0
    assert list(batches_seen_by(stage.actors["far_clerk"])) == []
    assert list(batches_seen_by(stage.actors["village_mediator"])) == []
