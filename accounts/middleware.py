"""One request, one person, one county."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone

from accounts.selectors import actor_for
from core.tenancy.context import in_tenant

SESSION_KEY = "tenant"


class ActingMiddleware:
    """Opens the signed-in user's county for the request and sets `request.actor` (None for strangers).

    The whole request is one transaction; an answer of 500 and above takes it back.
    """

    def __init__(self, get_response: Callable[[Any], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.actor = None
        tenant = request.session.get(SESSION_KEY)
        if tenant is None or not request.user.is_authenticated:
            return self.get_response(request)
        with in_tenant(tenant):
            request.actor = actor_for(request.user, tenant=tenant, on=timezone.localdate())
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            return response
