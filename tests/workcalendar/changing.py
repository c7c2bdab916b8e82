"""How a change of the calendar is asked for, counted, looked at, confirmed and made, in one word each."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from core.workcalendar.actions.ask_change import ask_change
from core.workcalendar.actions.confirm_change import confirm_change
from core.workcalendar.actions.count_change import count_change
from core.workcalendar.choices import ChangeKind, DayKind
from core.workcalendar.hours import OfficeHours
from core.workcalendar.models import CalendarChange
from core.workcalendar.running import count_now, make_now
from tests.cast import KANGBAO
from tests.workcalendar.people import ask, officer, text
from tests.workcalendar.test_rules import at

SHORT: OfficeHours = ((time(9), time(12)), (time(13), time(16)))
TYPED_HOURS = {"opens": "09:00", "closes": "12:00", "opens_again": "13:00", "closes_again": "16:00"}


def far() -> date:
    """A Wednesday that nobody made a holiday."""
    day = timezone.localdate() + timedelta(days=400)
    return day + timedelta(days=(2 - day.weekday()) % 7)


def before_far() -> datetime:
    """The Monday before: five working days from it lead past the Wednesday."""
    return at(f"{far() - timedelta(days=2)} 09:00")


def day_form(**changes: str) -> dict[str, str]:
    return {"date": str(far()), "kind": "REST", "name": "县庆"} | changes


def asked(path: str, post: dict[str, str] | None = None) -> str:
    """The address of the change that an officer asks for."""
    answer = ask(path, actor=officer(), post=post or {})
    assert answer.status_code == 302
    return str(answer["Location"])


def pk_of(address: str) -> UUID:
    return UUID(address.split("/")[3])


def count(address: str) -> None:
    count_now(tenant=KANGBAO, change_id=pk_of(address))


def make(address: str) -> None:
    make_now(tenant=KANGBAO, change_id=pk_of(address))


def page(address: str) -> str:
    return text(ask(address, actor=officer()))


def confirm(address: str) -> list[str]:
    """Say yes; what the page says back."""
    said: list[str] = ask(f"{address}confirm/", actor=officer(), post={}).said
    return said


def row_of(address: str) -> CalendarChange:
    found: CalendarChange = CalendarChange.objects.get(pk=pk_of(address))
    return found


def ready(kind: ChangeKind = ChangeKind.ADD_DAY, **given: Any) -> CalendarChange:
    """A change of a far day that was asked for and counted."""
    now: datetime = given.pop("at", timezone.now())
    if kind == ChangeKind.ADD_DAY:
        given = {"date": far(), "day_kind": DayKind.REST, "name": "县庆"} | given
    change = ask_change(kind=kind, actor=officer(), at=now, **given)
    assert count_change(change_id=change.pk, at=now)
    change.refresh_from_db()
    return change


def made(change: CalendarChange, at: datetime | None = None) -> CalendarChange:
    """Confirmed and made."""
    assert confirm_change(change=change, actor=officer(), at=at or timezone.now())
    make_now(tenant=KANGBAO, change_id=change.pk, at=at)
    change.refresh_from_db()
    return change
