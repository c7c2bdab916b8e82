"""Giving out the next number of an organisation, kind and year, without gaps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from core.permissions.actor import Actor
from core.printing.models import NumberSequence, NumberTaken
from core.printing.rules import number_text
from core.tenancy.context import required_tenant
from core.tenancy.ids import uuid7

# One statement: it makes the counter or moves it, and holds its lock until the transaction ends.
_NEXT = (
    "INSERT INTO printing_numbersequence (tenant_id, id, organisation_id, kind, year, last_value) "
    "VALUES (%s, %s, %s, %s, %s, %s) "
    "ON CONFLICT (tenant_id, organisation_id, kind, year) "
    "DO UPDATE SET last_value = printing_numbersequence.last_value + excluded.last_value "
    "RETURNING id, last_value"
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number given out: `text` is what is printed."""

    taken: NumberTaken
    value: int
    text: str


def take_number(
    *,
    organisation_id: UUID,
    kind: str,
    year: int,
    template: str,
    actor: Actor,
    at: datetime,
    words: Mapping[str, str] | None = None,
) -> Numbered:
    """The next number, inside the transaction that saves what it numbers.

    Args:
        template: e.g. "（{year}）{abbr}字第{seq:04d}号".
        words: what else the template names, e.g. {"abbr": "康人调"}.

    Raises:
        BadTemplate: the template can't be filled.
    """
    (numbered,) = take_numbers(
        organisation_id=organisation_id,
        kind=kind,
        year=year,
        template=template,
        actor=actor,
        at=at,
        words=words,
        count=1,
    )
    return numbered


def take_numbers(
    *,
    organisation_id: UUID,
    kind: str,
    year: int,
    template: str,
    actor: Actor,
    at: datetime,
    count: int,
    words: Mapping[str, str] | None = None,
) -> list[Numbered]:
    """`count` numbers in a row, for a verb over many."""
    number_text(template, year=year, seq=1, words=words)  # refuse before the counter is locked
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [required_tenant(), uuid7(), organisation_id, kind, year, count])
        sequence_id, last = cursor.fetchone()
    sequence = NumberSequence(
        id=sequence_id, organisation_id=organisation_id, kind=kind, year=year, last_value=last
    )
    taken = NumberTaken.objects.bulk_create(
        NumberTaken(
            sequence=sequence,
            value=value,
            text=number_text(template, year=year, seq=value, words=words),
            taken_at=at,
            taken_by=actor.name,
        )
        for value in range(last - count + 1, last + 1)
    )
    return [Numbered(taken=one, value=one.value, text=one.text) for one in taken]
