"""The search box finds areas and people within one's own reach, and nothing of the neighbour."""

from collections.abc import Iterator

import pytest
from django.test import Client

from core.permissions import abilities
from tests.house import House


def search(browser: Client, words: str) -> str:
    answer = browser.get("/search/", {"q": words})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture(autouse=True)
def _everybody_may_see_people(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    table = {role: {"grids.view", "accounts.view"} for role in ("TOWNSHIP_CLERK", "COUNTY_CENTRE")}
    monkeypatch.setattr(abilities, "import_string", lambda name: table)
    abilities.abilities_of.cache_clear()
    yield
    abilities.abilities_of.cache_clear()


def test_an_area_is_found_by_name_and_by_code(browsers: dict[str, Client]) -> None:
    assert "永兴社区" in search(browsers["county_centre"], "永兴")
    assert "永兴社区" in search(browsers["county_centre"], "130723100001")


def test_nothing_outside_ones_reach_is_found(browsers: dict[str, Client], house: House) -> None:
    assert "永兴社区</a>" not in search(browsers["far_clerk"], "永兴")
    assert "没有找到" in search(browsers["far_clerk"], "永兴")
    assert "没有找到" in search(browsers["neighbour"], "永兴")
    assert "没有找到" in search(browsers["neighbour"], house.staff["township_clerk"].name)


def test_a_person_is_found_by_part_of_the_name(browsers: dict[str, Client], house: House) -> None:
    clerk = house.staff["township_clerk"].name
    assert clerk in search(browsers["county_centre"], clerk[:2])
    assert "远镇人" not in search(browsers["township_clerk"], "远镇")


def test_without_words_it_says_what_to_do(browsers: dict[str, Client]) -> None:
    assert "输入区域名称" in search(browsers["county_centre"], " ")


def test_one_character_finds_areas_and_people_and_says_what_it_does_not_find(
    browsers: dict[str, Client],
) -> None:
    said = search(browsers["county_centre"], "永")
    assert "永兴社区" in said
    assert "请至少输入两个字" in said


def test_pattern_signs_find_nothing_by_themselves(browsers: dict[str, Client]) -> None:
    assert "没有找到" in search(browsers["county_centre"], "%")
