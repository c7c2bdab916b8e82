"""The demo counties: three real counties with people that belong to nobody.

A county is loaded by its rooms in one transaction. A room takes part by a module `demo` with

    load(*, code: int, seed: int, say: Callable[[str], None]) -> list[dict[str, str]] | None

called with the county open; what it returns are accounts (role, area, username, password[, totp_secret]) for
var/demo-accounts.json. Rows are the same for the same seed; passwords are drawn anew and stand only in that file.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.utils import timezone

import accounts.demo
import disputes.demo
import governance.demo_calendar
import grids.demo
import households.demo
import households.demo_months
from core.tenancy.context import in_tenant
from core.tenancy.models import Tenant

Account = dict[str, str]
Say = Callable[[str], None]

COUNTIES = {
    130723: ("康保县", "河北省张家口市康保县"),
    130722: ("张北县", "河北省张家口市张北县"),
    130725: ("尚义县", "河北省张家口市尚义县"),
}
ROOMS: tuple[Callable[..., list[Account] | None], ...] = (
    grids.demo.load,
    accounts.demo.load,
    households.demo.load,
    disputes.demo.load,
    governance.demo_calendar.load,
)  # lower rooms first


def accounts_file() -> Path:
    """Where the accounts with a password are listed, readable by the owner only."""
    return Path(settings.VAR_DIR) / "demo-accounts.json"


def loaded() -> set[int]:
    """Codes of the demo counties that stand already: each came whole or not at all."""
    return set(Tenant.objects.filter(code__in=COUNTIES).values_list("code", flat=True))


def load_county(code: int, *, seed: int, say: Say) -> int:
    """Load one county whole.

    Returns:
        Number of accounts with a password.
    """
    name, full_name = COUNTIES[code]
    listed: list[Account] = []
    with in_tenant(code):
        Tenant.objects.create(code=code, name=name, full_name=full_name)
        for load in ROOMS:
            listed += load(code=code, seed=seed, say=say) or []
        # Before the commit: a county whose passwords nobody knows would be of no use, an entry too many is.
        note_accounts(code, listed)
    return len(listed)


def look_back(code: int, *, seed: int) -> dt.date | None:
    """Load the latest month of a standing county that is still missing, in a transaction of its own.

    Returns:
        Which it was; None where the county has all its months.
    """
    with in_tenant(code):
        return households.demo_months.look_back(code=code, seed=seed, now=timezone.now())


def note_accounts(code: int, accounts: list[Account]) -> None:
    """Put a county's accounts into the file; those of counties that never came to be are dropped."""
    kept = {int(entry["county"]) for entry in _noted()} & (loaded() - {code})
    entries = [entry for entry in _noted() if int(entry["county"]) in kept]
    entries += [{"county": str(code), **account} for account in accounts]
    path = accounts_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(entries, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _noted() -> list[Account]:
    try:
        entries: list[Account] = json.loads(accounts_file().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    return entries
