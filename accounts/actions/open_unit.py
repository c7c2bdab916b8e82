import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import log_codes as codes
from accounts.models import Unit
from accounts.policies import may_change_units
from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require


class AbbreviationTaken(Refused):
    """Another unit of the county bears it, or bore it."""


@transaction.atomic
def open_unit(
    *,
    name: str,
    abbreviation: str,
    kind: str,
    path: str,
    parent: Unit | None,
    valid_from: dt.date,
    actor: Actor,
    at: dt.datetime,
) -> Unit:
    """Found a unit at the area `path`."""
    post = require(may_change_units(actor, path=path))
    unit = Unit(
        name=name, abbreviation=abbreviation, kind=kind, path=path, parent=parent, valid_from=valid_from
    )
    try:
        with transaction.atomic():
            unit.save(force_insert=True)
    except IntegrityError as error:
        raise AbbreviationTaken(_("简称“%(a)s”已被本县其他单位使用。") % {"a": abbreviation}) from error
    record(
        codes.UNIT_OPENED,
        actor=actor,
        post=post,
        at=at,
        subject=unit,
        after={"name": name, "abbreviation": abbreviation, "kind": kind, "valid_from": valid_from},
    )
    return unit
