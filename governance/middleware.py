"""What every answer gets: its id, its security headers, and a sentence where an act was refused."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control

from core.permissions.verdict import Refused
from governance import request_id
from governance.views.errors import refused

PERMISSIONS = "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"


class Answering:
    """Outermost: request id, Permissions-Policy, and no stored copies of what only a signed-in person may see."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Said once, not found out anew at each of a page's hundreds of words and times: what nobody set costs twice.
        translation.activate(settings.LANGUAGE_CODE)
        timezone.activate(timezone.get_default_timezone())
        name = request_id.begin(request.headers.get("X-Request-Id", ""))
        request.request_id = name  # type: ignore[attr-defined]  # read back by core.audit.origin
        response = self.get_response(request)
        response["X-Request-Id"] = name
        response.setdefault("Permissions-Policy", PERMISSIONS)
        is_private = getattr(request, "actor", None) is not None
        if is_private and not response.has_header("Cache-Control") and not settings.DEBUG:
            patch_cache_control(response, private=True, no_store=True)  # the county's machines are shared
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refused(request, exception) if isinstance(exception, Refused) else None
