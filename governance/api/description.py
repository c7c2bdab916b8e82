"""What the API offers: as an OpenAPI file for programs, as one page for people; no part of it comes from a CDN."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularJSONAPIView

from core.permissions.gate import SIGNED_IN, open_to

METHODS = ("get", "post", "put", "patch", "delete")


@open_to(SIGNED_IN)
class Schema(SpectacularJSONAPIView):
    """OpenAPI 3 as JSON."""


def _entries(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for address, methods in sorted(schema["paths"].items()):
        for method in METHODS:
            if operation := methods.get(method):
                yield {
                    "method": method.upper(),
                    "address": address,
                    "summary": operation.get("summary", ""),
                    "description": operation.get("description", ""),
                    "parameters": [p["name"] for p in operation.get("parameters", [])],
                    "answers": sorted(operation.get("responses", {})),
                }


@open_to(SIGNED_IN)
def page(request: HttpRequest) -> HttpResponse:
    """The table of addresses, drawn from the same schema."""
    schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # untyped library
    return render(request, "governance/api_page.html", {"entries": list(_entries(schema))})
