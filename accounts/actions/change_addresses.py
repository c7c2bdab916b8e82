import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from accounts import log_codes as codes
from accounts.choices import OUTSIDE
from accounts.models import Staff
from accounts.policies import may_change_addresses
from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import require


@transaction.atomic
def change_addresses(*, staff: Staff, addresses: Mapping[str, str], actor: Actor, at: dt.datetime) -> Staff:
    """Say where the actor is reached outside the house, besides the phone.

    Args:
        addresses: of `OUTSIDE`, those that change; "" takes one away.
    """
    staff = Staff.objects.select_for_update(no_key=True).get(pk=staff.pk)
    post = require(may_change_addresses(actor, staff=staff))
    before = {key: getattr(staff, key).reveal() for key in OUTSIDE}
    changed = {key: addresses[key] for key in OUTSIDE if addresses.get(key, before[key]) != before[key]}
    if not changed:
        return staff
    for key, address in changed.items():
        setattr(staff, key, address)
    staff.save(update_fields=list(changed))
    record(
        codes.ADDRESSES_CHANGED,
        actor=actor,
        post=post,
        at=at,
        subject=staff,
        before={key: before[key] for key in changed},
        after=changed,
    )
    return staff
