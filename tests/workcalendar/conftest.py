from datetime import date

import pytest
from hypothesis import HealthCheck, settings

from core.workcalendar.actions.load_year import load_year
from core.workcalendar.years import estimate, seed

# A machine that is busy with the rest of the suite is slow, which says nothing about the arithmetic.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


@pytest.fixture
def years(db: None) -> None:
    """2026 as it was announced, 2027 as it is guessed."""
    load_year(sheet=seed(2026), on=date(2026, 11, 22))
    load_year(sheet=estimate(2027), on=date(2026, 11, 22))
