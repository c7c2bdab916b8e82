"""What the county calls a level below the village."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from grids.choices import Level
from grids.log_codes import LEVEL_NAMED
from grids.models import LevelName
from grids.policies import may_name
from grids.selectors import level_labels


class NameTaken(Refused):
    """Two levels, or two kinds, would bear one name."""


@transaction.atomic
def name_level(*, level: int, name: str, actor: Actor, at: dt.datetime) -> str:
    """Name a level from now on; an empty name brings the common one back.

    Returns:
        The name it bears now.

    Raises:
        Refused: the actor may not, the level is the village's or above, another level is called so.
    """
    post = require(may_name(actor))
    if level not in (Level.GRID, Level.MICRO_GRID, Level.SUB_MICRO_GRID):
        raise Refused(_("村（社区）及以上层级的名称不能修改"))
    name, before = name.strip(), level_labels()
    if name in {label for other, label in before.items() if other != level}:
        raise NameTaken(_("已有层级叫“{name}”").format(name=name))
    if name and name != str(Level(level).label):
        LevelName.objects.update_or_create(level=level, defaults={"name": name})
    else:
        LevelName.objects.filter(level=level).delete()
    after = level_labels()[level]
    if after != before[level]:
        record(
            LEVEL_NAMED, actor=actor, post=post, at=at, before={"name": before[level]}, after={"name": after}
        )
    return after
