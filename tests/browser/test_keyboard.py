"""The desk is used with a phone at the ear: everything by keyboard."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_slash_goes_to_the_search_and_escape_leaves_it(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}desk/")
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("j/")
    expect(page.locator("#search")).to_have_value("j/")
    page.keyboard.press("Escape")
    expect(page.locator("#search")).not_to_be_focused()


def test_j_and_k_walk_the_rows_x_picks_and_enter_opens(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}desk/")
    for _ in range(3):
        page.keyboard.press("j")
    page.keyboard.press("k")
    assert "0380" in page.locator("tr.cursor").inner_text()
    page.keyboard.press("x")
    expect(page.locator(".bulk [data-picked]")).to_have_text("已选 1 项")
    expect(page.locator(".bulk")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{gallery}desk/#0380")


def test_the_head_tick_picks_all_rows(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}desk/")
    page.check("[data-pick-all]")
    expect(page.locator(".bulk [data-picked]")).to_have_text("已选 6 项")
    page.uncheck("[aria-label=选第0380号]")
    expect(page.locator(".bulk [data-picked]")).to_have_text("已选 5 项")
    assert page.eval_on_selector("[data-pick-all]", "tick => tick.indeterminate")


def test_a_function_key_opens_its_menu_item(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}desk/")
    page.keyboard.press("F2")
    expect(page).to_have_url(f"{gallery}desk/#")


def test_help_opens_and_closes(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}desk/")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()


def test_the_first_stop_of_tab_leads_to_the_page(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}desk/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_the_tree_is_one_stop_and_arrows_walk_and_open_it(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}area/")
    assert page.locator("[role=tree] [tabindex='0']").count() == 1
    page.focus("[role=treeitem][aria-selected=true]")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[role=treeitem][aria-selected=true] [role=treeitem]")).to_have_count(3)
    page.keyboard.press("ArrowRight")
    expect(page.locator("[role=treeitem]:focus")).to_have_text("一网格")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[role=treeitem]:focus")).to_have_text("二网格")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[role=treeitem][aria-selected=true]")).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{gallery}area/#lijiadi")


def test_a_step_asks_first_and_a_refused_step_says_why(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}case/")
    expect(page.get_by_role("button", name="结案")).to_be_disabled()
    expect(page.get_by_text("结案：卷宗还缺 2 项")).to_be_visible()
    page.click("text=上报县级")
    expect(page.locator("#confirm h2")).to_have_text("把本案上报县综治中心？村、镇继续协办。")
    page.keyboard.press("Escape")
    expect(page.locator("#confirm")).to_be_hidden()
    page.click("text=上报县级")
    with page.expect_navigation():
        page.click("#confirm [value=yes]")
