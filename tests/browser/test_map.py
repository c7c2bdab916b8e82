"""Boundaries are shown, looked up and drawn on a blank ground."""

import json

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_boundaries_are_shown_and_a_point_is_looked_up(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}area/")
    expect(page.locator("#map")).to_have_attribute("data-shown", "3")
    page.click("#map", position={"x": 200, "y": 200})
    expect(page.locator("#found")).to_contain_text("李家地镇 114.")


def test_a_drawn_boundary_lands_in_the_form(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}draw/")
    expect(page.locator("#map")).to_have_attribute("data-shown", "3")
    page.click(".leaflet-pm-icon-polygon")
    for x, y in ((60, 60), (140, 60), (140, 140), (60, 60)):
        page.click("#map", position={"x": x, "y": y})
        page.wait_for_timeout(60)
    drawn = json.loads(page.input_value("#boundary"))
    assert drawn["type"] == "MultiPolygon"
    assert len(drawn["coordinates"]) == 2
