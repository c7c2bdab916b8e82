"""A dispute is taken in at the counter without the mouse, and a lost page loses nothing."""

from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from core.rules.identity import id_check_digit
from core.tenancy.context import in_tenant
from disputes.models import Case, Party
from script.house.browser import PHONE, PHONE_AGENT
from tests.cast import KANGBAO
from tests.house import furnish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NUMBER = "13072319900307123" + id_check_digit("13072319900307123")


@pytest.fixture
def counter(page: Page, live_server: LiveServer) -> Page:
    """The clerk's desk, signed in."""
    sign_in(page.context, live_server, "township_clerk")
    page.goto(live_server.url)
    return page


def sign_in(context: BrowserContext, live_server: LiveServer, who: str) -> None:
    somebody = furnish().browser(who)
    cookie: Any = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": somebody.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": live_server.url,
    }
    context.add_cookies([cookie])


def test_by_keyboard_alone(counter: Page) -> None:
    keys = counter.keyboard
    keys.press("F2")
    expect(counter.locator("#id_party-0-name")).to_be_focused()
    keys.type("赵铁柱")
    keys.press("Tab")
    keys.press("Tab")
    keys.type(NUMBER)
    keys.press("Tab")
    expect(counter.locator("#id_party-0-born_on")).to_have_value("1990-03-07")
    expect(counter.locator("#id_party-0-sex")).to_have_value("1")
    counter.locator("#id_party-1-name").focus()
    keys.type("钱木匠")
    counter.locator("[data-add-row]").focus()
    keys.press("Enter")
    counter.locator("#id_party-2-name").focus()
    keys.type("孙瓦匠")
    counter.locator("#id_kind_code").focus()
    keys.type("02")
    keys.press("Tab")
    keys.type("永兴社区 第一网格")
    counter.locator("#id_summary").focus()
    keys.type("下水道堵塞，互相推诿。")
    keys.press("Control+Enter")
    expect(counter.locator(".toast")).to_contain_text("已登记，一案一码")
    with in_tenant(KANGBAO):
        people = Party.objects.filter(case=Case.objects.get(kind_code="02")).order_by("position")
        assert list(people.values_list("name", flat=True)) == ["赵铁柱", "钱木匠", "孙瓦匠"]


def test_what_is_wrong_of_the_second_person_is_said_at_the_top(counter: Page) -> None:
    counter.keyboard.press("F2")
    counter.fill("#id_party-0-name", "王长顺")
    counter.fill("#id_party-1-name", "李桂芝")
    counter.select_option("#id_kind_code", "03")
    counter.fill("#id_area", "永兴社区 第一网格")
    counter.fill("#id_summary", "下水道堵塞，互相推诿。")
    counter.fill("#id_party-1-phone", "abc")
    with counter.expect_navigation():
        counter.keyboard.press("Control+Enter")
    expect(counter.locator(".errors")).to_be_focused()
    counter.click("text=第 2 名当事人：电话")
    expect(counter.locator("#id_party-1-phone")).to_be_focused()


@pytest.mark.parametrize("scripted", [True, False])
def test_enter_sends_the_form_and_adds_no_row(
    counter: Page, live_server: LiveServer, browser: Browser, scripted: bool
) -> None:
    context = browser.new_context(java_script_enabled=scripted, storage_state=counter.context.storage_state())
    page = context.new_page()
    page.goto(f"{live_server.url}/disputes/register/")
    page.fill("#id_party-0-name", "王长顺")
    with page.expect_navigation():
        page.press("#id_party-0-name", "Enter")
    expect(page.locator(".errors h2")).to_contain_text("需要改正")
    expect(page.locator("[name=party-TOTAL_FORMS]")).to_have_value("2")
    context.close()


def test_control_enter_sends_a_step_from_anywhere_on_its_page(counter: Page, live_server: LiveServer) -> None:
    with in_tenant(KANGBAO):
        case = Case.objects.get()
    counter.goto(f"{live_server.url}/disputes/{case.pk}/steps/note/")
    for place in ("body", ".errors", "form[data-draft] textarea"):
        if place != "body":
            counter.focus(place)
        with counter.expect_navigation():
            counter.keyboard.press("Control+Enter")
        expect(counter.locator(".errors")).to_be_focused()


def test_on_a_phone_too_the_reader_stands_at_what_is_wrong(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(viewport=PHONE, user_agent=PHONE_AGENT)
    sign_in(context, live_server, "grid_worker")
    page = context.new_page()
    page.goto(f"{live_server.url}/disputes/report/")
    page.click("main .btn-main")
    expect(page.locator(".errors")).to_be_focused()
    context.close()


def test_a_draft_brings_back_everybody_and_no_number(counter: Page, live_server: LiveServer) -> None:
    counter.goto(f"{live_server.url}/disputes/register/")
    counter.click("[data-add-row]")
    counter.fill("#id_party-2-name", "孙瓦匠")
    counter.fill("#id_party-0-id_number", NUMBER)
    counter.fill("#id_summary", "下水道堵塞。")
    counter.wait_for_timeout(400)
    counter.goto(f"{live_server.url}/disputes/")
    counter.goto(f"{live_server.url}/disputes/register/")
    expect(counter.locator("#id_party-2-name")).to_have_value("孙瓦匠")
    expect(counter.locator("#id_summary")).to_have_value("下水道堵塞。")
    expect(counter.locator("#id_party-0-id_number")).to_have_value("")


def test_what_may_be_the_same_stands_beside_the_form_while_it_is_typed(counter: Page) -> None:
    counter.keyboard.press("F2")
    counter.fill("#id_party-0-name", "王长顺")
    counter.fill("#id_party-1-name", "李桂芝")
    counter.select_option("#id_kind_code", "03")
    counter.fill("#id_area", "永兴社区 第一网格")
    counter.locator("#id_place").focus()
    expect(counter.locator("aside")).to_contain_text("很可能是同一件")
    expect(counter.locator("aside")).to_contain_text("宅基地边界")


def test_rows_are_picked_and_opened_by_keyboard(counter: Page, live_server: LiveServer) -> None:
    counter.goto(f"{live_server.url}/disputes/")
    counter.keyboard.press("j")
    counter.keyboard.press("x")
    expect(counter.locator(".bulk")).to_contain_text("已选 1 项")
    counter.keyboard.press("x")
    expect(counter.locator(".bulk")).to_be_hidden()
    counter.locator("tr.cursor").focus()
    counter.keyboard.press("Enter")
    expect(counter.locator("h1")).to_contain_text("宅基地边界")
