"""What was registered is put right; what stood there before is kept in the record."""

import datetime as dt
from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from disputes.actions.register_case import LONGEST_SUMMARY
from disputes.checking import require_amounts, require_day, require_sound
from disputes.choices import Verb
from disputes.entering import PartyEntry, check_parties, party_rows
from disputes.finding import reindex_case
from disputes.models import Case, CaseKind, Party
from disputes.stepping import begin_step, take_step

CORRECTABLE = (
    "title",
    "summary",
    "place",
    "occurred_on",
    "kind_code",
    "statistics_row",
    "scale",
    "people_count",
    "amount",
    "risk",
    "urgency",
    "grade",
    "source_reference",
)


@transaction.atomic
def correct_case(
    *,
    case: Case,
    values: Mapping[str, Any],
    new_parties: Sequence[PartyEntry],
    reason: str,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
    seen: int | None = None,
) -> Case:
    """Change what was registered, add people who were missing. A comment or a correction changes no term.

    Raises:
        Refused: see `begin_step`; nothing changes, or a field is not for correcting.
    """
    turn = begin_step(case=case, verb=Verb.CORRECT, actor=actor, key=key, seen=seen)
    if turn.is_repeat:
        return turn.case
    if set(values) - set(CORRECTABLE):
        raise Refused(_("只能更正登记内容。"))
    case = turn.case
    changed = {name: value for name, value in values.items() if getattr(case, name) != value}
    if not changed and not new_parties:
        raise Refused(_("没有需要更正的内容。"))
    before = {name: _plain(getattr(case, name)) for name in changed}
    standing = list(Party.objects.filter(case=case).order_by("position"))
    check_parties(new_parties, standing=standing)
    for entry in new_parties:
        require_day(_("出生日期"), entry.born_on, at)
    added = party_rows(case, new_parties)
    _check(case, changed, added, at)
    for number, party in enumerate(added, start=len(standing) + 1):
        party.position = number
    Party.objects.bulk_create(added)
    case = take_step(
        turn,
        at=at,
        note=reason,
        changes=changed,
        facts={
            "before": before,
            "after": {name: _plain(value) for name, value in changed.items()},
            "added": len(added),
        },
    )
    reindex_case(case, [*standing, *added])
    return case


def _check(case: Case, changed: Mapping[str, Any], added: Sequence[Party], at: dt.datetime) -> None:
    """What it would be afterwards has to be sound, as at registration."""
    new = copy(case)
    for name, value in changed.items():
        setattr(new, name, value)
    if not new.title.strip() or not new.summary.strip():
        raise Refused(_("请填写纠纷名称和简要情况。"))
    if len(new.summary) > LONGEST_SUMMARY:
        raise Refused(_("纠纷简要情况最多%(most)s字。") % {"most": LONGEST_SUMMARY})
    require_day(_("发生日期"), new.occurred_on, at)
    require_amounts(new)
    if "kind_code" in changed and not CaseKind.objects.filter(code=new.kind_code, is_active=True).exists():
        raise Refused(_("请选择纠纷类型。"))
    for row in (new, *added):
        require_sound(row)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, (int, str)) else str(value)
