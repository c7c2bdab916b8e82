"""A kind of dispute that the county counts by itself."""

import datetime as dt
import re

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from disputes.checking import check_kind, require_sound
from disputes.log_codes import KIND_ADDED
from disputes.models import CaseKind
from disputes.policies import may_change_settings

CODE = re.compile(r"[0-9A-Z]{2,4}")


@transaction.atomic
def add_kind(
    *,
    code: str,
    label: str,
    statistics_row: str,
    kept_for: str,
    position: int,
    actor: Actor,
    at: dt.datetime,
) -> CaseKind:
    """Add it, with the row of the monthly table in which it counts and how long its dossiers are kept.

    Raises:
        Refused: not theirs, a code that is none or was used before, a label that stands already, or no such row.
    """
    post = require(may_change_settings(actor))
    code, label = code.strip().upper(), label.strip()
    if not CODE.fullmatch(code):
        raise Refused(_("代码为2至4位数字或大写字母。"))
    if CaseKind.objects.filter(code=code).exists():
        raise Refused(_("代码%(code)s已用过，停用的代码也不再使用。") % {"code": code})
    check_kind(label, statistics_row)
    kind = CaseKind(
        code=code, label=label, statistics_row=statistics_row, kept_for=kept_for, position=position
    )
    require_sound(kind)
    kind.save(force_insert=True)
    record(
        KIND_ADDED,
        actor=actor,
        post=post,
        at=at,
        subject=kind,
        path=str(actor.tenant),
        after={"code": code, "label": label, "statistics_row": statistics_row, "kept_for": kept_for},
    )
    return kind
