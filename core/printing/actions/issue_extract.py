from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit.models import Record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.printing.actions.issue_document import issue_document
from core.printing.actions.take_number import take_number
from core.printing.extracts import MOST_ROWS, extract
from core.printing.models import IssuedDocument
from core.printing.typesetting import LEDGER

KIND: Final = "audit_extract"
NUMBER: Final = "审录〔{year}〕{seq}号"


@transaction.atomic
def issue_extract(
    *, records: Sequence[Record], unit: str, period: str, actor: Actor, at: datetime
) -> IssuedDocument:
    """Print what an auditor found, numbered by county and year.

    Args:
        unit: the county's name, over the seal.
        period: what was asked for, in words.

    Raises:
        Refused: nothing was found, or more than fits on paper.
    """
    if not records:
        raise Refused(_("没有可摘录的记录"))
    if len(records) > MOST_ROWS:
        raise Refused(_("超过 %(n)s 条，请缩小查询范围，或导出表格") % {"n": MOST_ROWS})
    year = timezone.localtime(at).year
    number = take_number(
        organisation_id=UUID(int=actor.tenant), kind=KIND, year=year, template=NUMBER, actor=actor, at=at
    )
    return issue_document(
        template=LEDGER,
        data=extract(records, unit=unit, period=period),
        kind=KIND,
        title=_("行为记录摘录"),
        number=number,
        post=actor.post_for("audit.search"),
        actor=actor,
        at=at,
    )
