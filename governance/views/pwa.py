"""The shell of the phone pages: manifest, service worker, and the page shown without a network."""

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from core.permissions.gate import ANYONE, open_to
from governance.assets import BUILD, asset_name

BLUE = "#163d70"


@open_to(ANYONE)
@require_GET
@cache_control(max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    icons = [
        {"src": static("icons/icon-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": static("icons/icon-512.png"), "sizes": "512x512", "type": "image/png"},
        {
            "src": static("icons/icon-maskable-512.png"),
            "sizes": "512x512",
            "type": "image/png",
            "purpose": "maskable",
        },
    ]
    return JsonResponse(
        {
            "name": _("枫格 · 网格化社会治理"),
            "short_name": _("枫格"),
            "lang": "zh-CN",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": BLUE,
            "theme_color": BLUE,
            "icons": icons,
        },
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )


@open_to(ANYONE)
@require_GET
def service_worker(request: HttpRequest) -> HttpResponse | FileResponse:
    """The built worker from the root, so that its scope is the whole site; never kept by the browser's cache."""
    try:
        source = (BUILD / asset_name("sw.js")).read_bytes()
    except FileNotFoundError:
        return HttpResponse(status=404)
    return HttpResponse(
        source,
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"},
    )


@open_to(ANYONE)
@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """Kept in every browser, so it must be the same for everybody: it is drawn without the request."""
    return HttpResponse(render(None, "governance/offline.html").content)
