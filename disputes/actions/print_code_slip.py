"""The slip with the code of one case, which a party takes home (一案一码)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import require
from disputes.code_slips import slip_pdf
from disputes.log_codes import PAPER_PRINTED
from disputes.models import Case
from disputes.policies import may_read_names
from disputes.selectors import facts_of


@transaction.atomic
def print_code_slip(*, case: Case, place: str, address: str, actor: Actor, at: dt.datetime) -> bytes:
    """The slip as a PDF; the print is recorded.

    Args:
        place: where the dispute lies, in words.
        address: what the QR code leads to.

    Raises:
        Refused: the actor doesn't handle the case.
    """
    post = require(may_read_names(actor, case, facts_of(case)))
    title = _("案件凭条")
    record(PAPER_PRINTED, actor=actor, post=post, at=at, subject=case, after={"title": title})
    return slip_pdf(case, title=title, place=place, address=address, by=actor.name, at=at)
