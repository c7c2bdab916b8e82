"""A paper of the case as a Word file to be edited by hand. What stands in it left the platform, so it is recorded."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from disputes.file_contents import FileContents
from disputes.log_codes import WORD_COPY_DRAWN
from disputes.models import Case
from disputes.papers import PAPERS
from disputes.policies import may_write
from disputes.printouts import paper_of
from disputes.selectors import facts_of
from disputes.word import has_word_copy, word_copy


@transaction.atomic
def draw_word_copy(
    *, case: Case, kind: str, actor: Actor, at: dt.datetime, about: UUID | None = None
) -> tuple[str, bytes]:
    """Draw it.

    Returns:
        A name for the file, and its bytes.

    Raises:
        NothingToPrint, Refused: not theirs, nothing to say yet, or no such copy.
    """
    post = require(may_write(actor, case, facts_of(case)))
    values = paper_of(kind, FileContents(case, at), about=about)
    if not has_word_copy(values):
        raise Refused(_("这份文书没有 Word 副本。"))
    title = PAPERS[kind].title
    record(WORD_COPY_DRAWN, actor=actor, post=post, at=at, subject=case, after={"title": title})
    return f"{title}{case.number}.docx", word_copy(values)
