"""A county's own kind of grid gets another name."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from grids.actions.name_level import NameTaken
from grids.log_codes import KIND_RENAMED
from grids.models import OwnKind
from grids.policies import may_name
from grids.selectors import kind_labels


@transaction.atomic
def rename_kind(*, kind: OwnKind, name: str, actor: Actor, at: dt.datetime) -> OwnKind:
    """Rename it; grids of this kind bear the new name at once, papers already issued keep the old one.

    Raises:
        Refused: the actor may not, no name, or a kind is called so.
    """
    post = require(may_name(actor))
    name, before = name.strip(), kind.name
    if not name:
        raise Refused(_("请填写类型名称"))
    if name == before:
        return kind
    if name in kind_labels().values():
        raise NameTaken(_("已有类型叫“{name}”").format(name=name))
    kind.name = name
    kind.save(update_fields=["name"])
    record(
        KIND_RENAMED,
        actor=actor,
        post=post,
        at=at,
        subject=kind,
        before={"name": before},
        after={"name": name},
    )
    return kind
