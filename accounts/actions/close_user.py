"""Closing an account, and ending its sessions."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import log_codes as codes
from accounts.models import CountyLogin, Deputy, Membership, Post, Slip, Staff, User
from accounts.policies import may_close_user, may_end_sessions
from accounts.seats import leave_seat
from accounts.selectors import is_officer
from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require


@transaction.atomic
def close_user(*, staff: Staff, left_on: dt.date, reason: str, actor: Actor, at: dt.datetime) -> Staff:
    """Close a person's account in this county as of `left_on`, today or earlier: posts, deputyships and membership
    end that day, slips are void, sessions end at once. The rows stay; the login dies with its last county."""
    staff = Staff.objects.select_for_update(of=("self",), no_key=True).get(pk=staff.pk)
    officer = is_officer(staff.pk, on=left_on)
    acting = require(may_close_user(actor, staff_id=staff.pk, is_officer=officer))
    if staff.left_on is not None:
        raise Refused(_("该账号已停用。"))
    if left_on > timezone.localtime(at).date():
        raise Refused(_("停用日不能晚于今天；将来离岗请先免职。"))
    beyond = Q(to_on=None) | Q(to_on__gt=left_on)
    for post in Post.objects.filter(beyond, staff=staff):
        leave_seat(post, to_on=left_on)
    for rows in (Deputy.objects.filter(beyond, staff=staff), Membership.objects.filter(beyond, staff=staff)):
        rows.filter(from_on__lt=left_on, to_on=None).update(to_on=left_on)
    Slip.objects.filter(staff=staff, used_at=None, cancelled_at=None).update(cancelled_at=at)
    staff.left_on = left_on
    staff.save(update_fields=["left_on"])
    if staff.user_id is not None:
        CountyLogin.objects.filter(user_id=staff.user_id, county_id=actor.tenant).delete()
        elsewhere = CountyLogin.objects.filter(user_id=staff.user_id).exists()
        User.objects.filter(pk=staff.user_id).update(
            is_active=elsewhere, session_epoch=F("session_epoch") + 1
        )
    record(
        codes.USER_CLOSED,
        actor=actor,
        post=acting,
        at=at,
        subject=staff,
        after={"left_on": left_on},
        reason=reason,
    )
    return staff


@transaction.atomic
def end_sessions(*, staff: Staff, actor: Actor, at: dt.datetime) -> None:
    """End every session of a person, on every device, at once."""
    acting = require(may_end_sessions(actor, staff_id=staff.pk))
    if staff.user_id is None:
        raise Refused(_("此人没有账号。"))
    User.objects.filter(pk=staff.user_id).update(session_epoch=F("session_epoch") + 1)
    record(codes.SESSIONS_ENDED, actor=actor, post=acting, at=at, subject=staff)
