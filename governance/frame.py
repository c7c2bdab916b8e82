"""What the frame round every page needs: the menu, where the person stands, which frame to draw."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.choices import Role
from core.notifications.selectors import unread_count
from core.permissions.actor import Actor
from core.tenancy.models import Tenant
from governance.menu import desk_menu, phone_menu

AT_THE_DOOR = {
    Role.GRID_WORKER,
    Role.VOLUNTEER,
    Role.LIAISON_CADRE,
    Role.VILLAGE_MEDIATOR,
    Role.TOWNSHIP_MEDIATOR,
}
DESK, PHONE = "desk.html", "phone.html"


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Costs nothing on a page that draws no frame."""
    actor: Actor | None = getattr(request, "actor", None)
    return {
        "actor": actor,
        "frame_template": _frame_for(actor, request.headers.get("User-Agent", "")),
        "menu": SimpleLazyObject(lambda: desk_menu(actor, request.get_full_path()) if actor else ()),
        "phone_menu": SimpleLazyObject(lambda: phone_menu(actor, request.get_full_path()) if actor else ()),
        "where": SimpleLazyObject(lambda: _where(actor) if actor else ""),
        "unread_count": SimpleLazyObject(
            lambda: unread_count(actor.user_id) if actor and actor.user_id else 0
        ),
    }


def _frame_for(actor: Actor | None, agent: str) -> str:
    """People who work at the door get the phone's frame on their phones; everybody else the desk."""
    at_the_door = actor is not None and bool(actor.posts) and all(p.role in AT_THE_DOOR for p in actor.posts)
    return PHONE if at_the_door and "Mobi" in agent else DESK


def _where(actor: Actor) -> str:
    return " · ".join([_county(actor.tenant), *dict.fromkeys(post.title for post in actor.posts)])


@lru_cache(maxsize=4096)
def _county(code: int) -> str:
    return Tenant.objects.values_list("name", flat=True).get(code=code)
