"""A village reports that nothing is left to grade (零报告)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from disputes.log_codes import ZERO_REPORTED
from disputes.models import RiskSweep, ZeroReport
from disputes.policies.risk import may_report_zero
from disputes.risk_progress import to_grade
from grids.models import Area


@transaction.atomic
def report_zero(*, sweep: RiskSweep, place: Area, actor: Actor, at: dt.datetime) -> ZeroReport:
    """Report that the village went over its ground and no open dispute is without its grade. Twice it is one report.

    Raises:
        Refused: not the village itself, the sweep is over, or there are disputes to grade.
    """
    sweep = RiskSweep.objects.select_for_update(of=("self",)).get(pk=sweep.pk)
    post = require(may_report_zero(actor, sweep, place.path))
    if left := to_grade(sweep, [place.path]).count():
        raise Refused(_("还有%(n)s件纠纷待评定，不能报零。") % {"n": left})
    report: ZeroReport
    report, is_new = ZeroReport.objects.get_or_create(
        sweep=sweep, path=place.path, defaults={"at": at, "by_id": actor.person}
    )
    if is_new:
        record(
            ZERO_REPORTED,
            actor=actor,
            post=post,
            at=at,
            subject=place,
            after={"quarter": str(sweep)},
        )
    return report
