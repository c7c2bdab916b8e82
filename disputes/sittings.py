"""A mediation session as it is entered, before it is a row, and what no session can be."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.permissions.verdict import Refused
from core.workcalendar.rules import day_of
from disputes.models import Case, Room

LONGEST_RECORD = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingEntry:
    """A session as entered; `present` and `units` are names as they are to stand on the record."""

    begins_at: dt.datetime
    ends_at: dt.datetime | None = None
    place: str = ""
    room: Room | None = None
    mediator_id: UUID | None = None
    recorder: str = ""
    present: Sequence[str] = ()
    is_open: bool = False
    is_joint: bool = False
    units: Sequence[str] = ()
    record: str = ""
    result: str = ""
    is_agreed: bool = False


def sitting_columns(entry: SittingEntry) -> dict[str, Any]:
    """The columns of a row, of what was entered."""
    values = {name: getattr(entry, name) for name in SittingEntry.__dataclass_fields__}
    return values | {"present": list(entry.present), "units": list(entry.units)}


def check_sitting(case: Case, entry: SittingEntry, at: dt.datetime) -> None:
    """What no session can be: one of tomorrow, one that ends before it begins, one without a result.

    Raises:
        Refused: it is.
    """
    check_span(case, _("调解"), entry.begins_at, entry.ends_at, at)
    if not entry.result.strip():
        raise Refused(_("请写明调解结果。"))
    if len(entry.record) > LONGEST_RECORD:
        raise Refused(
            _("调解记录最多%(most)s字，现有%(now)s字。") % {"most": LONGEST_RECORD, "now": len(entry.record)}
        )


def check_span(
    case: Case, what: str, begins_at: dt.datetime, ends_at: dt.datetime | None, at: dt.datetime
) -> None:
    """When something on the case (调解, 调查) can have been: after its registration, before now, the end last.

    Raises:
        Refused: it can't.
    """
    if begins_at > at:
        raise Refused(_("%(what)s时间不能晚于现在。") % {"what": what})
    if case.registered_at and day_of(begins_at) < day_of(case.registered_at) and not case.is_backlog:
        raise Refused(_("%(what)s时间不能早于纠纷登记日。") % {"what": what})
    if ends_at is not None and ends_at < begins_at:
        raise Refused(_("结束时间不能早于开始时间。"))
