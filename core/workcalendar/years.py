"""Sheets of one national year: read from an official file, taken from the seed, or estimated.

An official year comes as the JSON of the NateScarlet/holiday-cn project, which copies the State Council's
notice: `{"year": 2027, "papers": ["https://…"], "days": [{"name": …, "date": …, "isOffDay": …}]}`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import chinese_calendar.constants
import holidays
from django.utils.translation import gettext as _

from core.workcalendar.choices import DayKind, YearStatus
from core.workcalendar.rules import Day

FIRST_YEAR, LAST_YEAR = 2004, 2100
DEFAULT_YEARS = range(2023, 2028)
MAX_NAME = 40
SEED_SOURCE = "国务院办公厅放假通知（随版本提供）"
ESTIMATE_SOURCE = "按历法推算"


class BadSheet(ValueError):
    """The file is no calendar of a year; the message says where it departs."""


@dataclass(frozen=True)
class YearSheet:
    """All exceptional days of one year and where they come from."""

    year: int
    status: YearStatus
    source: str
    days: Mapping[date, Day]

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise BadSheet(_("年份 {year} 不在 2004—2100 之间").format(year=self.year))
        for day in self.days:
            if day.year != self.year:
                raise BadSheet(_("{day} 不属于 {year} 年").format(day=day, year=self.year))

    @property
    def is_official(self) -> bool:
        return self.status == YearStatus.OFFICIAL


def read_official(text: str | bytes) -> YearSheet:
    """The sheet in a holiday-cn JSON file.

    Raises:
        BadSheet: not JSON, a member missing, a day outside the year, named twice, or not dated.
    """
    try:
        content: Any = json.loads(text)
    except ValueError as problem:
        raise BadSheet(_("文件不是有效的 JSON")) from problem
    if not isinstance(content, dict) or not isinstance(content.get("year"), int):
        raise BadSheet(_("文件缺少年份(year)"))
    rows = content.get("days")
    if not isinstance(rows, list) or not rows:
        raise BadSheet(_("文件没有任何日期(days)"))
    days: dict[date, Day] = {}
    for number, row in enumerate(rows, 1):
        day, entry = _read_day(row, number)
        if day in days:
            raise BadSheet(_("第 {number} 项：{day} 出现两次").format(number=number, day=day))
        days[day] = entry
    papers = content.get("papers")
    source = str(papers[0]) if isinstance(papers, list) and papers else _("上传文件")
    return YearSheet(content["year"], YearStatus.OFFICIAL, source[:300], days)


def _read_day(row: Any, number: int) -> tuple[date, Day]:
    if not isinstance(row, dict) or not isinstance(row.get("isOffDay"), bool):
        raise BadSheet(_("第 {number} 项没有写明休班(isOffDay)").format(number=number))
    try:
        day = date.fromisoformat(str(row.get("date")))
    except ValueError as problem:
        raise BadSheet(_("第 {number} 项的日期无法识别").format(number=number)) from problem
    kind = DayKind.REST if row["isOffDay"] else DayKind.WORK
    return day, Day(kind, str(row.get("name") or "")[:MAX_NAME])


def seed(year: int) -> YearSheet:
    """The year as this release knows it: official where the notice was out, otherwise estimated."""
    days = _seeded(year)
    if days:
        return YearSheet(year, YearStatus.OFFICIAL, SEED_SOURCE, days)
    return estimate(year)


def _seeded(year: int) -> dict[date, Day]:
    named = chinese_calendar.constants.Holiday
    days = {}
    for table, kind in (
        (chinese_calendar.constants.holidays, DayKind.REST),
        (chinese_calendar.constants.workdays, DayKind.WORK),
    ):
        for day, name in table.items():
            if day.year == year:
                days[day] = Day(kind, named(name).chinese)
    return days


def estimate(year: int) -> YearSheet:
    """The statutory days of the year by the almanac. No notice: bridges and make-up days are unknown."""
    almanac = holidays.country_holidays("CN", years=year, language="zh_CN")
    days = {
        day: Day(DayKind.REST, name[:MAX_NAME], is_official=False)
        for day, name in almanac.items()
        if day.year == year
    }
    return YearSheet(year, YearStatus.ESTIMATED, ESTIMATE_SOURCE, days)
