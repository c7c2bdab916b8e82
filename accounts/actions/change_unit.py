import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import log_codes as codes
from accounts.actions.open_unit import AbbreviationTaken
from accounts.models import Unit
from accounts.policies import may_change_units
from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import require


@transaction.atomic
def change_unit(
    *, unit: Unit, name: str, abbreviation: str, kind: str, actor: Actor, at: dt.datetime
) -> Unit:
    """Rename a unit or correct its kind."""
    unit = Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit.pk)
    post = require(may_change_units(actor, path=unit.path))
    before = {"name": unit.name, "abbreviation": unit.abbreviation, "kind": unit.kind}
    after = {"name": name, "abbreviation": abbreviation, "kind": kind}
    if before == after:
        return unit
    unit.name, unit.abbreviation, unit.kind = name, abbreviation, kind
    try:
        with transaction.atomic():
            unit.save(update_fields=list(after))
    except IntegrityError as error:
        raise AbbreviationTaken(_("简称“%(a)s”已被本县其他单位使用。") % {"a": abbreviation}) from error
    record(codes.UNIT_CHANGED, actor=actor, post=post, at=at, subject=unit, before=before, after=after)
    return unit
