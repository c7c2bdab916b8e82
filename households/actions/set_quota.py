"""How many doors a unit takes on in an area."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Unit
from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from grids.models import Area
from households.log_codes import QUOTA_REMOVED, QUOTA_SET
from households.models import UnitQuota
from households.policies import may_change_settings
from households.rules.settings import DOORS, MOST_A_CADRE


@transaction.atomic
def set_quota(
    *, unit: Unit, path: str, doors: int, most_a_cadre: int, actor: Actor, at: dt.datetime
) -> UnitQuota:
    """Set it, or put another number in its place. Standing pairs stay as they are.

    Raises:
        Refused: not theirs, a closed unit, no such area, out of range.
    """
    post = require(may_change_settings(actor))
    if unit.valid_to is not None:
        raise Refused(_("该单位已撤销。"))
    area = Area.objects.filter(path=path, valid_to=None).first()
    if area is None:
        raise Refused(_("请选择现有的区域。"))
    if doors not in DOORS or most_a_cadre not in MOST_A_CADRE:
        raise Refused(_("户数或每名干部最多户数超出范围。"))
    before = UnitQuota.objects.filter(unit=unit, path=path).first()
    quota: UnitQuota = UnitQuota.objects.update_or_create(
        unit=unit, path=path, defaults={"doors": doors, "most_a_cadre": most_a_cadre}
    )[0]
    record(
        QUOTA_SET,
        actor=actor,
        post=post,
        at=at,
        subject=unit,
        path=path,
        before={"doors": before.doors, "most": before.most_a_cadre} if before else {},
        after={"area": area.name, "doors": doors, "most": most_a_cadre},
    )
    return quota


@transaction.atomic
def remove_quota(*, quota: UnitQuota, actor: Actor, at: dt.datetime) -> None:
    """Take it away. Standing pairs stay as they are.

    Raises:
        Refused: not theirs.
    """
    post = require(may_change_settings(actor))
    area = Area.objects.filter(path=quota.path).first()
    record(
        QUOTA_REMOVED,
        actor=actor,
        post=post,
        at=at,
        subject=quota.unit,
        path=quota.path,
        before={"area": area.name if area else quota.path, "doors": quota.doors, "most": quota.most_a_cadre},
    )
    quota.delete()
