"""Who acts in these tests: the county centre, a grid worker, a stranger to the ground."""

from zoneinfo import ZoneInfo

from core.permissions.actor import ActingPost, Actor
from core.tenancy.ids import uuid7

SHANGHAI = ZoneInfo("Asia/Shanghai")
VIEW, CHANGE = "grids.view", "grids.change"


def person(tenant: int, path: str | None, *abilities: str, name: str = "王秀英") -> Actor:
    post = ActingPost(
        id=uuid7(), role="ROLE", title="县综治中心", path=path, unit_id=None, abilities=frozenset(abilities)
    )
    return Actor(tenant=tenant, user_id=uuid7(), person_id=uuid7(), name=name, posts=(post,))


def centre(tenant: int = 130723, path: str | None = None) -> Actor:
    """Someone who may change the tree from `path` down, else of the whole county."""
    return person(tenant, path or str(tenant), VIEW, CHANGE)


def worker(path: str, tenant: int = 130723) -> Actor:
    """Someone who only sees what lies below `path`."""
    return person(tenant, path, VIEW, name="李桂英")
