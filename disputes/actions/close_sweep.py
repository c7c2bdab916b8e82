"""A quarter's sweep of risks is done."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from disputes.log_codes import SWEEP_CLOSED
from disputes.models import RiskSweep
from disputes.policies.risk import may_close_sweep
from disputes.risk_progress import as_figures, progress_of


@transaction.atomic
def close_sweep(*, sweep: RiskSweep, note: str, actor: Actor, at: dt.datetime) -> RiskSweep:
    """Close it and keep its figures as they are now. Grading goes on until the next one; these figures don't change.

    Args:
        note: needed where villages have not finished: why it is closed all the same.

    Raises:
        Refused: not theirs, closed already, or villages are not done and nothing is said about it.
    """
    sweep = RiskSweep.objects.select_for_update(of=("self",)).get(pk=sweep.pk)
    post = require(may_close_sweep(actor, sweep))
    progress = progress_of(sweep, [sweep.path], at=at)
    undone = [row.name for row in progress.rows if not row.is_done]
    if undone and not note.strip():
        raise Refused(
            _("还有%(n)s个村没有完成：%(names)s。确要完成的，请写明原因。")
            % {"n": len(undone), "names": "、".join(undone[:10])}
        )
    sweep.closed_at, sweep.closing_note, sweep.figures = at, note.strip(), as_figures(progress)
    sweep.save(update_fields=["closed_at", "closing_note", "figures"])
    record(
        SWEEP_CLOSED,
        actor=actor,
        post=post,
        at=at,
        subject=sweep,
        after={"quarter": str(sweep), "unfinished": len(undone)},
        reason=note.strip(),
    )
    return sweep
