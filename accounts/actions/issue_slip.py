"""Slips: printed by the unit's head, and for officers countersigned by a second person."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import log_codes as codes
from accounts.choices import SlipPurpose
from accounts.codes import digest_of, new_code
from accounts.models import Slip, Staff
from accounts.policies import may_countersign, may_issue_slip
from accounts.selectors import heads_unit_of, is_officer, places_of
from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require


@transaction.atomic
def issue_slip(*, staff: Staff, today: dt.date, actor: Actor, at: dt.datetime) -> tuple[Slip, str]:
    """A slip with which a person sets a password: the first one, or another after it was forgotten.

    Earlier open slips of the person are void. The code is returned here and never again.

    Returns:
        The slip and its code.
    """
    staff = Staff.objects.select_for_update(of=("self",), no_key=True).select_related("user").get(pk=staff.pk)
    officer = is_officer(staff.pk, on=today)
    acting = require(
        may_issue_slip(
            actor,
            staff_id=staff.pk,
            places=places_of(staff.pk, on=today),
            is_officer=officer,
            heads_unit=not actor.is_system and heads_unit_of(actor.person, staff.pk, on=today),
        )
    )
    if staff.user is None or not staff.user.is_active or staff.left_on is not None:
        raise Refused(_("此人没有启用中的账号。"))
    activated = staff.user.has_usable_password()
    purpose = SlipPurpose.RESET if activated else SlipPurpose.ACTIVATION
    Slip.objects.filter(
        staff=staff,
        purpose__in=[SlipPurpose.RESET, SlipPurpose.ACTIVATION],
        used_at=None,
        cancelled_at=None,
    ).update(cancelled_at=at)
    code = new_code()
    slip = Slip.objects.create(
        staff=staff,
        purpose=purpose,
        digest=digest_of(code),
        issued_by_id=actor.person_id,
        issued_at=at,
        expires_at=at + dt.timedelta(days=settings.SLIP_DAYS),
        needs_countersign=officer and not actor.is_system,
    )
    record(
        codes.SLIP_ISSUED,
        actor=actor,
        post=acting,
        at=at,
        subject=slip,
        after={"staff": staff.name, "purpose": slip.get_purpose_display(), "expires_at": slip.expires_at},
    )
    return slip, code


@transaction.atomic
def countersign_slip(*, slip: Slip, actor: Actor, at: dt.datetime) -> Slip:
    """The second pair of eyes: from now on the slip works."""
    slip = Slip.objects.select_for_update(of=("self",), no_key=True).select_related("staff").get(pk=slip.pk)
    acting = require(may_countersign(actor, slip))
    if slip.used_at or slip.cancelled_at or (slip.expires_at and slip.expires_at <= at):
        raise Refused(_("该凭单已失效。"))
    slip.countersigned_by_id, slip.countersigned_at = actor.person_id, at
    slip.save(update_fields=["countersigned_by", "countersigned_at"])
    record(
        codes.SLIP_COUNTERSIGNED,
        actor=actor,
        post=acting,
        at=at,
        subject=slip,
        after={"staff": slip.staff.name, "purpose": slip.get_purpose_display()},
    )
    return slip
