"""A kind of dispute is renamed, counted elsewhere, kept longer, moved in the list, retired or brought back."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from disputes.checking import check_kind, require_sound
from disputes.log_codes import KIND_CHANGED
from disputes.models import CaseKind
from disputes.policies import may_change_settings


@transaction.atomic
def change_kind(
    *,
    kind: CaseKind,
    label: str,
    statistics_row: str,
    kept_for: str,
    position: int,
    is_active: bool,
    actor: Actor,
    at: dt.datetime,
) -> CaseKind:
    """Change it; cases of the kind keep it, signed months keep their figures. A retired one can't be chosen any more.

    Raises:
        Refused: not theirs, another kind's label, no such row, nothing changes, or the last one would be retired.
    """
    post = require(may_change_settings(actor))
    kind = CaseKind.objects.select_for_update().get(pk=kind.pk)
    check_kind(label.strip(), statistics_row, besides=kind)
    given = {
        "label": label.strip(),
        "statistics_row": statistics_row,
        "kept_for": kept_for,
        "position": position,
        "is_active": is_active,
    }
    before = {name: getattr(kind, name) for name, value in given.items() if getattr(kind, name) != value}
    if not before:
        raise Refused(_("没有需要修改的内容。"))
    if not is_active and not CaseKind.objects.filter(is_active=True).exclude(pk=kind.pk).exists():
        raise Refused(_("至少保留一种在用的纠纷类型。"))
    for name in before:
        setattr(kind, name, given[name])
    require_sound(kind)
    kind.save(update_fields=list(before))
    record(
        KIND_CHANGED,
        actor=actor,
        post=post,
        at=at,
        subject=kind,
        path=str(actor.tenant),
        before=before,
        after={name: given[name] for name in before},
    )
    return kind
