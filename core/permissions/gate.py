"""Routes are closed until they say who may enter."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _

ANYONE = "anyone"
SIGNED_IN = "signed_in"

V = TypeVar("V", bound=Callable[..., Any])


def open_to(ability: str, **by_method: str) -> Callable[[V], V]:
    """Mark a view (function or class) as open to holders of `ability`, to ANYONE or to SIGNED_IN.

    Args:
        ability: needed for every method not named in `by_method`.
        by_method: other abilities by HTTP method, e.g. `POST="grids.change"`.
    """

    def mark(view: V) -> V:
        view.open_to = {"*": ability, **by_method}  # type: ignore[attr-defined]  # read back by `needed`
        return view

    return mark


def needed(view: Any, method: str) -> str | None:
    """The ability a request with `method` needs on `view`; None where the view was never opened."""
    for candidate in (view, getattr(view, "view_class", None), getattr(view, "cls", None)):
        if (marks := getattr(candidate, "open_to", None)) is not None:
            return str(marks.get(method, marks["*"]))
    return None


class ClosedByDefault:
    """Middleware: nobody enters an unmarked route (404); the rest by ability (403), strangers to the sign-in page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        ability = needed(view, request.method)
        if ability is None:
            raise Http404
        if ability == ANYONE:
            return None
        actor = request.actor
        if actor is None:
            if request.path.startswith(settings.API_PREFIX):
                return JsonResponse({"error": {"status": 401, "message": str(_("请先登录。"))}}, status=401)
            if request.headers.get("HX-Request"):  # the sign-in page would land inside the page it asked from
                return HttpResponse(status=401)
            return redirect_to_login(_way_back(request))
        if ability != SIGNED_IN and not actor.has(ability):
            raise PermissionDenied
        return None


def _way_back(request: HttpRequest) -> str:
    """Where to go on after signing in. What was posted can't be posted again by itself: back to its form (which kept
    a draft of it), never to an address that only takes posts."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.get_host():
        return "/"
    return came_from.path + (f"?{came_from.query}" if came_from.query else "")
