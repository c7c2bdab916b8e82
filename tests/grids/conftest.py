import pytest

from tests.grids.ground import Ground


@pytest.fixture
def ground(county: int) -> Ground:
    return Ground()
