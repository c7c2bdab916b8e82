"""The ground under a map: blank unless the installation names its own, and from that host alone."""

import dataclasses
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import Client

from governance.environment import Ground, map_ground
from tests.house import House

ROOT = Path(__file__).resolve().parents[2]
TILES = "https://map.example.gov.cn:8443/tiles/{z}/{x}/{y}.png?tk=abc"


def told(monkeypatch: pytest.MonkeyPatch, url: str, note: str = "某县地图 审图号：冀S(2026)001号") -> Ground:
    monkeypatch.setenv("FENGGE_MAP_TILES", url)
    monkeypatch.setenv("FENGGE_MAP_NOTE", note)
    return map_ground()


def test_nothing_is_built_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FENGGE_MAP_TILES", raising=False)
    assert map_ground() == Ground()
    assert Template("<div{% map_ground %}>").render(Context()) == "<div>"


def test_the_policy_lets_in_the_host_and_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, TILES).origin == "https://map.example.gov.cn:8443"
    assert told(monkeypatch, "/tiles/{z}/{x}/{y}.png").origin == ""


@pytest.mark.parametrize(
    "url",
    [
        "https://map.example.gov.cn/tiles.png",
        "https://{s}.example.gov.cn/{z}/{x}/{y}.png",
        "ftp://map.example.gov.cn/{z}/{x}/{y}.png",
        "//map.example.gov.cn/{z}/{x}/{y}.png",
        "javascript:alert(1)//{z}{x}{y}",
        "https://map.example.gov.cn/{z}/{x}/{y}.png; script-src *",
    ],
)
def test_what_is_no_address_of_tiles_stops_the_start(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    with pytest.raises(ValueError, match="FENGGE_MAP_TILES"):
        told(monkeypatch, url)


def test_a_map_is_named_with_its_approval_number(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="审图号"):
        told(monkeypatch, TILES, note="")


def test_the_maps_of_a_page_carry_it(
    house: House, browsers: dict[str, Client], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    page = f"/areas/{house.ground.village.pk}/"
    assert "data-ground-url" not in browsers["county_centre"].get(page).content.decode()
    settings.MAP_GROUND = dataclasses.replace(told(monkeypatch, TILES), note='甲"><script>乙')
    for address in (page, f"{page}boundary/"):
        shown = browsers["county_centre"].get(address).content.decode()
        assert 'data-ground-url="https://map.example.gov.cn:8443/tiles/{z}/{x}/{y}.png?tk=abc"' in shown
        assert "甲&quot;&gt;&lt;script&gt;乙" in shown


def test_the_policy_of_this_installation_names_no_foreign_host() -> None:
    assert Ground() == settings.MAP_GROUND, "the tests run without a ground"
    sources = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"]
    assert sources == ["'self'", "data:", "blob:"]


def test_every_map_takes_the_ground() -> None:
    bare = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if re.search(r"\bdata-map(?!\{% map_ground %\}|-)", path.read_text("utf-8"))
    ]
    assert bare == []
