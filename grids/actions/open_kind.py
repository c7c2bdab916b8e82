"""The county gets a kind of grid of its own."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from grids.actions.name_level import NameTaken
from grids.log_codes import KIND_OPENED
from grids.models import OwnKind
from grids.policies import may_name
from grids.rules.names import kind_code
from grids.selectors import kind_labels


@transaction.atomic
def open_kind(*, name: str, actor: Actor, at: dt.datetime) -> OwnKind:
    """Add a kind; its code is made from the name's reading and never changes.

    Raises:
        Refused: the actor may not, no name, or a kind is called so.
    """
    post = require(may_name(actor))
    name, known = name.strip(), kind_labels()
    if not name:
        raise Refused(_("请填写类型名称"))
    if name in known.values():
        raise NameTaken(_("已有类型叫“{name}”").format(name=name))
    kind: OwnKind = OwnKind.objects.create(code=kind_code(name, taken=known), name=name)
    record(KIND_OPENED, actor=actor, post=post, at=at, subject=kind, after={"name": name, "code": kind.code})
    return kind
