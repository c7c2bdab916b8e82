"""The list of a batch on paper, numbered; no party stands in it."""

import datetime as dt
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.printing.actions.issue_ledger import issue_ledger
from core.printing.ledger import Ledger
from core.printing.models import IssuedDocument
from core.tabular.writing import paper_rows
from disputes.claiming import as_rows, claims_of
from disputes.exports import ALLOWANCE
from disputes.log_codes import BATCH_PRINTED
from disputes.models import AllowanceBatch, CaseKind
from disputes.policies.steps import may_print_ledger
from disputes.rules.levels import seal_at
from grids.models import Area

NUMBER: Final = "以案定补〔{year}〕{seq}号"
DOCUMENT_KIND: Final = "disputes.allowance"


@transaction.atomic
def print_batch(*, batch: AllowanceBatch, place: Area, actor: Actor, at: dt.datetime) -> IssuedDocument:
    """Set the list of what is due, by mediator, with its sum.

    Raises:
        Refused: not theirs, or nothing in it.
    """
    post = require(may_print_ledger(actor, batch.path))
    kinds = dict(CaseKind.objects.values_list("code", "label"))
    rows = as_rows(claims_of(batch), kinds)
    if not rows:
        raise Refused(_("本批次没有应补贴的案件。"))
    total = sum(row["amount"] for row in rows)
    title = _("%(place)s%(quarter)s人民调解以案定补发放表") % {"place": place.name, "quarter": batch}
    signers = (batch.checked_by, batch.approved_by)
    names = [one.name if one else "" for one in signers]
    ledger = Ledger(
        title=title,
        columns=ALLOWANCE.columns,
        unit=seal_at(place.name, place.path),
        period_label=_("所属季度"),
        period=str(batch),
        note=_("共%(n)s件，合计%(total)s元；%(state)s%(days)s")
        % {
            "n": len(rows),
            "total": total,
            "state": batch.get_state_display(),
            "days": f"（{batch.published_from} 至 {batch.published_to}）" if batch.published_from else "",
        },
        signers=((_("审定人"), names[1]), (_("初审人"), names[0]), (_("制表人"), actor.name)),
        issued_by=seal_at(place.name, place.path),
        landscape=False,
    )
    document = issue_ledger(
        ledger=ledger,
        rows=paper_rows(ALLOWANCE, rows, unmasked=True),
        kind=DOCUMENT_KIND,
        title=title,
        number=NUMBER,
        organisation_id=place.pk,
        path=batch.path,
        actor=actor,
        at=at,
        post=post,
    )
    record(
        BATCH_PRINTED,
        actor=actor,
        post=post,
        at=at,
        subject=document,
        path=batch.path,
        after={"title": title, "count": len(rows), "amount": str(total)},
    )
    return document
