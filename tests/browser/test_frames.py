"""The frames and the parts of pages, looked at by axe at the widths people use."""

import pytest
from playwright.sync_api import Page

from script.house.browser import grave_findings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = ["desk", "case", "form", "area", "phone", "signin"]
WIDTHS = {"desk": 1440, "phone": 390, "smallest": 320, "desk at 200 %": 720}


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious_and_nothing_scrolls_sideways(page: Page, gallery: str, name: str) -> None:
    page.goto(f"{gallery}{name}/")
    for words, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 800})
        too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert too_wide <= 0, f"{name} on {words} ({width} px)"
        if width in (1440, 390):
            assert grave_findings(page) == [], f"{name} on {words}"


def test_the_larger_edition_stays_after_the_page_is_left(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}desk/")
    plain = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    page.click("details.drop summary")
    page.click("[data-care-toggle]")
    page.goto(f"{gallery}form/")
    larger = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    assert larger >= plain * 1.15
    assert grave_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_everything_a_thumb_presses_is_44_px_high(page: Page, gallery: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{gallery}phone/")
    heights = page.eval_on_selector_all(
        "main a, nav a, button", "all => all.filter(e => e.offsetParent).map(e => e.offsetHeight)"
    )
    assert heights
    assert min(heights) >= 44
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "18px"


def test_a_phone_page_loads_less_than_17_kb_of_script(page: Page, gallery: str) -> None:
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(len(answer.body())) if ".js" in answer.url else None)
    page.goto(f"{gallery}phone/", wait_until="networkidle")
    assert 0 < sum(sizes) < 17 * 1024


def test_a_page_that_is_not_there_says_so_in_chinese(page: Page, gallery: str) -> None:
    answer = page.goto(f"{gallery}no/such/page/")
    assert answer is not None
    assert answer.status == 404
    assert page.locator("h1").inner_text() == "没有找到"
    assert grave_findings(page) == []
