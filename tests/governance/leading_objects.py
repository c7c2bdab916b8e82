"""Which real object stands in the addresses of risk sweeps, allowances and the people beside a case."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils import timezone

from core.grants.holders import Holder
from core.grants.permitting import permission_of
from core.tenancy.context import in_tenant
from disputes.choices import Risk, SweepLevel
from disputes.models import AllowanceBatch, AllowanceClaim, Case, CaseGrant, RiskGrade, RiskSweep
from tests.cast import KANGBAO
from tests.house import House

YEAR, QUARTER = 2026, 3


def _sweep(house: House) -> RiskSweep:
    """The whole county's, still going on."""
    today = timezone.localdate()
    given = {
        "ground": "人民调解法第二十五条",
        "opens_on": today,
        "ends_on": today + dt.timedelta(days=30),
        "opened_by": house.staff["county_centre"],
        "opened_at": timezone.now(),
    }
    with in_tenant(KANGBAO):
        sweep, _new = RiskSweep.objects.get_or_create(
            path=str(KANGBAO), year=YEAR, quarter=QUARTER, defaults=given
        )
    return sweep


def _grade(house: House) -> RiskGrade:
    """Given to the house's dispute by its grid worker."""
    sweep, now = _sweep(house), timezone.now()
    with in_tenant(KANGBAO):
        grade, _new = RiskGrade.objects.get_or_create(
            case=house.case,
            ended_at=None,
            defaults={
                "sweep": sweep,
                "path": house.case.path,
                "level": SweepLevel.GROUP,
                "risk": Risk.LOW,
                "reason": "偶有口角",
                "ends_on": timezone.localdate() + dt.timedelta(days=30),
                "graded_at": now,
                "graded_by": house.staff["grid_worker"],
            },
        )
    return grade


def _batch(house: House, quarter: int = QUARTER) -> AllowanceBatch:
    """Of the town, declared, nothing in it yet."""
    with in_tenant(KANGBAO):
        batch, _new = AllowanceBatch.objects.get_or_create(
            path=house.ground.town.path,
            year=YEAR,
            quarter=quarter,
            defaults={"declared_at": timezone.now(), "declared_by": house.staff["township_clerk"]},
        )
    return batch


def _claim(house: House) -> AllowanceClaim:
    """In a batch of its own, so that the other has nothing that could be checked."""
    batch = _batch(house, QUARTER - 1)
    with in_tenant(KANGBAO):
        claim, _new = AllowanceClaim.objects.get_or_create(
            batch=batch,
            case=house.case,
            defaults={
                "mediator": house.staff["village_mediator"],
                "grade": house.case.grade,
                "amount": Decimal(200),
            },
        )
    return claim


def _invitation(house: House) -> CaseGrant:
    """Somebody far away, named on the house's dispute; it opens nothing to a post that does not advise."""
    named = house.users["far_clerk"]
    holder = Holder.person(named.pk, "远镇人")
    with in_tenant(KANGBAO):
        grant, _new = CaseGrant.objects.get_or_create(
            content_object=house.case,
            permission=permission_of(Case, "disputes.advise"),
            user_id=holder.user_id,
            closed_at=None,
            defaults={
                "holder": holder.label,
                "from_on": timezone.localdate(),
                "purpose": "研判",
                "granted_by_id": house.users["township_clerk"].pk,
                "granted_by_name": "王小乙",
                "granted_at": timezone.now(),
            },
        )
    return grant


LEADING: dict[str, Callable[[House], dict[str, Any]]] = {
    **dict.fromkeys(
        ("risk_sweep", "risk_cases", "confirm_risks", "report_zero_risk", "close_risk_sweep"),
        lambda house: {"pk": _sweep(house).pk},
    ),
    "case_risk": lambda house: {"pk": _grade(house).case_id},
    "grade_risk": lambda house: {"pk": _grade(house).case_id},
    "risk_act": lambda house: {"pk": house.case.pk, "grade_pk": _grade(house).pk, "slug": "end"},
    "case_people": lambda house: {"pk": house.case.pk},
    "end_invitation": lambda house: {"pk": house.case.pk, "grant_pk": _invitation(house).pk},
    **dict.fromkeys(
        ("allowance_batch", "allowance_paper", "allowance_sheet"), lambda house: {"pk": _batch(house).pk}
    ),
    "allowance_act": lambda house: {"pk": _batch(house).pk, "slug": "check"},
    "refuse_allowance": lambda house: {"pk": _claim(house).batch_id, "claim_pk": _claim(house).pk},
}
