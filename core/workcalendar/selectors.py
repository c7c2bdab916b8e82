"""Reads of the working calendar."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import DateField, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from core.tenancy.prepared import Prepared
from core.workcalendar.choices import ChangeKind, ChangeState, DayKind, YearStatus
from core.workcalendar.hours import OfficeHours, openings_of
from core.workcalendar.models import CalendarChange, CalendarDay, CalendarYear, LocalDay, OfficeHoursFrom
from core.workcalendar.models.change import OPEN
from core.workcalendar.rules import Calendar, Day
from core.workcalendar.years import YearSheet


def national_calendar(*, sheet: YearSheet | None = None) -> Calendar:
    """The calendar without any county's own days; with `sheet`, as if that year were published."""
    return _assembled(_sorted(_read()), sheet=sheet, local={}, hours={})


def county_calendar(
    *,
    sheet: YearSheet | None = None,
    local: Mapping[date, Day] | None = None,
    hours: Mapping[date, OfficeHours] | None = None,
) -> Calendar:
    """The calendar of the county that is open, in one statement.

    Args:
        sheet: as if this year were published already (for previews).
        local: as if these were the county's own days (for previews).
        hours: as if these were the county's office hours, by the day they hold from (for previews).
    """
    rows = _sorted(_COUNTY())
    own = {day: Day(DayKind(kind), name, is_local=True) for _year, day, kind, name in rows[_LOCAL]}
    kept = {day: openings_of(json.loads(text)) for _year, day, text, _name in rows[_HOURS]}
    return _assembled(
        rows,
        sheet=sheet,
        local=own if local is None else local,
        hours=kept if hours is None else hours,
    )


def local_days() -> dict[date, Day]:
    """The county's own days."""
    rows = LocalDay.objects.values_list("date", "kind", "name")
    return {day: Day(DayKind(kind), name, is_local=True) for day, kind, name in rows}


def office_hours() -> dict[date, OfficeHours]:
    """The county's office hours by the day they hold from; before the first of them the common ones hold."""
    return {row.from_on: row.openings for row in OfficeHoursFrom.objects.all()}


def calendar_years() -> list[CalendarYear]:
    """The loaded years of the national calendar, in order."""
    return list(CalendarYear.objects.order_by("year"))


_YEAR, _NATIONAL, _LOCAL, _HOURS = "year", "national", "local", "hours"
_Rows = dict[str, list[tuple[int, date, str, str]]]


def _read(*more: QuerySet[Any]) -> QuerySet[Any]:
    """The loaded years, the national days and the rows of `more`, each with what it is."""
    loaded = CalendarYear.objects.order_by().values_list(
        Value(_YEAR), "year", Value(None, DateField()), "status", Value("")
    )
    national = CalendarDay.objects.order_by().values_list(Value(_NATIONAL), "year_id", "date", "kind", "name")
    return loaded.union(national, *more, all=True)


def _read_county() -> QuerySet[Any]:
    """The same with the county's own days and hours."""
    days = LocalDay.objects.order_by().values_list(Value(_LOCAL), Value(0), "date", "kind", "name")
    spans = Cast("spans", TextField())
    opened = OfficeHoursFrom.objects.order_by().values_list(
        Value(_HOURS), Value(0), "from_on", spans, Value("")
    )
    return _read(days, opened)


_COUNTY = Prepared(_read_county)


def _sorted(found: Iterable[Any]) -> _Rows:
    rows: _Rows = {what: [] for what in (_YEAR, _NATIONAL, _LOCAL, _HOURS)}
    for what, *row in found:
        rows[what].append(tuple(row))
    return rows


def _assembled(
    rows: _Rows,
    *,
    sheet: YearSheet | None,
    local: Mapping[date, Day],
    hours: Mapping[date, OfficeHours],
) -> Calendar:
    years = {year: YearStatus(status) for year, _day, status, _name in rows[_YEAR]}
    days = {
        day: Day(DayKind(kind), name, is_official=years[year] == YearStatus.OFFICIAL)
        for year, day, kind, name in rows[_NATIONAL]
    }
    if sheet is not None:
        years[sheet.year] = sheet.status
        days = {day: entry for day, entry in days.items() if day.year != sheet.year} | dict(sheet.days)
    return Calendar(days | dict(local), years, later_hours=hours)


@dataclass(frozen=True, slots=True)
class DayChange:
    """A day that a new sheet of its year treats otherwise."""

    day: date
    before: Day | None
    after: Day | None


def day_changes(sheet: YearSheet) -> list[DayChange]:
    """Where a sheet departs from the year that stands, day by day; names alone don't count."""
    standing = {
        day: Day(DayKind(kind), name)
        for day, kind, name in CalendarDay.objects.filter(year_id=sheet.year).values_list(
            "date", "kind", "name"
        )
    }
    found = [
        DayChange(day, standing.get(day), sheet.days.get(day)) for day in sorted({*standing, *sheet.days})
    ]
    return [
        change
        for change in found
        if (change.before and change.before.kind) != (change.after and change.after.kind)
    ]


def open_changes() -> QuerySet[CalendarChange]:
    """Changes of the county's calendar on their way, latest first."""
    return CalendarChange.objects.filter(state__in=OPEN).order_by("-asked_at")


def made_changes() -> QuerySet[CalendarChange]:
    """Changes of the county's calendar that were made, latest first."""
    return CalendarChange.objects.filter(state=ChangeState.DONE).order_by("-finished_at")


def unfinished_changes(before: datetime) -> QuerySet[CalendarChange]:
    """What should have been counted or made by now."""
    asked = Q(state=ChangeState.COUNTING, asked_at__lt=before)
    return CalendarChange.objects.filter(asked | Q(state=ChangeState.CONFIRMED, confirmed_at__lt=before))


def calendar_to_come(change: CalendarChange) -> Calendar:
    """The county's calendar as it would be with the change."""
    if change.date is None:
        return county_calendar()
    if change.kind in (ChangeKind.ADD_DAY, ChangeKind.REMOVE_DAY):
        days = {day: entry for day, entry in local_days().items() if day != change.date}
        if change.kind == ChangeKind.ADD_DAY:
            days[change.date] = Day(DayKind(change.day_kind), change.name, is_local=True)
        return county_calendar(local=days)
    hours = {day: kept for day, kept in office_hours().items() if day != change.date}
    if change.kind == ChangeKind.SET_HOURS:
        hours[change.date] = change.hours
    return county_calendar(hours=hours)


def is_outdated(change: CalendarChange, calendar: Calendar) -> bool:
    """Whether what was counted no longer holds, because another calendar than then is in force."""
    return bool(change.version) and change.is_open and change.version != calendar.version
