"""Names of places for lists of people, in one query for the whole list."""

from collections.abc import Iterable, Sequence

from accounts.models import Post
from core.paths.ranges import ancestors_of
from core.tenancy.prepared import Given, Prepared
from grids.models import Area


def place_names(paths: Iterable[str | None]) -> dict[str, str]:
    """Each path with its names from the township down; the county's own name for the county."""
    wanted = {path for path in paths if path}
    above = {ancestor for path in wanted for ancestor in ancestors_of(path)}
    names = dict(_NAMES(paths=sorted(above))) if above else {}
    return {path: _written(path, names) for path in wanted}


_NAMES = Prepared(lambda: Area.objects.filter(path__any_of=Given("paths")).values_list("path", "name"))


def with_places(posts: Iterable[Post]) -> Sequence[Post]:
    """The posts, each with `.place`: the area's names, or the unit's."""
    rows = list(posts)
    names = place_names(post.path for post in rows)
    for post in rows:
        by_unit = post.unit.name if post.unit_id and post.unit else ""
        post.place = by_unit or names.get(post.path or "", "")  # type: ignore[attr-defined]  # for templates
    return rows


def _written(path: str, names: dict[str, str]) -> str:
    own = ancestors_of(path)
    shown = own[1:] or own
    return " › ".join(names.get(one, "") or one for one in shown)
