"""A record is put right: a new row that names the first one, whose text stays as it was."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from core.permissions.actor import ActingPost, Actor
from core.permissions.verdict import Refused, require
from core.tenancy.ids import uuid7
from disputes.checking import differing
from disputes.models import Case, Inquiry, Sitting
from disputes.policies import may_write
from disputes.selectors import facts_of

R = TypeVar("R", Inquiry, Sitting)


@dataclass(frozen=True, slots=True)
class Amended(Generic[R]):
    """The corrected row, and what its verb records: `changed` is empty where the row stood already."""

    row: R
    case: Case
    post: ActingPost | None = None
    changed: tuple[str, ...] = ()

    @property
    def told(self) -> dict[str, Any]:
        """Which record, and which of its columns."""
        return {"number": self.row.number, "fields": list(self.changed)}


def amended(
    row: R,
    *,
    check: Callable[[Case], None],
    values: Callable[[Case, R], Mapping[str, Any]],
    sound: Callable[[R], None] | None = None,
    reason: str,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None,
) -> Amended[R]:
    """Write the corrected row beside the first one, in the transaction of the verb that calls it.

    Args:
        check: refuses what can't be written down of the case.
        values: the columns of the new row, of the case and the latest row.
        sound: refuses a row that its columns can't hold.

    The same key again answers with the same row.

    Raises:
        Refused: not theirs, the case is closed, no reason, nothing changes, or what the two above refuse.
    """
    model = type(row)
    case = Case.objects.select_for_update(of=("self",)).get(pk=row.case_id)
    if key is not None and (known := model.objects.filter(pk=key, case=case).first()) is not None:
        return Amended(known, case)
    post = require(may_write(actor, case, facts_of(case)))
    if not reason.strip():
        raise Refused(_("请写明更正原因。"))
    check(case)
    first = row if row.corrects_id is None else row.corrects
    latest = model.objects.filter(corrects=first).order_by("-written_at").first() or first
    columns = values(case, latest)
    changed = differing(latest, columns)
    if not changed:
        raise Refused(_("没有需要更正的内容。"))
    corrected = model(
        id=key or uuid7(),
        case=case,
        number=first.number,
        level=first.level,
        corrects=first,
        written_at=at,
        written_by_id=actor.person,
        **columns,
    )
    if sound is not None:
        sound(corrected)
    corrected.save(force_insert=True)
    return Amended(corrected, case, post, tuple(changed))
