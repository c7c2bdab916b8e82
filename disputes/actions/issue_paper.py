"""A paper of the case is printed: kept as issued, filed in its place until its signed sheet comes back."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from disputes.dossier import PLACES
from disputes.file_contents import FileContents
from disputes.issuing import put_paper, take_back_prints
from disputes.log_codes import PAPER_ISSUED
from disputes.models import Case, DossierItem
from disputes.papers import PAPERS
from disputes.policies import may_file
from disputes.printouts import FILLINGS, paper_of
from disputes.selectors import facts_of


@transaction.atomic
def issue_paper(
    *,
    case: Case,
    kind: str,
    actor: Actor,
    at: dt.datetime,
    about: UUID | None = None,
    text: str = "",
) -> DossierItem:
    """Set it from what the file says now; an unsigned print of the same paper gives way to it. Into a closed dossier goes
    the record of a later visit; it is bound anew once that is signed.

    Raises:
        NothingToPrint, Refused: not theirs, unknown, nothing to say yet, or its signed sheet is filed already.
        PaperNotMade: nothing was issued.
    """
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("committee", "mediator", "registered_by")
        .get(pk=case.pk)
    )
    if kind not in FILLINGS:
        raise Refused(_("没有这种文书。"))
    post = require(may_file(actor, case, facts_of(case), PLACES[PAPERS[kind].item]))
    signed = DossierItem.objects.filter(
        case=case, paper=kind, about=about, is_signed=True, removed_at=None, document__isnull=False
    )
    if PAPERS[kind].is_signed and signed.exists():
        raise Refused(_("签名件已归卷，不再重新印制；需要副本请打印原件。"))
    values = paper_of(kind, FileContents(case, at), about=about, text=text.strip())
    take_back_prints(case=case, kind=kind, about=about, at=at, reason=_("重新印制"))
    item = put_paper(
        case=case,
        kind=kind,
        values=values,
        actor=actor,
        post=post,
        at=at,
        about=about,
    )
    record(
        PAPER_ISSUED,
        actor=actor,
        post=post,
        at=at,
        subject=case,
        after={"title": item.title, "pages": item.pages},
    )
    return item
