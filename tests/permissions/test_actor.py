"""What an actor may, and under which post."""

from typing import Any
from uuid import uuid4

import pytest

from core.permissions.actor import ActingPost, Actor
from core.permissions.verdict import Refused, Verdict, require

NEIGHBOUR = "130722"


def post(path: str | None, *abilities: str) -> ActingPost:
    return ActingPost(
        id=uuid4(), role="X", title="岗位", path=path, unit_id=None, abilities=frozenset(abilities)
    )


def actor(*posts: ActingPost) -> Actor:
    return Actor(tenant=130723, user_id=uuid4(), person_id=uuid4(), name="王秀英", posts=posts)


def test_the_post_nearest_to_the_place_is_used() -> None:
    county, town = post("130723", "a.do"), post("130723001", "a.do")
    both = actor(county, town)
    assert both.post_for("a.do", "130723001001") == town
    assert both.post_for("a.do", "130723002") == county
    assert both.post_for("b.do") is None


def test_paths_are_united_outermost_only() -> None:
    several = actor(
        post("130723001", "a.do"), post("130723001002", "a.do"), post("130723005", "a.do"), post(None, "a.do")
    )
    assert several.paths_for("a.do") == ("130723001", "130723005")


def test_the_neighbour_county_is_never_reached() -> None:
    ours = actor(post("130723", "a.do"))
    assert ours.post_for("a.do", NEIGHBOUR) is None
    assert ours.post_for("a.do", NEIGHBOUR + "001") is None


def test_only_a_person_is_a_person() -> None:
    assert Actor.system(130723).is_system
    with pytest.raises(LookupError):
        _ = Actor.system(130723).person


def test_a_refusal_stops_with_its_reason() -> None:
    held: Any = post("130723")
    assert require(Verdict.yes(held)) == held
    with pytest.raises(Refused, match="该纠纷已结案"):
        require(Verdict.no("该纠纷已结案"))
