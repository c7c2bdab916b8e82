"""A dispute and its people as they are entered, before they are rows."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from decimal import Decimal

import orjson
from django.utils.translation import gettext as _

from core.crypto.sealing import blind_index, place_of
from core.permissions.verdict import Refused
from core.rules.identity import ADULT_FROM, read_id_number
from core.rules.initials import initials_of
from core.tenancy.context import required_tenant
from core.workcalendar.rules import add_months, day_of
from disputes.choices import PARTIES, AgentPower, Grade, PartyKind, Risk, Scale, Sex, Side, Source, Urgency
from disputes.finding import plain_of
from disputes.models import Case, Party, Step


class PartyOnBothSides(Refused):
    """One person was entered on two sides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyEntry:
    """Somebody as entered: see `Party` for the fields."""

    side: str
    name: str
    kind: str = PartyKind.PERSON
    sex: str = Sex.UNKNOWN
    born_on: dt.date | None = None
    id_number: str = ""
    phone: str = ""
    occupation: str = ""
    address: str = ""
    representative: str = ""
    agent_name: str = ""
    agent_power: str = AgentPower.NONE
    agent_phone: str = ""
    is_minor: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEntry:
    """A dispute as entered: see `Case` for the fields."""

    title: str
    summary: str
    path: str
    kind_code: str
    source: str = Source.COUNTER
    source_reference: str = ""
    place: str = ""
    occurred_on: dt.date | None = None
    scale: str = Scale.INDIVIDUAL
    people_count: int = 2
    amount: Decimal | None = None
    risk: str = Risk.LOW
    urgency: str = Urgency.ORDINARY
    grade: str = Grade.GENERAL
    is_backlog: bool = False
    statistics_row: str = ""


def content_digest(entry: CaseEntry, parties: Sequence[PartyEntry]) -> str:
    """What was sent, as a keyed digest: by it the same request is known again, and nothing can be read out of it."""
    sent = [astuple(entry), *(astuple(party) for party in parties)]
    plain = orjson.dumps(sent, default=str).decode()
    return blind_index(plain, place_of(Step._meta.db_table, "facts", required_tenant()))


def party_rows(case: Case, parties: Sequence[PartyEntry]) -> list[Party]:
    """The rows of entered people, in their order on each side. A number that fails its check digit is marked."""
    return [
        Party(
            case=case,
            position=number,
            initials=initials_of(entry.name)[:30],
            id_unverified=bool(
                entry.id_number
                and entry.kind == PartyKind.PERSON
                and not read_id_number(entry.id_number).is_sound
            ),
            **(
                {name: getattr(entry, name) for name in PartyEntry.__dataclass_fields__}
                | {"is_minor": entry.is_minor or _is_minor(entry, day_of(case.registered_at))}
            ),
        )
        for number, entry in enumerate(parties, start=1)
    ]


def check_parties(parties: Sequence[PartyEntry], *, standing: Sequence[Party] = ()) -> None:
    """Nobody stands on two sides, and nobody speaks for two.

    Args:
        standing: people who are in the case already.

    Raises:
        PartyOnBothSides: by the same ID number, or by the same name and phone.
        Refused: an unknown side; the same number twice on one side.
    """
    seen: dict[tuple[str, ...], str] = {}
    for party in standing:
        for mark in _marks(party.name, plain_of(party.id_number), plain_of(party.phone)):
            seen[mark] = party.side
        if party.agent_name:
            seen["agent", party.agent_name, plain_of(party.agent_phone)] = party.side
    for entry in parties:
        if entry.side not in Side.values:
            raise Refused(_("请选择当事方。"))
        for mark in _marks(entry.name, entry.id_number, entry.phone):
            before = seen.setdefault(mark, entry.side)
            if before != entry.side:
                raise PartyOnBothSides(_("%(name)s同时登记在两方，请核对。") % {"name": entry.name})
        if entry.agent_name and entry.agent_phone and entry.side in PARTIES:
            agent = ("agent", entry.agent_name, entry.agent_phone)
            if seen.setdefault(agent, entry.side) != entry.side:
                raise Refused(_("%(name)s不能同时代理双方，请核对。") % {"name": entry.agent_name})
    numbers = {read_id_number(plain_of(party.id_number)).text for party in standing}
    for entry in parties:
        number = read_id_number(entry.id_number).text
        if number and number in numbers:
            raise Refused(_("%(name)s的证件号码已登记过，请核对。") % {"name": entry.name})
        numbers.add(number)


def _marks(name: str, id_number: str, phone: str) -> list[tuple[str, ...]]:
    marks: list[tuple[str, ...]] = [("id", read_id_number(id_number).text)] if id_number.strip() else []
    return [*marks, ("phone", name.strip(), phone.strip())] if phone.strip() else marks


def _is_minor(entry: PartyEntry, on: dt.date) -> bool:
    born_on = entry.born_on or (read_id_number(entry.id_number).born_on if entry.id_number else None)
    return born_on is not None and on < _birthday(born_on, ADULT_FROM)


def _birthday(born_on: dt.date, age: int) -> dt.date:
    return add_months(born_on, 12 * age)
