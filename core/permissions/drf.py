"""The same gate for the API: `open_to` on the view class, refusals in the API's own shape."""

from typing import Any

from rest_framework.permissions import BasePermission

from core.permissions.gate import ANYONE, SIGNED_IN, needed


class OpenTo(BasePermission):
    """Default permission of every API view: closed unless the class is marked with `open_to`."""

    def has_permission(self, request: Any, view: Any) -> bool:
        ability = needed(type(view), request.method)
        if ability == ANYONE:
            return True
        actor = getattr(request, "actor", None)
        return ability is not None and actor is not None and (ability == SIGNED_IN or actor.has(ability))
