"""Risk grades are confirmed by the next level: the village, then the township."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import Entry, record_many
from core.permissions.actor import ActingPost, Actor
from core.permissions.verdict import Refused, require
from disputes.choices import SweepLevel
from disputes.log_codes import RISK_CONFIRMED
from disputes.models import Case, RiskGrade
from disputes.policies.risk import may_confirm_risk
from disputes.rules.risks import next_level

MOST = 200


@transaction.atomic
def confirm_risk(*, grades: Sequence[RiskGrade], actor: Actor, at: dt.datetime) -> list[RiskGrade]:
    """Confirm them for the next level, all or none. What the township has confirmed is the dispute's risk from then on.

    Raises:
        Refused: none or too many were chosen, or one of them is not theirs to confirm; the sentence names it.
    """
    if not 0 < len(grades) <= MOST:
        raise Refused(_("请选择1至%(n)s件。") % {"n": MOST})
    cases = sorted({grade.case_id for grade in grades})
    list(Case.objects.select_for_update(of=("self",)).filter(pk__in=cases).order_by("pk").values_list("pk"))
    locked = list(
        RiskGrade.objects.select_for_update(of=("self",))
        .select_related("case")
        .filter(pk__in=[grade.pk for grade in grades])
        .order_by("pk")
    )
    post: ActingPost | None = None
    reached: dict[SweepLevel, list[UUID]] = defaultdict(list)
    risks: dict[str, list[UUID]] = defaultdict(list)
    entries = []
    for grade in locked:
        verdict = may_confirm_risk(actor, grade)
        level = next_level(grade.level, grade.path)
        if not verdict.ok or level is None:
            raise Refused(f"{grade.case.audit_label}：{verdict.reason}")
        post = require(verdict)
        reached[level].append(grade.pk)
        grade.level = level
        if level == SweepLevel.TOWNSHIP:
            risks[grade.risk].append(grade.case_id)
        after = {"level": str(level.label), "risk": str(grade.get_risk_display())}
        entries.append(Entry.of(grade.case, after=after))
    for level, ids in reached.items():
        who = "village" if level == SweepLevel.VILLAGE else "township"
        stamp = {f"{who}_at": at, f"{who}_by_id": actor.person, "level": level}
        RiskGrade.objects.filter(pk__in=ids).update(**stamp)
    for risk, of_cases in risks.items():
        Case.objects.filter(pk__in=of_cases).update(risk=risk)
    record_many(RISK_CONFIRMED, actor=actor, post=post, at=at, rows=entries)
    return locked
