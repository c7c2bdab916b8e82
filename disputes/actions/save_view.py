"""Somebody keeps a list's filters under a name of their own."""

import datetime as dt
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from disputes.log_codes import VIEW_SAVED
from disputes.models import SavedView

MOST: Final = 20
LONGEST: Final = 500


@transaction.atomic
def save_view(*, name: str, query: str, actor: Actor, at: dt.datetime) -> SavedView:
    """Keep the filters; under a name that is there already they replace the old ones.

    Args:
        query: what stands behind the ? of the list's address.

    Raises:
        Refused: too many views, or filters that are too long to keep.
    """
    name = name.strip()
    if not name:
        raise Refused(_("请填写视图名称。"))
    if len(query) > LONGEST:
        raise Refused(_("筛选条件太长，无法保存。"))
    own = SavedView.objects.filter(staff_id=actor.person)
    if own.exclude(name=name).count() >= MOST:
        raise Refused(_("最多保存 %(n)s 个视图，请先删除不用的。") % {"n": MOST})
    view, _made = own.update_or_create(
        staff_id=actor.person, name=name, defaults={"query": query, "position": own.count()}
    )
    record(VIEW_SAVED, actor=actor, at=at, subject=view, after={"query": query})
    return view
