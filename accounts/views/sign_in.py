from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.forms import SignIn
from accounts.middleware import SESSION_KEY
from core.permissions.gate import ANYONE, SIGNED_IN, open_to


@open_to(ANYONE)
def sign_in(request: HttpRequest) -> HttpResponse:
    form = SignIn(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid() and form.user is not None:
        login(request, form.user)
        login_row = form.user.counties.order_by("county_id").first()
        request.session[SESSION_KEY] = login_row.county_id if login_row else None
        return redirect(_where_to(request))
    return render(request, "accounts/sign_in.html", {"form": form})


@open_to(SIGNED_IN)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("sign_in")


def _where_to(request: HttpRequest) -> str:
    target = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else resolve_url("desk")
