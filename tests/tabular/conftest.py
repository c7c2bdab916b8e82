from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from core.permissions.actor import ActingPost, Actor
from core.tabular import registry
from core.tabular.checking import RowError, RowsRefused, SheetRow
from core.tabular.registry import ImportKind, find_kind, imports
from tests.cast import KANGBAO
from tests.crypto.probe.models import ProbePerson
from tests.tabular.sheets import PEOPLE

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
ABILITY = "tabular.import"


@pytest.fixture
def people() -> Iterator[ImportKind]:
    """人员, an import of people into the probe's table; 王九 is refused by the verb, 王八 by the check."""

    def known(rows: Sequence[SheetRow], actor: Actor) -> Iterator[RowError]:
        for row in rows:
            if row["name"] == "王八":
                yield RowError(row.number, "name", "查无此人")

    @imports("probe.people", sheet=PEOPLE, ability=ABILITY, title="人员", check=known)
    def import_people(*, rows: Sequence[SheetRow], actor: Actor, at: datetime) -> None:
        ProbePerson.objects.bulk_create(
            ProbePerson(name=row["name"], phone=row["phone"] or "") for row in rows
        )
        refused = [RowError(row.number, "name", "已有岗位") for row in rows if row["name"] == "王九"]
        if refused:
            raise RowsRefused(refused)

    kind = find_kind("probe.people")
    assert kind is not None
    yield kind
    del registry._kinds["probe.people"]


def person_of(tenant: int = KANGBAO, *abilities: str, user: int = 1) -> Actor:
    post = ActingPost(
        id=UUID(int=9),
        role="TOWNSHIP_CLERK",
        title="李家地镇综治中心",
        path="130723006",
        unit_id=None,
        abilities=frozenset(abilities or (ABILITY,)),
    )
    return Actor(tenant=tenant, user_id=UUID(int=user), person_id=UUID(int=2), name="赵敏", posts=(post,))


@pytest.fixture
def clerk() -> Actor:
    return person_of()


@pytest.fixture
def made() -> Any:
    return ProbePerson.objects
