"""A form never loses what was typed."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fill(page: Page, name: str = "三网格") -> None:
    page.fill("#id_name", name)
    page.fill("#id_reason", "户数过多")
    page.fill("#id_phone", "13800005678")
    page.wait_for_timeout(400)


def test_errors_stand_beside_the_field_and_in_the_summary(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}form/")
    page.fill("#id_reason", "户数过多")
    page.click("text=先看影响")
    expect(page.locator(".errors h2")).to_have_text("有 4 处需要改正")
    expect(page.locator("#id_reason")).to_have_value("户数过多")
    name = page.locator("#id_name")
    expect(name).to_have_attribute("aria-invalid", "true")
    described = (name.get_attribute("aria-describedby") or "").split()
    assert any(page.locator(f"#{one} .error").count() for one in described)
    page.click(".errors a >> nth=0")
    expect(name).to_be_focused()


def test_a_draft_survives_the_closed_page(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}form/")
    fill(page)
    page.goto(f"{gallery}desk/")
    page.goto(f"{gallery}form/")
    expect(page.locator("#id_name")).to_have_value("三网格")
    expect(page.locator(".draft-note")).to_contain_text("已恢复上次没有提交的内容")
    page.click(".draft-note button")
    expect(page.locator("#id_name")).to_have_value("")


def test_a_phone_number_is_never_kept(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}form/")
    fill(page)
    assert "13800005678" not in page.evaluate("JSON.stringify(localStorage)")


def test_a_draft_survives_a_lost_session(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}form/")
    fill(page)
    page.route("**/gallery/form/", lambda route: route.fulfill(status=302, headers={"Location": "/sign-in/"}))
    page.click("text=先看影响")
    expect(page).to_have_url(gallery.replace("gallery/", "sign-in/"))
    page.unroute("**/gallery/form/")
    page.goto(f"{gallery}desk/")
    page.goto(f"{gallery}form/")
    expect(page.locator("#id_name")).to_have_value("三网格")


def test_a_draft_is_gone_once_the_form_was_taken_and_the_act_can_be_undone(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}form/")
    fill(page)
    page.select_option("#id_kind", "R")
    page.fill("#id_on", "2026-12-01")
    page.click("text=先看影响")
    expect(page.locator("h1")).to_have_text("已登记")
    expect(page.locator(".toast")).to_contain_text("已登记，明日零时生效。")
    expect(page.locator(".toast [data-undo]")).to_have_text("撤销")
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft:'))") == []
    page.goto(f"{gallery}form/")
    expect(page.locator("#id_name")).to_have_value("")


def test_another_person_at_the_same_machine_sees_no_draft(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}form/")
    fill(page)
    page.goto(f"{gallery}form/?as=other")
    expect(page.locator("#id_name")).to_have_value("")


def test_signing_out_clears_the_drafts(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}form/")
    fill(page)
    page.click("details.drop summary")
    with page.expect_navigation():
        page.click("[data-sign-out] button")
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft:'))") == []
