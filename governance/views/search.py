"""The box in the head of each page: areas, people, disputes and households within the person's own reach."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.models import Post
from core.paths.ranges import STEP_WIDTH, ancestors_of
from core.permissions.gate import SIGNED_IN, open_to
from core.rules.tokens import is_too_short
from governance.selectors import FOUND, cases_found, doors_found, people_found
from grids.selectors import area_names, find_areas

LONGEST = 40


@open_to(SIGNED_IN)
@require_GET
def search(request: Any) -> HttpResponse:
    """What fits `?q=`, at most as many of each kind as one reads."""
    words = request.GET.get("q", "").strip()[:LONGEST]
    areas = find_areas(request.actor, words, limit=FOUND)
    posts = people_found(request.actor, words, on=timezone.localdate())
    paths = {path for area in areas for path in ancestors_of(area.path)}
    paths |= {path for post in posts for path in ancestors_of(_place(post))}
    names = area_names(paths)
    context = {
        "cases": cases_found(request.actor, words, at=timezone.now()),
        "doors": doors_found(request.actor, words, on=timezone.localdate()),
        "words": words,
        "areas": [(area, _trail(names, area.path[:-STEP_WIDTH])) for area in areas],
        "posts": [(post, _trail(names, _place(post))) for post in posts],
        "most": FOUND,
        "is_too_short": is_too_short(words),
    }
    return render(request, "governance/search.html", context)


def _place(post: Post) -> str:
    return str(post.path or (post.unit.path if post.unit else ""))


def _trail(names: dict[str, str], path: str) -> list[str]:
    """Names from the township down (everybody here is in the same county); the county's own where it is alone."""
    trail = [names[each] for each in ancestors_of(path) if each in names]
    return trail[1:] or trail
