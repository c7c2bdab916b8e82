"""One request, one person, one county."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.passwords import is_expired
from accounts.selectors import actor_for
from accounts.sessions import COUNTY, FACTOR, has_idled, is_officer
from core.permissions.gate import ANYONE, needed
from core.tenancy.context import in_tenant

SESSION_KEY = COUNTY


class ActingMiddleware:
    """Opens the signed-in user's county for the request and sets `request.actor` (None for strangers).

    The actor is made anew for each request, so that a closed account or an ended post counts at once. The whole
    request is one transaction; an answer of 500 and above takes it back.
    """

    def __init__(self, get_response: Callable[[Any], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.actor = request.first_thing = None
        tenant = request.session.get(COUNTY)
        if tenant is None or not request.user.is_authenticated:
            return self.get_response(request)
        with in_tenant(tenant):
            now = timezone.now()
            actor = actor_for(request.user, tenant=tenant, on=timezone.localdate(now))
            if has_idled(request.session, actor, at=now):
                logout(request)
            else:
                request.actor = actor
                request.first_thing = _first_thing(request, now) if actor else None
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            return response

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Nothing else opens before an old password is changed and an officer's second factor is set up."""
        first = request.first_thing
        if first is None or getattr(view, "comes_first", False) or needed(view, request.method) == ANYONE:
            return None
        if request.path.startswith(settings.API_PREFIX):
            return JsonResponse(
                {"error": {"status": 403, "message": _("请先完成账号安全设置。")}}, status=403
            )
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401)
        return redirect(first)


def _first_thing(request: Any, now: Any) -> str | None:
    if is_expired(request.user, at=now):
        return "change_password"
    if is_officer(request.actor) and not request.session.get(FACTOR):
        return "set_up_totp"
    return None


def comes_first(view: Any) -> Any:
    """Mark a view that opens even while something else has to be done first."""
    view.comes_first = True
    return view
