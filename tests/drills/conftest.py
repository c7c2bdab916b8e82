from collections.abc import Iterator

import pytest

from tests.drills.sweep_house import SweepHouse, sweep_house


@pytest.fixture(scope="session")
def _house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SweepHouse]:
    var = tmp_path_factory.mktemp("house")
    for directory in (var, *list(var.parents)[:2]):  # the server may run as another user
        directory.chmod(0o711)
    with sweep_house(var) as house:
        yield house


@pytest.fixture
def house(_house: SweepHouse) -> Iterator[SweepHouse]:
    """The drills' house, with nothing in it and nobody at work."""
    _house.empty()
    yield _house
    _house.stop_all()
