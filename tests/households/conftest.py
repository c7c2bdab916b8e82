import datetime as dt

import pytest

from core.workcalendar.actions.load_year import load_year
from core.workcalendar.years import estimate, seed
from tests.households.stage import Stage


@pytest.fixture
def stage(county: int) -> Stage:
    """康保县, open, with everybody who deals with households."""
    return Stage()


@pytest.fixture
def years(db: None) -> None:
    """The working calendar: two official years and the estimate of the next."""
    for year in (2025, 2026):
        load_year(sheet=seed(year), on=dt.date(2025, 12, 1))
    load_year(sheet=estimate(2027), on=dt.date(2025, 12, 1))
