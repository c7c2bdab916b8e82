from datetime import UTC, datetime
from uuid import UUID

import pytest

from core.permissions.actor import Actor
from tests.cast import KANGBAO

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
CENTRE = UUID(int=7)


@pytest.fixture
def clerk() -> Actor:
    return Actor(tenant=KANGBAO, user_id=UUID(int=1), person_id=UUID(int=2), name="赵敏")
