"""Setting a password by a printed slip."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.actions.activate import activate as set_first_password
from accounts.actions.note_sign_in import note_sign_in
from accounts.choices import SignInReason
from accounts.forms.sign_in import ActivationForm, locked_sentence
from accounts.models import Slip, User
from accounts.origin import address_of, agent_of
from accounts.selectors import failures_since, slip_bearer
from core.permissions.actor import Actor
from core.permissions.answers import attempt, page, sent
from core.permissions.gate import ANYONE, open_to
from core.tenancy.context import in_tenant


@never_cache
@sensitive_post_parameters("new", "again", "code")
@open_to(ANYONE)
def activate(request: Any) -> HttpResponse:
    """Account, code and a new password. A wrong pair, a used and an expired slip are answered alike."""
    if request.actor is not None:
        if request.method != "POST":
            return redirect("my_account")
        logout(request)
        return redirect("activate")
    form = ActivationForm(sent(request))
    if form.is_valid():
        now = timezone.now()
        username = form.cleaned_data["username"]
        found = None
        if _too_many(request, username, now):
            form.add_error(None, locked_sentence())
        elif (found := slip_bearer(username, form.cleaned_data["code"], at=now)) is None:
            _note(request, username, SignInReason.WRONG_SLIP, now)
            form.add_error(None, _("账号与代码不符，或凭单已失效。请核对，或向签发人重新领取。"))
        elif _use(form, *found, now):
            _note(request, username, SignInReason.SLIP_USED, now)
            messages.success(request, _("密码已设置，请用新密码登录。"))
            return redirect("sign_in")
    return page(request, "accounts/activate.html", form)


def _use(form: ActivationForm, county: int, slip_id: Any, now: dt.datetime) -> bool:
    with in_tenant(county):
        slip = Slip.objects.select_related("staff").get(pk=slip_id)
        staff = slip.staff
        bearer = Actor(tenant=county, user_id=staff.user_id, person_id=staff.pk, name=staff.name)
        done = attempt(
            form,
            lambda given: set_first_password(slip=slip, password=given["new"], actor=bearer, at=now),
        )
    return done is not None


def _too_many(request: HttpRequest, username: str, now: dt.datetime) -> bool:
    since = now - dt.timedelta(seconds=settings.LOCK_SECONDS)
    ip = address_of(request)
    return failures_since(since, username=username) >= settings.LOCK_FAILURES or (
        ip is not None and failures_since(since, ip=ip) >= settings.LOCK_FAILURES_BY_ADDRESS
    )


def _note(request: HttpRequest, username: str, reason: str, now: dt.datetime) -> None:
    note_sign_in(
        username=username,
        user=User.objects.filter(username=username).first(),
        reason=reason,
        ip=address_of(request),
        agent=agent_of(request),
        at=now,
    )
