"""Put one national year into the platform's tables."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from core.workcalendar.choices import YearStatus
from core.workcalendar.models import CalendarDay, CalendarYear
from core.workcalendar.years import YearSheet


@transaction.atomic
def load_year(*, sheet: YearSheet, on: date) -> bool:
    """Replace the year by the sheet; the same sheet again changes nothing.

    An official year is never replaced by an estimate. Belongs to the installation (`manage.py
    load_calendar_year`), since a year holds for every county: what is promised from now on is counted by it.
    Promises made before wait in each county for `adopt_calendar`.

    Returns:
        Whether anything changed.
    """
    CalendarYear.objects.bulk_create(
        [CalendarYear(year=sheet.year, status=YearStatus.ESTIMATED, source="", version=0)],
        ignore_conflicts=True,
    )
    row = CalendarYear.objects.select_for_update().get(year=sheet.year)
    known = row.version > 0
    if known and row.status == YearStatus.OFFICIAL and not sheet.is_official:
        return False
    before = {day: (kind, name) for day, kind, name in row.days.values_list("date", "kind", "name")}
    after = {day: (entry.kind.value, entry.name) for day, entry in sheet.days.items()}
    if known and before == after and row.status == sheet.status:
        return False
    row.days.all().delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(date=day, year=row, kind=kind, name=name) for day, (kind, name) in after.items()
    )
    row.status, row.source, row.version = sheet.status, sheet.source, row.version + 1
    row.published_on = on if sheet.is_official else None
    row.save(update_fields=["status", "source", "version", "published_on"])
    return True
