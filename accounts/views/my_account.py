"""我的账号: what the house knows of me, my posts, my sign-ins, my password and second factor; a head's own people."""

import datetime as dt
from base64 import b32encode
from typing import Any
from urllib.parse import quote, urlencode

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts import sessions
from accounts.actions.change_addresses import change_addresses as set_addresses
from accounts.actions.change_password import change_password as change
from accounts.actions.change_staff import change_staff
from accounts.actions.close_user import end_sessions as end_all
from accounts.actions.set_up_totp import remove_totp as remove
from accounts.actions.set_up_totp import set_up_totp as bind
from accounts.forms.addresses import AddressesForm
from accounts.forms.sign_in import PasswordForm, PhonesForm, TotpForm
from accounts.middleware import comes_first
from accounts.models import Authenticator, Membership, Staff
from accounts.places import with_places
from accounts.policies import may_print_slip
from accounts.selectors import (
    counties_of,
    current_membership,
    members_of,
    officers_among,
    posts_covered,
    posts_held,
    recovery_codes_left,
    sign_ins_of,
)
from core.permissions.actor import Actor
from core.permissions.answers import attempt, page, sent
from core.permissions.gate import SIGNED_IN, open_to
from core.permissions.verdict import Verdict


@never_cache
@open_to(SIGNED_IN)
def my_account(request: Any) -> HttpResponse:
    today = timezone.localdate()
    staff = Staff.objects.get(pk=request.actor.person_id)
    membership = current_membership(staff, on=today)
    people, members = None, []
    if membership is not None and membership.is_head:
        people = Paginator(members_of(membership.unit, on=today), 50).get_page(request.GET.get("page"))
        members = _with_slips(request.actor, people, today)
    return render(
        request,
        "accounts/my_account.html",
        {
            "staff": staff,
            "user": request.user,
            "membership": membership,
            "people": people,
            "members": members,
            "held": with_places(posts_held(staff, on=today).select_related("unit")),
            "covered": with_places(posts_covered(staff, on=today).select_related("unit", "staff")),
            "sign_ins": sign_ins_of(request.user.pk)[:20],
            "counties": counties_of(request.user),
            "has_factor": Authenticator.objects.filter(user=request.user).exists(),
            "must_have_factor": sessions.is_officer(request.actor),
            "recovery_codes": recovery_codes_left(staff.pk),
            "password_days": settings.PASSWORD_DAYS,
        },
    )


def _with_slips(actor: Actor, members: Page[Membership], today: dt.date) -> list[tuple[Membership, Verdict]]:
    """Each member of the unit that the actor heads, and whether the actor prints their slip."""
    officers = officers_among((member.staff_id for member in members), on=today)
    return [
        (
            member,
            may_print_slip(
                actor,
                member.staff,
                places=(),  # a head prints wherever else the member stands
                is_officer=member.staff_id in officers,
                heads_unit=True,
            ),
        )
        for member in members
    ]


@never_cache
@open_to(SIGNED_IN)
def change_phones(request: Any) -> HttpResponse:
    staff = Staff.objects.get(pk=request.actor.person_id)
    form = PhonesForm(sent(request), initial={"duty_phone": staff.duty_phone})
    done = attempt(
        form,
        lambda given: change_staff(
            staff=staff,
            name=staff.name,
            duty_phone=given["duty_phone"],
            personal_phone=given["personal_phone"] or None,
            actor=request.actor,
            at=timezone.now(),
        ),
    )
    if done:
        messages.success(request, _("电话已保存。"))
        return redirect("my_account")
    return page(request, "accounts/change_phones.html", form, staff=staff)


@never_cache
@open_to(SIGNED_IN)
def change_addresses(request: Any) -> HttpResponse:
    """Where the channels out of the house reach me."""
    staff = Staff.objects.get(pk=request.actor.person_id)
    form = AddressesForm(sent(request), staff=staff)
    done = attempt(
        form,
        lambda _given: set_addresses(
            staff=staff, addresses=form.addresses, actor=request.actor, at=timezone.now()
        ),
    )
    if done:
        messages.success(request, _("提醒地址已保存。"))
        return redirect("my_account")
    return page(request, "accounts/change_addresses.html", form)


@comes_first
@never_cache
@sensitive_post_parameters()
@open_to(SIGNED_IN)
def change_password(request: Any) -> HttpResponse:
    form = PasswordForm(sent(request))
    done = attempt(
        form,
        lambda given: change(
            user=request.user,
            old=given["old"],
            new=given["new"],
            actor=request.actor,
            at=timezone.now(),
        ),
    )
    if done:
        update_session_auth_hash(request, done.result)
        messages.success(request, _("密码已修改，其他设备上的登录已全部退出。"))
        return redirect("my_account")
    return page(
        request, "accounts/change_password.html", form, forced=request.first_thing == "change_password"
    )


@open_to(SIGNED_IN)
@require_POST
def end_sessions(request: Any) -> HttpResponse:
    """Every session of mine, this one too."""
    end_all(staff=Staff.objects.get(pk=request.actor.person_id), actor=request.actor, at=timezone.now())
    logout(request)
    messages.success(request, _("所有设备上的登录均已退出，请重新登录。"))
    return redirect("sign_in")


@comes_first
@never_cache
@open_to(SIGNED_IN)
def set_up_totp(request: Any) -> HttpResponse:
    """Bind a phone. Who has one bound already must have come in with it."""
    bound = Authenticator.objects.filter(user=request.user).exists()
    if bound and not request.session.get(sessions.FACTOR):
        logout(request)
        return redirect("sign_in")
    key = sessions.pending_secret(request.session) or sessions.new_secret(request.session)
    form = TotpForm(sent(request))
    done = attempt(
        form,
        lambda given: bind(
            user=request.user,
            key=key,
            code=given["code"],
            actor=request.actor,
            at=timezone.now(),
        ),
    )
    if done:
        request.user.refresh_from_db()
        update_session_auth_hash(request, request.user)
        request.session.pop(sessions.TOTP_KEY, None)
        request.session[sessions.FACTOR] = True
        return render(request, "accounts/recovery_codes.html", {"codes": done.result})
    return page(
        request,
        "accounts/set_up_totp.html",
        form,
        secret=_readable(key),
        forced=request.first_thing == "set_up_totp",
    )


@comes_first
@never_cache
@open_to(SIGNED_IN)
def totp_picture(request: Any) -> HttpResponse:
    """The secret as a QR code, while it is being set up."""
    key = sessions.pending_secret(request.session)
    if key is None:
        raise Http404
    picture = segno.make(otpauth(key, request.user.username), error="m")
    svg = picture.svg_inline(scale=5, border=4, dark="#000", light="#fff", omitsize=False)
    namespaced = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return HttpResponse(namespaced, content_type="image/svg+xml")


@open_to(SIGNED_IN)
@require_POST
def remove_totp(request: Any) -> HttpResponse:
    remove(user=request.user, actor=request.actor, at=timezone.now())
    messages.success(request, _("动态口令已停用。"))
    return redirect("my_account")


def otpauth(key: str, username: str) -> str:
    """The address that an authenticator reads from the picture."""
    label = quote(f"{settings.OTP_TOTP_ISSUER}:{username}")
    query = urlencode({"secret": _secret(key), "issuer": settings.OTP_TOTP_ISSUER, "digits": 6, "period": 30})
    return f"otpauth://totp/{label}?{query}"


def _secret(key: str) -> str:
    return b32encode(bytes.fromhex(key)).decode().rstrip("=")


def _readable(key: str) -> str:
    secret = _secret(key)
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
