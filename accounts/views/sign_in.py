"""The door: password, second factor, county."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts import sessions
from accounts.actions.note_sign_in import note_sign_in
from accounts.actions.take_code import take_code
from accounts.actions.use_recovery_code import use_recovery_code
from accounts.choices import SignInReason
from accounts.forms.pick_county import CountyForm
from accounts.forms.sign_in import SecondFactorForm, SignInForm, locked_sentence
from accounts.middleware import comes_first
from accounts.models import Authenticator, User
from accounts.origin import address_of, agent_of
from accounts.selectors import actor_for, counties_of, failures_since
from core.permissions.answers import page
from core.permissions.gate import ANYONE, SIGNED_IN, open_to
from core.tenancy.context import in_tenant


@never_cache
@sensitive_post_parameters("password")
@open_to(ANYONE)
def sign_in(request: Any) -> HttpResponse:
    """Account and password. Whoever has a second factor is asked for it before anything is opened."""
    now = timezone.now()
    wanted = sessions.safe_next(request, request.GET.get("next"))
    if request.method == "GET" and request.actor is not None:
        return redirect(wanted or "desk")
    locked = locked_sentence() if _too_many(request, now) else ""
    form = SignInForm(request.POST if request.method == "POST" else None, request=request, locked=locked)
    if request.method == "POST":
        form.is_valid()
        if form.ended and not (form.user and _has_factor(form.user)):
            _note(request, form.cleaned_data["username"], form.user, form.ended, now)
        if form.user is not None:
            return _go_on(request, form.user, wanted, now)
    return page(request, "accounts/sign_in.html", form, next=wanted)


def _go_on(request: Any, user: User, wanted: str, now: dt.datetime) -> HttpResponse:
    if _has_factor(user):
        if request.user.is_authenticated:
            logout(request)
        request.session.cycle_key()
        request.session[sessions.HALFWAY] = [str(user.pk), int(now.timestamp())]
        request.session[sessions.NEXT] = wanted
        return redirect("second_factor")
    request.session[sessions.NEXT] = wanted
    sessions.begin(request, user, factor=False, at=now)
    return _arrive(request)


@never_cache
@open_to(ANYONE)
def second_factor(request: Any) -> HttpResponse:
    """Six digits from the phone or a recovery code, within five minutes of the password."""
    now = timezone.now()
    user = _halfway(request, now)
    if user is None:
        return redirect("sign_in")
    form = SecondFactorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        since = now - dt.timedelta(seconds=settings.LOCK_SECONDS)
        if failures_since(since, username=user.username) >= settings.LOCK_FAILURES:
            form.add_error(None, locked_sentence())
        elif _factor_fits(user, form.cleaned_data["code"], now):
            _note(request, user.username, user, SignInReason.OK, now)
            sessions.begin(request, user, factor=True, at=now)
            return _arrive(request)
        else:
            _note(request, user.username, user, SignInReason.WRONG_CODE, now)
            form.add_error("code", _("动态口令不正确，请等待应用显示新的数字后再试。"))
    return page(request, "accounts/second_factor.html", form)


@never_cache
@open_to(ANYONE)
def pick_county(request: Any) -> HttpResponse:
    """Whoever works in several counties says in which one now; switching is picking again."""
    if not request.user.is_authenticated:
        return redirect("sign_in")
    counties = counties_of(request.user)
    form = CountyForm(request.POST if request.method == "POST" else None, counties=counties)
    if request.method == "POST" and form.is_valid():
        request.session[sessions.COUNTY] = form.cleaned_data["county"]
        request.session.cycle_key()
        return _arrive(request)
    return page(request, "accounts/pick_county.html", form, counties=counties)


@comes_first
@open_to(SIGNED_IN)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("sign_in")


def _arrive(request: Any) -> HttpResponse:
    if request.session.get(sessions.COUNTY) is None:
        return redirect("pick_county")
    return redirect(
        sessions.safe_next(request, request.session.pop(sessions.NEXT, "")) or resolve_url("desk")
    )


def _too_many(request: HttpRequest, now: dt.datetime) -> bool:
    """Whether this address failed too often lately, whatever the accounts."""
    ip = address_of(request)
    since = now - dt.timedelta(seconds=settings.LOCK_SECONDS)
    return (
        request.method == "POST"
        and ip is not None
        and failures_since(since, ip=ip) >= settings.LOCK_FAILURES_BY_ADDRESS
    )


def _has_factor(user: User) -> bool:
    return Authenticator.objects.filter(user=user).exists()


def _halfway(request: Any, now: dt.datetime) -> User | None:
    pk, since = request.session.get(sessions.HALFWAY) or (None, 0)
    if pk is None or now.timestamp() - since > sessions.HALFWAY_SECONDS:
        return None
    return User.objects.filter(pk=pk, is_active=True).first()


def _factor_fits(user: User, code: str, now: dt.datetime) -> bool:
    if code.isdigit():
        return take_code(user=user, code=code, at=now)
    for county in counties_of(user):
        with in_tenant(county.county_id):
            actor = actor_for(user, tenant=county.county_id, on=timezone.localdate(now))
            if actor is not None and use_recovery_code(code=code, actor=actor, at=now):
                return True
    return False


def _note(request: HttpRequest, username: str, user: User | None, reason: str, now: dt.datetime) -> None:
    if user is None:
        user = User.objects.filter(username=username).first()
    note_sign_in(
        username=username, user=user, reason=reason, ip=address_of(request), agent=agent_of(request), at=now
    )
