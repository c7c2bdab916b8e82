"""An inquiry as it is entered, before it is a row, and what no inquiry can be."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.permissions.verdict import Refused
from disputes.models import Case, Party
from disputes.sittings import check_span

LONGEST_ANSWERS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryEntry:
    """An inquiry as entered: a party by id, or another person with name, relation and phone.

    Attributes:
        investigators: who asked; `present` who was there beside them: names as they are to stand on the record.
        record: question by answer, a line each (问：…… 答：……).
        finding: what was found, in a sentence or two for the timeline.
    """

    begins_at: dt.datetime
    ends_at: dt.datetime | None = None
    place: str = ""
    party_id: UUID | None = None
    name: str = ""
    relation: str = ""
    phone: str = ""
    investigators: Sequence[str] = ()
    recorder: str = ""
    present: Sequence[str] = ()
    subject: str = ""
    record: str = ""
    finding: str = ""


def inquiry_columns(case: Case, entry: InquiryEntry) -> dict[str, Any]:
    """The columns of a row, of what was entered. A party's name is the one in the case, their phone stays with them.

    Raises:
        Refused: somebody who is not in this case.
    """
    values = {name: getattr(entry, name) for name in InquiryEntry.__dataclass_fields__}
    values |= {"investigators": list(entry.investigators), "present": list(entry.present)}
    values["subject"] = entry.subject.strip() or case.title
    if entry.party_id is not None:
        party = Party.objects.filter(case=case, pk=entry.party_id).first()
        if party is None:
            raise Refused(_("请选择本纠纷的当事人，或者填写其他人的姓名。"))
        values |= {"name": party.name, "relation": str(party.get_side_display()), "phone": ""}
    return values


def check_inquiry(case: Case, entry: InquiryEntry, at: dt.datetime) -> None:
    """What no inquiry can be: one of tomorrow, one of nobody, by nobody, or without a finding.

    Raises:
        Refused: it is.
    """
    check_span(case, _("调查"), entry.begins_at, entry.ends_at, at)
    if entry.party_id is None and not entry.name.strip():
        raise Refused(_("请选择被调查的当事人，或者填写其他人的姓名。"))
    if not any(name.strip() for name in entry.investigators):
        raise Refused(_("请填写调查人。"))
    if not entry.finding.strip():
        raise Refused(_("请写明查明的情况。"))
    if len(entry.record) > LONGEST_ANSWERS:
        raise Refused(
            _("调查内容最多%(most)s字，现有%(now)s字。") % {"most": LONGEST_ANSWERS, "now": len(entry.record)}
        )
