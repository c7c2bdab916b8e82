"""A quarter's sweep of risks begins, with its legal ground and its days."""

import datetime as dt
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.paths.ranges import ancestors_of, within
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.tenancy.ids import uuid7
from disputes.log_codes import SWEEP_OPENED
from disputes.models import RiskGrade, RiskSweep
from disputes.policies.risk import may_open_sweep
from disputes.rules.risks import quarter_of

LONGEST_DAYS = 92


@transaction.atomic
def open_sweep(
    *,
    path: str,
    ground: str,
    opens_on: dt.date,
    ends_on: dt.date,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
) -> RiskSweep:
    """Open the sweep of the quarter in which `opens_on` lies, over the county or a township. What a township began in
    the same quarter goes on in the county's.

    Raises:
        Refused: not the centre of that area, there is one for the quarter already, no legal ground, days out of order.
    """
    if key is not None and (known := RiskSweep.objects.filter(pk=key).first()) is not None:
        return known
    post = require(may_open_sweep(actor, path))
    ground = ground.strip()
    if not ground:
        raise Refused(_("请写明排查的依据。"))
    if not opens_on < ends_on <= opens_on + dt.timedelta(days=LONGEST_DAYS):
        raise Refused(_("结束日须晚于开始日，且不超过%(n)s天。") % {"n": LONGEST_DAYS})
    year, quarter = opens_on.year, quarter_of(opens_on)
    of_quarter = RiskSweep.objects.select_for_update().filter(year=year, quarter=quarter)
    if of_quarter.filter(path__in=ancestors_of(path)).exists():
        raise Refused(_("本季度的风险排查已经发起。"))
    try:
        with transaction.atomic():
            sweep: RiskSweep = RiskSweep.objects.create(
                id=key or uuid7(),
                path=path,
                year=year,
                quarter=quarter,
                ground=ground,
                opens_on=opens_on,
                ends_on=ends_on,
                opened_at=at,
                opened_by_id=actor.person,
            )
    except IntegrityError:
        raise Refused(_("本季度的风险排查已经发起。")) from None
    below = list(of_quarter.filter(within("path", path), closed_at=None).exclude(pk=sweep.pk))
    RiskGrade.objects.filter(sweep__in=below).update(sweep=sweep)
    for one in below:
        one.closed_at, one.closing_note = at, _("并入上级发起的排查")
        one.save(update_fields=["closed_at", "closing_note"])
    record(
        SWEEP_OPENED,
        actor=actor,
        post=post,
        at=at,
        subject=sweep,
        after={"quarter": str(sweep)},
        reason=ground,
    )
    return sweep
