"""Errors of the API in one shape, each with a Chinese sentence; messages by field stand beside their field."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from core.permissions.verdict import Conflict, Refused
from governance.views.errors import error_body


def explain(exception: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler; None where the error is ours to mend (status 500)."""
    if isinstance(exception, Refused):
        status = 409 if isinstance(exception, Conflict) else 403
        return Response(error_body(status, str(exception)), status=status)
    response = exception_handler(exception, context)
    if response is None:
        return None
    fields = _by_field(exception.detail) if isinstance(exception, ValidationError) else {}
    own = str(exception) if isinstance(exception, PermissionDenied) else ""
    response.data = error_body(response.status_code, own or _sentence(exception), fields)
    return response


def _sentence(exception: Exception) -> str:
    if isinstance(exception, Http404 | PermissionDenied | ValidationError):
        return ""
    return str(exception.detail) if isinstance(exception, APIException) else ""


def _by_field(detail: Any) -> dict[str, list[str]]:
    if isinstance(detail, dict):
        return {
            key: [str(m) for m in value] if isinstance(value, list) else [str(value)]
            for key, value in detail.items()
        }
    return {"": [str(message) for message in detail]}
