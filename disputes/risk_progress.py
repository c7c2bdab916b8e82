"""How far a sweep of risks has come, village by village, and what waits for whom: counted from the facts."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Left

from core.paths.ranges import ROOT_WIDTH, STEP_WIDTH, ancestors_of, depth_of, within
from core.permissions.actor import Actor
from core.rules.rates import rate_text
from core.workcalendar.rules import day_of
from disputes.choices import FINAL, Risk, SweepLevel
from disputes.grading import standing
from disputes.models import OPEN, Case, RiskGrade, RiskSweep, ZeroReport
from disputes.policies.risk import GRADE
from disputes.policies.steps import CENTRE, WORK
from disputes.selectors import handled_by
from grids.models import Area

VILLAGE_WIDTH: Final = ROOT_WIDTH + 2 * STEP_WIDTH
VILLAGE_LEVEL: Final = 3
# What a post confirms, by the depth at which it stands: a village what the group gave; a township what the village did.
_BELOW: Final = {
    VILLAGE_LEVEL: Q(level=SweepLevel.GROUP),
    VILLAGE_LEVEL - 1: Q(level=SweepLevel.VILLAGE),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A village: its open disputes, how many are graded and how far they are confirmed."""

    path: str
    name: str
    place: str = ""  # the area's id, for the address
    open_cases: int = 0
    graded: int = 0
    village_confirmed: int = 0
    township_confirmed: int = 0
    high: int = 0
    contested: int = 0
    run_out: int = 0
    reported_zero_on: str = ""
    is_late: bool = False

    @property
    def left(self) -> int:
        """How many are to be graded."""
        return max(self.open_cases - self.graded, 0)

    @property
    def is_done(self) -> bool:
        """Every dispute graded and confirmed by the township; where there is none, a person said so."""
        if not self.open_cases:
            return bool(self.reported_zero_on)
        return not self.left and self.township_confirmed >= self.graded


@dataclass(frozen=True, slots=True)
class Progress:
    """`high` counts disputes of high risk, `planned` those of them with a safety plan; never people."""

    rows: Sequence[Row] = field(default=())
    high: int = 0
    planned: int = 0

    @property
    def plan_rate(self) -> str:
        return rate_text(self.planned, self.high)

    def total(self, name: str) -> int:
        return sum(getattr(row, name) for row in self.rows)

    @property
    def done(self) -> int:
        return sum(row.is_done for row in self.rows)


@dataclass(frozen=True, slots=True)
class Town:
    """A township with the rows of its villages."""

    name: str
    place: str
    rows: Sequence[Row]

    @property
    def done(self) -> int:
        return sum(row.is_done for row in self.rows)

    @property
    def is_done(self) -> bool:
        return self.done == len(self.rows)

    @property
    def is_late(self) -> bool:
        return any(row.is_late for row in self.rows)

    @property
    def sums(self) -> dict[str, int]:
        """Each count over its villages."""
        return {name: sum(getattr(row, name) for row in self.rows) for name in COUNTED}


COUNTED: Final = (
    "open_cases",
    "left",
    "graded",
    "village_confirmed",
    "township_confirmed",
    "high",
    "contested",
    "run_out",
)


def by_township(progress: Progress) -> list[Town]:
    """The same progress, one line a township; one query."""
    of_town: dict[str, list[Row]] = {}
    for row in progress.rows:
        of_town.setdefault(row.path[: VILLAGE_WIDTH - STEP_WIDTH], []).append(row)
    areas = {area.path: area for area in Area.objects.filter(path__in=of_town)}
    return [
        Town(
            areas[path].name if path in areas else _elsewhere(path),
            str(areas[path].pk) if path in areas else "",
            rows,
        )
        for path, rows in of_town.items()
    ]


def to_grade(sweep: RiskSweep, paths: Sequence[str]) -> QuerySet[Case]:
    """Open disputes below `paths` without a grade of this sweep. Open or brewing: whatever is registered and not over."""
    given = standing().filter(tenant_id=OuterRef("tenant_id"), case_id=OuterRef("pk"), sweep=sweep)
    cases = Case.objects.filter(OPEN, within("path", sweep.path), within("path", *paths))
    return cases.filter(~Exists(given))


def progress_of(sweep: RiskSweep, paths: Sequence[str], *, at: dt.datetime) -> Progress:
    """The villages of a sweep below `paths`, in five queries; of one that is closed, as it was then."""
    if sweep.figures:
        return _kept(sweep, paths)
    ground = within("path", sweep.path) & within("path", *paths)
    areas = Area.objects.filter(ground, level=VILLAGE_LEVEL, valid_to=None).order_by("path")
    villages = {area.path: (area.name, str(area.pk)) for area in areas}
    open_cases = Counter(dict(_by_village(Case.objects.filter(OPEN, ground))))
    today = day_of(at)
    grades = standing().filter(ground, sweep=sweep).exclude(case__state__in=FINAL)
    confirmed = Q(level=SweepLevel.TOWNSHIP)
    lines: Any = (
        grades.annotate(village=Left("path", VILLAGE_WIDTH))
        .values("village")
        .annotate(
            graded=Count("pk"),
            village_confirmed=Count("pk", filter=Q(village_at__isnull=False) | confirmed),
            township_confirmed=Count("pk", filter=confirmed),
            high=Count("pk", filter=Q(risk=Risk.HIGH)),
            contested=Count("pk", filter=Q(contested_at__isnull=False, answered_at=None)),
            run_out=Count("pk", filter=Q(ends_on__lt=today)),
        )
    )
    counted: dict[str, dict[str, Any]] = {line.pop("village"): line for line in lines}
    zeros = dict(ZeroReport.objects.filter(ground, sweep=sweep).values_list("path", "at"))
    rows = []
    for path in sorted({*villages, *open_cases}):
        name, place = villages.get(path, (_elsewhere(path), ""))
        zero = zeros.get(path)
        row = Row(
            path=path,
            name=name,
            place=place,
            open_cases=open_cases[path],
            reported_zero_on=str(day_of(zero)) if zero else "",
            **counted.get(path, {}),
        )
        rows.append(replace(row, is_late=today > sweep.ends_on and not row.is_done))
    return Progress(rows, *plan_counts(paths, within_=sweep.path))


def plan_counts(paths: Sequence[str], *, within_: str | None = None) -> tuple[int, int]:
    """How many open disputes are of high risk, and how many of them have a safety plan; one query."""
    planned = standing().filter(tenant_id=OuterRef("tenant_id"), case_id=OuterRef("pk"), risk=Risk.HIGH)
    cases = Case.objects.filter(OPEN, within("path", *paths))
    if within_ is not None:
        cases = cases.filter(within("path", within_))
    counted = cases.annotate(has_plan=Exists(planned)).aggregate(
        high=Count("pk", filter=Q(risk=Risk.HIGH) | Q(has_plan=True)),
        planned=Count("pk", filter=Q(has_plan=True)),
    )
    return counted["high"], counted["planned"]


def as_figures(progress: Progress) -> dict[str, Any]:
    """The figures as a closed sweep keeps them."""
    return {
        "rows": [asdict(row) for row in progress.rows],
        "high": progress.high,
        "planned": progress.planned,
    }


def grounds_of(actor: Actor) -> tuple[str, ...]:
    """The areas whose risks somebody grades or confirms, outermost only."""
    return actor.paths_for(GRADE)


def cases_to_sweep(actor: Actor, sweep: RiskSweep) -> QuerySet[Case]:
    """Open disputes of the sweep that the actor may grade: of their ground, and restricted ones they handle by name."""
    ground = within("path", *grounds_of(actor)) & Q(is_restricted=False)
    mine = Q(pk__in=handled_by(actor.person_id))
    return Case.objects.filter(OPEN, within("path", sweep.path)).filter(ground | mine)


SHOWN: Final = ("todo", "confirm", "contested", "run_out", "graded", "all")


def narrowed(
    cases: QuerySet[Case], sweep: RiskSweep, shown: str, actor: Actor, *, on: dt.date
) -> QuerySet[Case]:
    """Those of a list that stand as asked for: see SHOWN."""
    given = standing().filter(tenant_id=OuterRef("tenant_id"), case_id=OuterRef("pk"))
    if shown == "todo":
        return cases.filter(~Exists(given.filter(sweep=sweep)))
    if shown == "confirm":
        return cases.filter(Exists(given.filter(waits_for(actor))))
    if shown == "contested":
        return cases.filter(Exists(given.filter(contested_at__isnull=False, answered_at=None)))
    if shown == "run_out":
        return cases.filter(Exists(given.filter(ends_on__lt=on)))
    if shown == "graded":
        return cases.filter(Exists(given.filter(sweep=sweep)))
    return cases


def waits_for(actor: Actor) -> Q:
    """Grades that wait for the actor's confirmation: given or confirmed below, at their own level, by other people."""
    condition = Q(pk__in=[])
    for post in actor.posts:
        if WORK in post.abilities and post.path and (wanted := _BELOW.get(depth_of(post.path))):
            condition |= wanted & within("path", post.path)
    return (
        condition
        & ~Q(graded_by_id=actor.person_id)
        & (Q(village_by=None) | ~Q(village_by_id=actor.person_id))
        & (Q(contested_at=None) | Q(answered_at__isnull=False))
    )


def waiting_to_confirm(actor: Actor) -> QuerySet[RiskGrade]:
    """Grades that wait for the actor, the earliest first."""
    return standing().filter(waits_for(actor)).select_related("case").order_by("graded_at")


def confirmations_by_sweep(actor: Actor) -> list[tuple[UUID, int, dt.datetime]]:
    """Sweep, how many of its grades wait for the actor, and since when; in one query."""
    grouped = standing().filter(waits_for(actor)).order_by().values("sweep_id")
    counted = grouped.annotate(n=Count("pk"), since=Min("graded_at"))
    return list(counted.values_list("sweep_id", "n", "since"))


def gradings_by_sweep(actor: Actor) -> list[tuple[UUID, int, dt.date]]:
    """Sweep, how many disputes of the village's or grid's own ground it has still to grade, and by when; of sweeps
    that go on."""
    paths = [path for path in actor.paths_for(GRADE) if depth_of(path) >= VILLAGE_LEVEL]
    if not paths:
        return []
    above = {one for path in paths for one in ancestors_of(path)}
    found = []
    for sweep in RiskSweep.objects.filter(path__in=above, closed_at=None).order_by("-year", "-quarter")[:1]:
        if n := to_grade(sweep, paths).filter(is_restricted=False).count():
            found.append((sweep.pk, n, sweep.ends_on))
    return found


def contests_by_sweep(actor: Actor) -> list[tuple[UUID, int, dt.datetime]]:
    """Sweep, how many objections wait for an answer on the ground whose centre the actor runs, and since when."""
    waiting = standing().filter(
        within("path", *actor.paths_for(CENTRE)), contested_at__isnull=False, answered_at=None
    )
    grouped = waiting.exclude(graded_by_id=actor.person_id).order_by().values("sweep_id")
    counted = grouped.annotate(n=Count("pk"), since=Min("contested_at"))
    return list(counted.values_list("sweep_id", "n", "since"))


def sweeps_seen_by(actor: Actor, *abilities: str) -> QuerySet[RiskSweep]:
    """Sweeps over the actor's ground: of areas above it, and below it; the latest first."""
    condition = Q(pk__in=[])
    for ability in abilities:
        for path in actor.paths_for(ability):
            condition |= Q(path__in=ancestors_of(path)) | within("path", path)
    return RiskSweep.objects.filter(condition).order_by("-year", "-quarter", "path")


def _by_village(cases: QuerySet[Any]) -> Any:
    grouped = cases.annotate(village=Left("path", VILLAGE_WIDTH)).values("village").order_by("village")
    return grouped.annotate(n=Count("pk")).values_list("village", "n")


def _elsewhere(path: str) -> str:
    return "县本级" if len(path) == ROOT_WIDTH else "乡镇本级"


def _kept(sweep: RiskSweep, paths: Sequence[str]) -> Progress:
    rows = [Row(**row) for row in sweep.figures["rows"]]
    shown = [row for row in rows if any(row.path.startswith(path) for path in paths)]
    is_whole = len(shown) == len(rows)
    high = sweep.figures["high"] if is_whole else sum(row.high for row in shown)
    planned = sweep.figures["planned"] if is_whole else sum(row.high for row in shown)
    return Progress(shown, high, planned)
