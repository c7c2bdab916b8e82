"""Without a network the phone shows the shell, and nobody's data is kept in it."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def ready(page: Page) -> None:
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.wait_for_function("navigator.serviceWorker.controller !== null")


def test_without_a_network_the_page_says_so_in_chinese(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}phone/")
    ready(page)
    page.context.set_offline(True)
    expect(page.locator("#signal")).to_contain_text("没有网络，照常登记")
    page.goto(f"{gallery}desk/")
    expect(page.locator("h1")).to_have_text("没有网络")
    assert page.evaluate("getComputedStyle(document.querySelector('.sheet')).borderStyle") == "solid"
    page.context.set_offline(False)
    page.click("text=再试一次")
    expect(page.locator("h1")).to_have_text("工作台")


def test_the_shell_keeps_no_answer_with_data(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}phone/")
    ready(page)
    page.goto(f"{gallery}desk/")
    kept = page.evaluate(
        """async () => {
            const urls = []
            for (const name of await caches.keys()) {
                for (const request of await (await caches.open(name)).keys()) urls.push(new URL(request.url).pathname)
            }
            return urls
        }"""
    )
    assert [url for url in kept if not url.startswith("/static/")] == ["/offline/"]


def test_what_waits_to_be_sent_is_counted(page: Page, gallery: str) -> None:
    page.goto(f"{gallery}phone/")
    page.evaluate(
        """() => new Promise((done, failed) => {
            const opening = indexedDB.open('fengge', 1)
            opening.onsuccess = () => {
                const act = opening.result.transaction('outbox', 'readwrite')
                act.objectStore('outbox').put({ id: 'a' })
                act.objectStore('outbox').put({ id: 'b' })
                act.oncomplete = done
                act.onerror = failed
            }
        })"""
    )
    page.reload()
    expect(page.locator("#signal [data-waiting]")).to_have_text("待上传 2")
