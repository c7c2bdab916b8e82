"""Two years of disputes in a demo county, up to the day on which it is loaded.

    load(code=130725, seed=20261122, say=print)                              # until today
    load(code=130725, seed=20261122, say=print, now=dt.datetime(2026, 11, 25, 10, tzinfo=SHANGHAI))

Rows are the same for the same seed, county and instant: everything is drawn by dice, `now` is the only thing asked of
the clock, so that a desk is as full on the day of a demonstration as it was when this was written.

Figures of P8: in 尚义县, of what was found in `stated_year(now)` (the calendar year 2025 for any day from March 2026 to
February 2027) exactly 972 disputes were handled and 929 of them settled, which is printed 95.5 % (929/972 = 95.57…,
truncated). They are counted by `counting.figures_by` from the facts; nothing is typed in.
"""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Final

from django.utils import timezone

from accounts.choices import Role
from accounts.demo_names import People
from core.permissions.actor import Actor
from core.rules.codes import ALPHABET, LENGTH
from core.tenancy.ids import uuid7_at
from core.workcalendar.rules import SHANGHAI
from core.workcalendar.selectors import county_calendar
from disputes.choices import (
    SOLVED,
    Grade,
    Level,
    Outcome,
    Promise,
    Risk,
    Side,
    Source,
    State,
    Urgency,
    Verb,
)
from disputes.demo_desks import DESKS, VILLAGE_DESKS, Desk, fits
from disputes.demo_fates import Fate, drawn
from disputes.demo_leaders import take_on
from disputes.demo_lives import Life
from disputes.demo_parties import Cast
from disputes.demo_people import Bench, Worker, found_committees
from disputes.demo_promises import World
from disputes.demo_rounds import go_round
from disputes.demo_rows import number_cases, write
from disputes.demo_walk import Walk
from disputes.demo_words import KINDS, SEASONS, THEMES, Theme
from disputes.furnishing import furnish_county
from disputes.models import Case
from disputes.rules.levels import first_level
from disputes.terms import terms_on
from grids.choices import Level as AreaLevel
from grids.models import Area

SIZES: Final = {130723: 3000, 130722: 2400, 130725: 1800}
HANDLED, SETTLED = 972, 929
P8_COUNTY: Final = 130725
UNSETTLED: Final = {
    Outcome.FAILED: 17,
    Outcome.WITHDRAWN: 9,
    Outcome.REFUSED: 7,
    Outcome.TRANSFERRED: 6,
    Outcome.TERMINATED: 3,
    Outcome.BARRED: 1,
}
YEARS: Final = 2
TWICE: Final = 0.008  # of the disputes come in by two doors
TRIES: Final = 90
FEW: Final = 8
WEEKEND: Final = 0.14


def stated_year(now: dt.datetime) -> int:
    """The calendar year in which the figures of P8 stand: the last one that has been over for two months."""
    day = now.astimezone(SHANGHAI).date()
    return (day - dt.timedelta(days=60)).year - 1


def load(*, code: int, seed: int, say: Callable[[str], None], now: dt.datetime | None = None) -> None:
    """Load committees and disputes of one demo county, which is open and staffed."""
    now = now or timezone.now()
    story = Story(code, random.Random(f"disputes {code} {seed}"), now)  # noqa: S311  # demo rows, nothing secret
    story.tell()
    number_cases(story.walks, story.mint)
    written = write(story.walks)
    open_cases = sum(walk.case.is_open for walk in story.walks)
    say(
        f"{len(story.bench.committees) + len(story.bench.of_trade)} committees with cases, {len(story.walks)} disputes "
        f"({open_cases} open), {written} rows"
    )
    go_round(code, story.dice, now, say)


@dataclass(frozen=True, slots=True)
class Draft:
    """A dispute about to come in."""

    at: dt.datetime
    kind: str
    theme: Theme
    path: str
    source: str = ""


class Story:
    """All disputes of one county as they are thought up."""

    def __init__(self, code: int, dice: random.Random, now: dt.datetime) -> None:
        self.code, self.dice, self.now = code, dice, now
        self.today = now.astimezone(SHANGHAI).date()
        self.year = stated_year(now)
        self.since = min(self.today - dt.timedelta(days=365 * YEARS), dt.date(self.year, 1, 1))
        self.cast = Cast(dice, People(dice, code), self.today)
        self.areas = list(Area.objects.filter(valid_to=None).order_by("path"))
        self.names = {area.path: area.name for area in self.areas}
        self.grids = [area.path for area in self.areas if area.level == AreaLevel.GRID]
        self.towns = [area.path for area in self.areas if area.level == AreaLevel.TOWNSHIP]
        self.walks: list[Walk] = []
        self.codes: set[str] = set()
        opened = dt.datetime.combine(self.since, dt.time(8), SHANGHAI)
        self.mint = lambda: uuid7_at(opened, dice)
        furnish_county(actor=Actor.system(code), at=now, on=self.since)
        self.bench: Bench = found_committees(
            code, dice, self.areas, since=self.since, today=self.today, mint=self.mint
        )
        county = next(area.name for area in self.areas if area.level == AreaLevel.COUNTY)
        terms = terms_on(self.today, list(Promise))
        self.world = World(county_calendar(), terms, self.bench, now, county)

    def tell(self) -> None:
        self._desks()
        if self.code == P8_COUNTY:
            self._stated_year()
        while len(self.walks) < SIZES.get(self.code, 500):
            draft = self.draft()
            if self.code == P8_COUNTY and draft.at.year == self.year:
                continue
            self.keep(self.lived(draft, drawn(self.dice, draft.kind)))
        take_on(self.walks, self.world, self.dice)
        self.walks.sort(key=lambda walk: (walk.case.registered_at, walk.case.pk))

    def keep(self, walk: Walk) -> None:
        self.walks.append(walk)
        if self.dice.random() < TWICE and (twin := self._twin(walk)):
            self.walks.append(twin)

    # ── parts

    def _stated_year(self) -> None:
        """The year of P8: so many handled, so many settled; each case is decided, whatever else happened to it."""
        outcomes: list[str] = [outcome for outcome, number in UNSETTLED.items() for _n in range(number)]
        outcomes += [""] * (HANDLED - len(outcomes))
        for outcome in outcomes:
            while True:
                draft = self.draft(self.year)
                fate = drawn(self.dice, draft.kind)
                if not outcome and fate.outcome not in SOLVED:
                    fate.outcome = Outcome.SETTLED
                walk = self.lived(draft, replace(fate, outcome=outcome or fate.outcome))
                case = walk.case
                if (case.outcome == outcome) if outcome else (case.outcome in SOLVED):
                    break
            self.keep(walk)

    def _desks(self) -> None:
        """Each township's desk has something late, something due today, something due this week, and every state."""
        found: dict[Desk, int] = {}
        for town in self.towns:
            grids = [path for path in self.grids if path.startswith(town)] or [town]
            for desk in DESKS:
                self._lay(desk, grids, found, is_first=town == self.towns[0])
        for desk in VILLAGE_DESKS:  # the grid worker whose account is listed has reported some of them
            self._lay(desk, self.grids[:1], found, source=Source.GRID)

    def _lay(
        self,
        desk: Desk,
        grids: list[str],
        found: dict[Desk, int],
        *,
        is_first: bool = False,
        source: str = "",
    ) -> None:
        """Find out how long ago a case has to have come in to lie there now: near where the last township's fitted."""
        near = found.get(desk, 0)
        tries = sorted(range(TRIES), key=lambda number: abs(number - near))
        for number in tries if is_first or desk in found else tries[:FEW]:
            back = dt.timedelta(days=desk.least + number * 0.45, minutes=self.dice.randint(0, 200))
            draft = replace(self.draft(), at=self.now - back, path=self.dice.choice(grids), source=source)
            if desk.kind:
                draft = replace(draft, kind=desk.kind, theme=self.dice.choice(THEMES[desk.kind]))
            walk = self.lived(draft, desk.fate())
            if fits(walk, desk, self.now):
                self.walks.append(walk)
                found[desk] = number
                return

    def _twin(self, walk: Walk) -> Walk | None:
        """The same dispute by another door, joined to the first by a person."""
        first = walk.case
        at = first.registered_at + dt.timedelta(hours=self.dice.uniform(3, 30))
        joined = at + dt.timedelta(hours=self.dice.uniform(0.5, 4))
        end = first.closed_at or self.now
        if joined >= min(end, self.now) or first.state == State.MERGED or first.is_restricted:
            return None
        theme = self.dice.choice(THEMES[first.kind_code])
        twin = self.begin(Draft(at, first.kind_code, theme, first.path), like=walk)
        if twin.pass_time(joined):
            return None
        twin.step(
            Verb.MERGE,
            joined,
            self.dice.choice(self.bench.mediators(first.path, twin.case.level)),
            note="与另一件系同一纠纷，并案办理。",
            facts={"into": str(first.pk), "into_label": first.code},
            merged_into=first,
        )
        return twin

    # ── one dispute

    def draft(self, year: int | None = None) -> Draft:
        kind = self.dice.choices(list(KINDS), list(KINDS.values()))[0]
        days, weights = self._days[kind]
        while True:
            on = self.dice.choices(days, cum_weights=weights)[0]
            at = dt.datetime.combine(on, dt.time(self.dice.choice(HOURS), self.dice.randint(0, 59)), SHANGHAI)
            if at < self.now and (year is None or on.year == year):
                break
        path = self.dice.choice(self.grids) if self.dice.random() < 0.93 else self.dice.choice(self.towns)
        return Draft(at, kind, self.dice.choice(THEMES[kind]), path)

    @cached_property
    def _days(self) -> dict[str, tuple[list[dt.date], list[float]]]:
        """Days with their running weights by kind: seasons, and few on rest days."""
        days = [self.since + dt.timedelta(days=n) for n in range((self.today - self.since).days + 1)]
        found = {}
        for kind in KINDS:
            total, running = 0.0, []
            for on in days:
                works = self.world.calendar.is_working_day(on)
                total += SEASONS.get(kind, {}).get(on.month, 0.9) * (1 if works else WEEKEND)
                running.append(total)
            found[kind] = (days, running)
        return found

    def lived(self, draft: Draft, fate: Fate) -> Walk:
        walk = self.begin(draft)
        case = walk.case
        if fate.outcome == Outcome.SETTLED_ON_SPOT:
            case.grade = Grade.SIMPLE
        elif fate.top in (Level.COUNTY, Level.TRADE) or case.people_count >= 10:
            case.grade = Grade.MAJOR
            case.risk = self.dice.choice((Risk.MEDIUM, Risk.HIGH))
            case.urgency = self.dice.choice((Urgency.ORDINARY, Urgency.URGENT))
        Life(walk, fate, self.words(walk, draft.theme.agreed)).live()
        return walk

    def begin(self, draft: Draft, like: Walk | None = None) -> Walk:
        """Registered, with its parties; `like` another one with the same people."""
        source, registrar = self._door(draft.path, draft.source)
        money = draft.theme.money
        case = Case(
            id=uuid7_at(draft.at, self.dice),
            code=self._code(),
            title=draft.theme.title,
            place=self._place(draft.path),
            occurred_on=(draft.at - dt.timedelta(days=self.dice.randint(0, 12))).astimezone(SHANGHAI).date(),
            path=draft.path,
            kind_code=draft.kind,
            source=source,
            people_count=self.dice.choices((2, 3, 4, 5, 7, 12, 26, 58), (70, 12, 8, 4, 3, 2, 0.8, 0.2))[0],
            amount=Decimal(round(self.dice.uniform(*money), -2 if money[1] > 3000 else -1))
            if money
            else None,
            risk=self.dice.choices((Risk.LOW, Risk.MEDIUM, Risk.HIGH), (86, 12, 2))[0],
            level=first_level(draft.path),
            registered_by_id=registrar.id,
            registered_at=draft.at,
            level_since=draft.at,
        )
        parties = self.cast.same(like, case) if like else self.cast.parties(case, draft.theme)
        walk = Walk(self.world, case, parties, self.dice)
        case.summary = self.words(walk, draft.theme.summary)
        walk.step(Verb.REGISTER, draft.at, registrar, facts={"source": str(source)})
        return walk

    def words(self, walk: Walk, text: str) -> str:
        sides = {party.side: party.name for party in reversed(walk.parties)}
        return text.format(
            a=sides.get(Side.APPLICANT, ""), b=sides.get(Side.RESPONDENT, ""), n=self.dice.randint(2, 9)
        )

    def _door(self, path: str, asked: str = "") -> tuple[Source, Worker]:
        clerks = self.bench.clerks(path)
        if len(path) <= len(self.towns[0]):
            source = self.dice.choice(
                (Source.COUNTER, Source.COUNTER, Source.HOTLINE, Source.POLICE, Source.PETITION, Source.COURT)
            )
            return source, self.dice.choice(clerks)
        drawn_source = self.dice.choices(
            (Source.GRID, Source.SWEEP, Source.VILLAGE, Source.APPLICATION, Source.COUNTER, Source.HOTLINE, Source.POLICE,
             Source.COURT, Source.PETITION),
            (38, 17, 14, 13, 9, 4, 3, 1, 1),
        )[0]  # fmt: skip
        source = Source(asked or drawn_source)
        if source in (Source.GRID, Source.SWEEP):
            workers = self.bench.at(path, Role.GRID_WORKER)
        elif source in (Source.VILLAGE, Source.APPLICATION):
            workers = self.bench.mediators(path, Level.VILLAGE)
        else:
            workers = clerks
        return source, self.dice.choice(workers or clerks)

    def _place(self, path: str) -> str:
        step = len(self.towns[0]) - len(str(self.code))
        village = self.names.get(path[: len(self.towns[0]) + step], self.names[path])
        return f"{village}{self.dice.randint(1, 9)}组" if len(path) > len(self.towns[0]) else f"{village}集市"

    def _code(self) -> str:
        while True:
            drawn_code = "".join(self.dice.choices(ALPHABET, k=LENGTH))
            code = "-".join(drawn_code[start : start + 4] for start in range(0, LENGTH, 4))
            if code not in self.codes:
                self.codes.add(code)
                return code


HOURS: Final = (8, 8, 9, 9, 9, 10, 10, 10, 11, 11, 13, 14, 14, 15, 15, 16, 16, 17, 18, 19)
