"""Facts of the trade a county starts with, each with its source and as-of day: typed readers of `seed/*.csv`.

The files are what a new county is filled from; afterwards the county's own rows count, which its administrator edits.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

from core.rules.seeds import SeedBroken, read_seed
from disputes.rules.wording import words_in

FOLDER: Final = Path(__file__).parent / "seed"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from. `certainty`: SEEN (the text was read), CITED (known to exist), DEFAULT (the product's)."""

    code: str
    title: str
    issuer: str
    reference: str
    certainty: Literal["SEEN", "CITED", "DEFAULT"]
    as_of: dt.date
    note: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of dispute (合肥 01–17, 99), the national label it is reported under and its row in the monthly table.

    `kept_for` is how long its dossiers are kept (`disputes.choices.Retention`), by a source of its own.
    """

    code: str
    label: str
    national_code: str
    statistics_row: str
    kept_for: Literal["10", "30", "PERMANENT"]
    kept_source: str
    note: str
    source: str
    as_of: dt.date


@dataclass(frozen=True, slots=True)
class NationalKind:
    """One of the 18 kinds of the national statistics, and the kind a case of it is registered as."""

    position: int
    code: str
    label: str
    kind: str
    source: str
    as_of: dt.date


@dataclass(frozen=True, slots=True)
class StatisticsRow:
    """A row of 矛盾纠纷排查情况表: one of 19 kinds (section KIND), or a band of people (PEOPLE, at_least ≤ n < below)."""

    position: int
    code: str
    section: Literal["KIND", "PEOPLE"]
    label: str
    at_least: int | None
    below: int | None
    source: str
    as_of: dt.date


@dataclass(frozen=True, slots=True)
class Term:
    """How long something may take.

    Attributes:
        level: VILLAGE, TOWNSHIP, COUNTY, TRADE, or "" for any.
        kind: code of a kind of dispute, or "" for any; the row that says more wins.
        unit: of core.workcalendar.choices.Unit, as is warn_unit.
        warn_value: how long before the end is warned.
        basis: LAW (the county may only shorten it) or COUNTY (the county decides; the value is an example).
        clause: where in the source; "" where the source is the product's default.
    """

    what: str
    level: Literal["", "VILLAGE", "TOWNSHIP", "COUNTY", "TRADE"]
    kind: str
    value: int
    unit: str
    warn_value: int
    warn_unit: str
    basis: Literal["LAW", "COUNTY"]
    source: str
    clause: str
    valid_from: dt.date
    as_of: dt.date
    note: str


@dataclass(frozen=True, slots=True)
class DossierItem:
    """A place in the dossier: needed ALWAYS, WHEN its condition holds, or NEVER (it may lie there all the same)."""

    position: int
    code: str
    label: str
    need: Literal["ALWAYS", "WHEN", "NEVER"]
    condition: Literal[
        "",
        "HAS_AGENT",
        "INVESTIGATED",
        "HAS_EVIDENCE",
        "MEDIATED",
        "SETTLED",
        "ENDED_WITHOUT",
        "PERFORMED",
        "FOLLOWED_UP",
        "CONFIRMATION_ASKED",
        "HANDED_OVER",
    ]
    condition_label: str
    papers: tuple[str, ...]
    source: str
    as_of: dt.date


@dataclass(frozen=True, slots=True)
class ClosingWay:
    """How a case can end.

    Attributes:
        nature: SUBSTANTIVE (实质性), PROCEDURAL (程序性) or STAGE (阶段性).
        is_settled: counts as settled in every rate.
        is_mediated: only after a session was held.
        needs_notice: the parties get a 终止调解通知书 with the ways left open.
        leads_to: COURT, ARBITRATION, REVIEW, RULING, PETITION, POLICE or "".
    """

    code: str
    label: str
    nature: Literal["SUBSTANTIVE", "PROCEDURAL", "STAGE"]
    is_settled: bool
    is_mediated: bool
    needs_notice: bool
    leads_to: str
    source: str
    as_of: dt.date
    note: str


@dataclass(frozen=True, slots=True)
class AllowanceRate:
    """What a mediator gets for a case of this grade, in yuan; an example until the county's own paper replaces it."""

    grade: str
    label: str
    amount: Decimal
    is_example: bool
    valid_from: dt.date
    source: str
    as_of: dt.date
    note: str


@dataclass(frozen=True, slots=True)
class BrakeRule:
    """When handing up stops and asks: more than `fewest` cases at once and more than `share` percent of the open ones.

    Attributes:
        released_hours: how long it goes on unasked once somebody has released it.
    """

    fewest: int
    share: int
    released_hours: int
    valid_from: dt.date
    source: str
    as_of: dt.date
    note: str


@dataclass(frozen=True, slots=True)
class RecusalGround:
    """Why a mediator steps back: by rule, or (not mandatory) because a party asks."""

    position: int
    code: str
    label: str
    is_mandatory: bool
    source: str
    as_of: dt.date
    note: str


@dataclass(frozen=True, slots=True)
class Ethnicity:
    """A 民族 by its code of GB/T 3304, as the official forms ask for it."""

    code: str
    name: str
    source: str
    as_of: dt.date


@dataclass(frozen=True, slots=True)
class LawText:
    """A sentence that papers print, in the law's words or on its ground; no `clause` where the text was not at hand."""

    topic: str
    position: int
    text: str
    clause: str
    source: str
    as_of: dt.date


@dataclass(frozen=True, slots=True)
class JudgingWord:
    """A word that has no place among the reasons of a risk grade: it judges a PERSON, or makes a ground of a COMPLAINT.
    A phrase of sense COURSE tells how the dispute went and may stand, whatever words are in it.
    """

    word: str
    sense: Literal["PERSON", "COMPLAINT", "COURSE"]
    source: str
    as_of: dt.date
    note: str


@cache
def read(file: str, shape: type[Any]) -> tuple[Any, ...]:
    """The lines of `seed/<file>.csv` as `shape`."""
    return read_seed(FOLDER, file, shape)


def sources() -> tuple[Source, ...]:
    """Every source a seed row may name."""
    return read("sources", Source)


def kinds() -> tuple[Kind, ...]:
    """The kinds of disputes, in the order of their codes."""
    return read("kinds", Kind)


def national_kinds() -> tuple[NationalKind, ...]:
    """The 18 national kinds in the order of the form."""
    return read("national_kinds", NationalKind)


def statistics_rows() -> tuple[StatisticsRow, ...]:
    """The 19 kinds and the 4 bands of people, in the order of the form."""
    return read("statistics_rows", StatisticsRow)


def statistics_choices() -> list[tuple[str, str]]:
    """Code and label of the 19 kinds of the monthly table."""
    return [(row.code, row.label) for row in statistics_rows() if row.section == "KIND"]


def terms() -> tuple[Term, ...]:
    """Every term a county starts with."""
    return read("terms", Term)


def dossier_items() -> tuple[DossierItem, ...]:
    """The places of a dossier in the order they are bound."""
    return read("dossier_items", DossierItem)


def closing_ways() -> tuple[ClosingWay, ...]:
    """The ways a case can end."""
    return read("closing_ways", ClosingWay)


def allowance_rates() -> tuple[AllowanceRate, ...]:
    """Example rates of 以案定补."""
    return read("allowance_rates", AllowanceRate)


def brake_rules() -> tuple[BrakeRule, ...]:
    """When handing up stops and asks, until the county's own rule says otherwise: one row."""
    return read("brake_rules", BrakeRule)


def recusal_grounds() -> tuple[RecusalGround, ...]:
    """Grounds to step back, in the order they are asked."""
    return read("recusal_grounds", RecusalGround)


def ethnicities() -> tuple[Ethnicity, ...]:
    """The 民族 of the national standard, in the order of their codes."""
    return read("ethnicities", Ethnicity)


@cache
def ethnicity_names() -> Mapping[str, str]:
    """Code → name: 02 → 蒙古族."""
    return MappingProxyType({one.code: one.name for one in ethnicities()})


def judging_words() -> tuple[JudgingWord, ...]:
    """What the reason of a risk grade may not say, and the phrases that may stand all the same."""
    return read("judging_words", JudgingWord)


def judgements_in(reason: str) -> list[str]:
    """What of a reason judges a person or makes a ground of a complaint; empty where it keeps to the dispute."""
    words = judging_words()
    return words_in(
        reason,
        [one.word for one in words if one.sense != "COURSE"],
        besides=[one.word for one in words if one.sense == "COURSE"],
    )


def all_law_texts() -> tuple[LawText, ...]:
    """Every sentence of the law that papers print."""
    return read("law_texts", LawText)


def law_texts(topic: str) -> tuple[str, ...]:
    """The sentences of a topic in their order, e.g. RIGHTS for 人民调解法 art. 23."""
    found = sorted((one for one in all_law_texts() if one.topic == topic), key=lambda one: one.position)
    if not found:
        raise SeedBroken(f"law_texts.csv: no topic {topic}")
    return tuple(one.text for one in found)


def law_text(topic: str) -> str:
    """The only sentence of a topic."""
    (text,) = law_texts(topic)
    return text


def term_for(what: str, *, level: str, kind: str) -> Term | None:
    """The seed's own answer: kind before level before any."""
    found = [
        term
        for term in terms()
        if term.what == what and term.level in ("", level) and term.kind in ("", kind)
    ]
    return max(found, key=lambda term: (bool(term.kind), bool(term.level)), default=None)


def band_of(people: int) -> str:
    """The band of people a case counts in: B01 below 50, B02 50–99, B03 100–499, B04 from 500."""
    for row in statistics_rows():
        if (
            row.section == "PEOPLE"
            and (row.at_least or 0) <= people
            and (row.below is None or people < row.below)
        ):
            return row.code
    raise SeedBroken(f"statistics_rows.csv: no band for {people} people")
