"""An issued paper is printed once more, exactly as it was issued, by whoever handles its case."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.printing.originals import original_of
from disputes.log_codes import PAPER_PRINTED
from disputes.models import Case, DossierItem
from disputes.policies import may_read_names
from disputes.selectors import facts_of


@transaction.atomic
def print_paper(*, case: Case, item: DossierItem, actor: Actor, at: dt.datetime) -> bytes:
    """The bytes that were issued; the print is recorded.

    Raises:
        Refused: the actor doesn't handle the case, or it is a scan.
        DocumentDamaged: the bytes are not those that were issued.
    """
    post = require(may_read_names(actor, case, facts_of(case)))
    if item.document is None:
        raise Refused(_("这份材料是扫描件，请直接打开文件。"))
    pdf = original_of(item.document)
    record(PAPER_PRINTED, actor=actor, post=post, at=at, subject=case, after={"title": item.title})
    return pdf
