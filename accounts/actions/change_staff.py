import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts import log_codes as codes
from accounts.models import Staff
from accounts.policies import may_change_staff
from accounts.selectors import places_of
from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import require
from core.rules.initials import initials_of


@transaction.atomic
def change_staff(
    *, staff: Staff, name: str, duty_phone: str, personal_phone: str | None, actor: Actor, at: dt.datetime
) -> Staff:
    """Correct a person's name and phones; people change their own phones themselves.

    Args:
        personal_phone: None leaves it as it is (pages show it masked).
    """
    staff = Staff.objects.select_for_update(no_key=True).get(pk=staff.pk)
    places = places_of(staff.pk, on=timezone.localtime(at).date())
    post = require(may_change_staff(actor, staff=staff, places=places, renames=name != staff.name))
    before = {"name": staff.name, "duty_phone": staff.duty_phone}
    after = {"name": name, "duty_phone": duty_phone}
    if personal_phone is not None:
        before["personal_phone"] = staff.personal_phone.reveal()
        after["personal_phone"] = personal_phone
    changed = {key for key in after if after[key] != before[key]}
    if not changed:
        return staff
    for key in changed:
        setattr(staff, key, after[key])
    staff.initials = initials_of(name)[:20]
    staff.save(update_fields=[*changed, "initials"])
    record(
        codes.STAFF_CHANGED,
        actor=actor,
        post=post,
        at=at,
        subject=staff,
        before={key: before[key] for key in changed},
        after={key: after[key] for key in changed},
    )
    return staff
