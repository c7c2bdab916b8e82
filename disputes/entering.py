"""A dispute and its people as they are entered, before they are rows."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields, replace
from decimal import Decimal
from typing import Any, Final

import orjson
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.crypto.sealing import blind_index, place_of
from core.permissions.verdict import Refused
from core.rules.identity import is_minor, read_credit_code, read_id_number
from core.rules.initials import initials_of
from core.tenancy.context import required_tenant
from core.workcalendar.rules import day_of
from disputes.checking import EARLIEST
from disputes.choices import PARTIES, AgentPower, Grade, PartyKind, Risk, Scale, Sex, Side, Source, Urgency
from disputes.finding import plain_of
from disputes.models import Case, Party, Step
from disputes.seed import ethnicity_names

PHONE: Final = r"\A(?:\+?86)?[0-9][0-9 -]{6,19}\Z"
NO_PHONE: Final = gettext_lazy("请填写7至20位的电话号码。")
SEXES: Final = {"男": Sex.MALE, "女": Sex.FEMALE}
READ_OFF: Final = ("sex", "born_on", "is_minor")  # what follows from a number or a birth date


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
    ethnicity: str = ""
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


@dataclass(frozen=True, slots=True)
class ReadParty:
    """Somebody as they would be kept.

    Attributes:
        entry: the number tidied; sex, birth and minority as they follow from what was entered.
        id_unverified: the number fails its check and is marked 号码待核实.
        faults: by field, in a sentence, why they can't be kept.
    """

    entry: PartyEntry
    id_unverified: bool
    faults: Mapping[str, str]


def read_party(entry: PartyEntry, *, on: dt.date) -> ReadParty:
    """The rules for one person or organisation, whichever door they come in by, and whenever they are put right.

    Args:
        on: the day that counts for minority: that of registration.
    """
    faults: dict[str, str] = {}
    if not entry.name.strip():
        faults["name"] = _("请填写当事人的姓名或名称。")
    for field in ("phone", "agent_phone"):
        typed = getattr(entry, field).strip()
        if typed and not re.match(PHONE, typed):
            faults[field] = str(NO_PHONE)
    if entry.agent_power and not entry.agent_name.strip():
        faults["agent_name"] = _("填写了代理权限，请填代理人姓名。")
    if entry.ethnicity and entry.ethnicity not in ethnicity_names():
        faults["ethnicity"] = _("请从民族名称中选择。")
    if entry.kind == PartyKind.ORGANISATION:
        code = read_credit_code(entry.id_number)
        kept = replace(
            entry, id_number=code.text, sex=Sex.UNKNOWN, born_on=None, ethnicity="", is_minor=False
        )
        return ReadParty(kept, bool(code.text) and not code.is_sound, faults)
    number = read_id_number(entry.id_number)
    is_sound = number.born_on is not None and EARLIEST <= number.born_on <= on
    kept = replace(entry, id_number=number.text)
    if is_sound and number.sex:
        kept = replace(kept, born_on=number.born_on, sex=SEXES[number.sex])
        if entry.born_on not in (None, kept.born_on):
            faults["born_on"] = _("与身份证号中的出生日期不一致。")
        if entry.sex not in (Sex.UNKNOWN, kept.sex):
            faults["sex"] = _("与身份证号中的性别不一致。")
    if kept.born_on is not None:
        is_young = kept.born_on > on or is_minor(kept.born_on, on)
        if entry.is_minor and not is_young:
            faults["is_minor"] = _("按出生日期登记时已满十八周岁，不是未成年人，请核对。")
        kept = replace(kept, is_minor=is_young)
    return ReadParty(kept, bool(number.text) and not is_sound, faults)


def read_correction(party: Party, values: Mapping[str, Any], *, on: dt.date) -> ReadParty:
    """Somebody in the case with these of their fields put right, by the rules of `read_party`.

    A telephone that stays as it is isn't judged again: whoever corrects does not see it. The mark 未成年人 goes only
    where a birth date says so, not because a box was left empty.
    """
    read = read_party(replace(entry_of(party), **values), on=on)
    faults = {
        name: words
        for name, words in read.faults.items()
        if name not in ("phone", "agent_phone") or name in values
    }
    if party.is_minor and not read.entry.is_minor and read.entry.born_on is None:
        faults["is_minor"] = _("要取消“未成年人”，请填写出生日期或证件号码。")
    return replace(read, faults=faults)


def entry_of(party: Party) -> PartyEntry:
    """Somebody in the case as they would be entered today."""
    values = {field.name: getattr(party, field.name) for field in fields(PartyEntry)}
    sealed = {name: plain_of(values[name]) for name in ("id_number", "phone", "agent_phone")}
    return PartyEntry(**values | sealed)


def require_kept(read: ReadParty) -> None:
    """Pass, or say which field can't be kept.

    Raises:
        Refused: who, and the faults, each with the field's Chinese name.
    """
    if read.faults:
        labels = Party.labels_of(read.faults)
        told = "".join(f"{label}：{words}" for label, words in zip(labels, read.faults.values(), strict=True))
        raise Refused(f"{name}，{told}" if (name := read.entry.name.strip()) else told)


def party_rows(case: Case, parties: Sequence[PartyEntry]) -> list[Party]:
    """The rows of entered people, in their order on each side.

    Raises:
        Refused: one of them can't be kept (see `read_party`).
    """
    rows = []
    for number, entered in enumerate(parties, start=1):
        read = read_party(entered, on=day_of(case.registered_at))
        require_kept(read)
        values = {field.name: getattr(read.entry, field.name) for field in fields(PartyEntry)}
        rows.append(
            Party(
                case=case,
                position=number,
                initials=initials_of(read.entry.name)[:30],
                id_unverified=read.id_unverified,
                **values,
            )
        )
    return rows


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
