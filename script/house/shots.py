"""`script/shots [--role ROLE]… [--page NAME]… [--county CODE] [--base URL]`: pictures of every page to be looked at.

Against a running script/server it signs in as each role, visits the pages of tests/browser/pages.csv that are open
to the role, at 1440 and 390 px and printed on A4, and fetches each document; pictures go to var/shots/<role>/.
A page is found by its path; with `follow` it is the page behind the first link that fits the CSS selector there.
Where `follow` finds a button, its form is sent: that is how papers are printed. `role` keeps a row to one role.
What answers as a file is a document: each of its sheets becomes a picture. Status 1 when axe finds
anything serious or a page fails.
"""

from __future__ import annotations

import argparse
import base64
import csv
import hashlib
import hmac
import json
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import APIResponse, Browser, BrowserContext, Page, Response, StorageState

from script.house.browser import DESK, PHONE, PHONE_AGENT, chromium, chromium_path, grave_findings
from script.house.keys import write_private
from script.house.places import ROOT, Places, server_places
from script.house.say import Refusal, run_command, say

PAGES = ROOT / "tests" / "browser" / "pages.csv"
CLOSED = {403, 404}
SIGN_IN, SECOND_FACTOR, BIND_PHONE = "/sign-in/", "/sign-in/code/", "/me/totp/"


@dataclass(frozen=True, slots=True)
class Stop:
    """One row of pages.csv."""

    name: str
    path: str
    follow: str = ""
    role: str = ""


@dataclass(slots=True)
class Round:
    """One role at one width: where the pictures go, and what was found."""

    base: str
    folder: Path
    label: str
    on_paper: set[str] = field(default_factory=set)  # pages that were printed already, by whichever role
    seen: int = 0
    reached: set[str] = field(default_factory=set)  # names of the pages that were pictured
    faults: list[str] = field(default_factory=list)

    def fault(self, stop: Stop, words: str) -> None:
        self.faults.append(words)
        say(f"  {self.label} {stop.name}: {words}")

    def visit(self, page: Page, stop: Stop) -> None:
        """Picture one page, if it is open to this role."""
        url = self._address(page, stop)
        if url is None:
            return
        if not isinstance(url, str):
            if url.ok:
                self._document(url.body(), stop, url.headers.get("content-type", ""))
            else:
                self.fault(stop, f"was refused with {url.status}")
            return
        head = page.request.get(url, max_redirects=0)
        if "text/html" not in head.headers.get("content-type", "text/html"):
            if head.ok:
                self._document(head.body(), stop, head.headers.get("content-type", ""))
            return
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(f"script error: {error}"))
        page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
        answer = self._open(page, url)
        if answer.status >= 500:
            self.fault(stop, f"answered {answer.status}")
            return
        if answer.status in CLOSED and stop.name != "not-found":
            return
        self._count(stop)
        page.screenshot(path=self.folder / f"{stop.name}-{self.label}.png", full_page=True)
        if too_wide := page.evaluate("Math.max(0, document.documentElement.scrollWidth - innerWidth)"):
            self.fault(stop, f"scrolls sideways by {too_wide} px")
        for problem in [*(p for p in problems if "status of 40" not in p), *grave_findings(page)]:
            self.fault(stop, problem)
        if self.label == "1440" and stop.name not in self.on_paper:
            self.on_paper.add(stop.name)
            paper = self.folder / f"{stop.name}-paper.pdf"
            page.pdf(path=paper, prefer_css_page_size=True)
            to_pictures(paper)

    def _address(self, page: Page, stop: Stop) -> str | APIResponse | None:
        """Where the page is; or, behind a button, the answer to its form; None where there is neither."""
        url = urljoin(self.base, stop.path)
        if not stop.follow:
            return url
        if not self._open(page, url).ok:
            return None
        door = page.locator(stop.follow).first
        if not door.count():
            return None
        if href := door.get_attribute("href"):
            return urljoin(page.url, href)
        action, fields = door.evaluate(
            "b => [b.form.action, Object.fromEntries([...new FormData(b.form), [b.name, b.value]])]"
        )
        return page.request.post(action, form=fields, headers={"Referer": page.url})

    def _open(self, page: Page, url: str) -> Response:
        answer = page.goto(url, wait_until="load")
        page.wait_for_timeout(250)  # maps and lazy parts settle
        if answer is None:
            raise Refusal(f"{url} gave no answer")
        return answer

    def _count(self, stop: Stop) -> None:
        self.seen += 1
        self.reached.add(stop.name)

    def add(self, other: Round) -> None:
        """What a part of this round saw."""
        self.seen += other.seen
        self.reached |= other.reached
        self.faults += other.faults

    def _document(self, content: bytes, stop: Stop, kind: str) -> None:
        self._count(stop)
        if "pdf" in kind:
            paper = self.folder / f"{stop.name}.pdf"
            paper.write_bytes(content)
            to_pictures(paper)


def to_pictures(paper: Path) -> None:
    """Each sheet of a PDF as a PNG beside it, where poppler is installed."""
    if shutil.which("pdftoppm"):
        subprocess.run(["pdftoppm", "-png", "-r", "80", str(paper), str(paper.with_suffix(""))], check=True)


def sign_in(context: BrowserContext, base: str, account: dict[str, Any]) -> bool:
    """Sign in through the front door; False where it stays shut."""
    page = context.new_page()
    page.goto(urljoin(base, SIGN_IN))
    page.fill("[name=username]", account["username"])
    page.fill("[name=password]", account["password"])
    page.press("[name=password]", "Enter")
    page.wait_for_load_state("load")
    if BIND_PHONE in page.url:  # this role may not enter without a second factor: bind one, and remember it
        account["totp"] = page.locator("code").first.inner_text().replace(" ", "")
    if (SECOND_FACTOR in page.url or BIND_PHONE in page.url) and account.get("totp"):
        page.fill("[name=code]", one_time_code(account["totp"]))
        page.press("[name=code]", "Enter")
        page.wait_for_load_state("load")
    inside = SIGN_IN not in page.url
    page.close()
    return inside


def one_time_code(secret: str) -> str:
    """The present six digits for a base32 secret, as the person's own device would show them."""
    step = int(time.time() // 30).to_bytes(8, "big")
    digest = hmac.new(base64.b32decode(secret), step, hashlib.sha1).digest()  # RFC 6238
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


def stops(wanted: list[str]) -> list[Stop]:
    """The rows of pages.csv, or those named."""
    with PAGES.open(encoding="utf-8", newline="") as file:
        rows = [Stop(**{key: value or "" for key, value in row.items()}) for row in csv.DictReader(file)]
    return [row for row in rows if not wanted or row.name in wanted]


def accounts(places: Places, county: str, roles: list[str]) -> list[dict[str, Any]]:
    """One demo account for each role of the county."""
    path = places.var / "demo-accounts.json"
    if not path.exists():
        raise Refusal(f"{path} is missing; start script/server with the demo counties first.")
    found: dict[str, dict[str, Any]] = {}
    for account in json.loads(path.read_text("utf-8")):
        if str(account.get("county", county)) == county and (not roles or account["role"] in roles):
            found.setdefault(account["role"], {"totp": account.get("totp_secret"), **account})
    return list(found.values())


def remember(places: Places, accounts: list[dict[str, Any]]) -> None:
    """Write the bound second factors into the list of demo accounts, beside the passwords."""
    path = places.var / "demo-accounts.json"
    bound = {account["username"]: account["totp"] for account in accounts if account.get("totp")}
    whole = json.loads(path.read_text("utf-8"))
    for account in whole:
        if account["username"] in bound:
            account["totp"] = bound[account["username"]]
    write_private(path, json.dumps(whole, ensure_ascii=False, indent=2) + "\n")


def take(
    browser: Browser, base: str, account: dict[str, Any], rows: list[Stop], folder: Path, on_paper: set[str]
) -> Round:
    """All pages of one role, at both widths."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = Round(base, folder, account["role"])
    kept: StorageState | None = None  # one sign-in for both widths: a one-time code counts once
    for label, size, agent in (("1440", DESK, None), ("390", PHONE, PHONE_AGENT)):
        context = browser.new_context(
            viewport=size,
            user_agent=agent,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            service_workers="block",
            storage_state=kept,
        )
        if kept is None and not sign_in(context, base, account):
            whole.faults.append(f"{account['username']} was not let in")
            context.close()
            break
        kept = context.storage_state()
        turn = Round(base, folder, label, on_paper)
        for stop in (row for row in rows if row.role in ("", account["role"])):
            page = context.new_page()
            turn.visit(page, stop)
            page.close()
        context.close()
        whole.add(turn)
    return whole


def front_door(browser: Browser, base: str, folder: Path) -> Round:
    """The pages before the door, which nobody who is inside sees."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = Round(base, folder, "stranger")
    for label, size in (("1440", DESK), ("390", PHONE)):
        context = browser.new_context(viewport=size, locale="zh-CN", service_workers="block")
        turn = Round(base, folder, label)
        for stop in (Stop("sign-in", SIGN_IN), Stop("activate", "/activate/")):
            turn.visit(context.new_page(), stop)
        context.close()
        whole.add(turn)
    return whole


def main(arguments: list[str]) -> int:
    """Take the pictures; 1 when something grave was found."""
    parser = argparse.ArgumentParser(prog="script/shots", description="Picture every page for every role.")
    parser.add_argument("--role", action="append", default=[], help="only this role (may be repeated)")
    parser.add_argument("--page", action="append", default=[], help="only this page of pages.csv")
    parser.add_argument("--county", default="130723")
    parser.add_argument("--base", default="http://127.0.0.1:8000/")
    options = parser.parse_args(arguments)
    if chromium_path() is None:
        raise Refusal("no Chromium on this machine (Debian: apt install chromium fonts-noto-cjk).")
    places = server_places()
    folder = places.var / "shots"
    with chromium() as browser:
        whole = front_door(browser, options.base, folder / "STRANGER")
        on_paper: set[str] = set()
        people = accounts(places, options.county, options.role)
        for account in people:
            say(f"· {account['role']}")
            own = folder / account["role"]
            whole.add(take(browser, options.base, account, stops(options.page), own, on_paper))
        remember(places, people)
    if not options.role:
        for stop in stops(options.page):
            # A selector that fits no more, or a list that has become empty.
            if stop.name not in whole.reached:
                whole.fault(stop, "was reached by nobody")
    say(f"{whole.seen} pictures in {folder}, {len(whole.faults)} faults")
    return 1 if whole.faults else 0


if __name__ == "__main__":
    run_command(main)
