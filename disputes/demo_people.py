"""Committees, mediators, rooms and the duty roster of a demo county; and who works where.

尚义 stands as its practice was described: 204 committees, 684 mediators, 30 of them full-time (P2).
"""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from accounts.choices import Role
from accounts.demo_names import WOMEN, People, sex_of
from accounts.models import Post, Unit
from disputes.choices import CommitteeKind, Level
from disputes.models import Committee, DutyShift, Mediator, Room
from disputes.rules.levels import seat_of
from grids.choices import Level as AreaLevel
from grids.models import Area

TRADES = (
    ("劳动争议", "劳", "人社局", ("10",)),
    ("医疗纠纷", "医", "卫健局", ("13",)),
    ("道路交通事故", "交", "公安局", ("14",)),
    ("物业纠纷", "物", "住建局", ("15",)),
    ("婚姻家庭", "婚", "妇联", ("01",)),
)
WORKS = ("风电产业园", "农产品加工园")
NAMED = ("老马", "巧玲", "金牌", "暖心", "乡音", "枫林", "和事佬")
MIXED = ("回", "蒙", "民族")
ROSTER = (21, 14)  # days before and after today


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody with an account, as a case names them."""

    id: UUID
    name: str
    title: str


Mint = Callable[[], UUID]


@dataclass(slots=True)
class Bench:
    """Who can be asked, where: workers by seat and role, committees by seat, trades by kind of dispute."""

    workers: dict[tuple[str, str], list[Worker]] = field(default_factory=lambda: defaultdict(list))
    committees: dict[str, Committee] = field(default_factory=dict)
    trades: dict[str, Committee] = field(default_factory=dict)
    of_trade: dict[UUID, list[Worker]] = field(default_factory=lambda: defaultdict(list))
    rooms: dict[UUID, list[Room]] = field(default_factory=lambda: defaultdict(list))

    def at(self, path: str, *roles: str) -> list[Worker]:
        return [worker for role in roles for worker in self.workers[path, role]]

    def mediators(self, case_path: str, level: str, committee: Committee | None = None) -> list[Worker]:
        """Who may lead at a level; never nobody."""
        seat = seat_of(case_path, level)
        if level == Level.VILLAGE:
            return self.at(seat, Role.VILLAGE_MEDIATOR, Role.VILLAGE_MEDIATOR, Role.VILLAGE_SECRETARY)
        if level == Level.TOWNSHIP:
            return self.at(seat, Role.TOWNSHIP_MEDIATOR)
        if level == Level.TRADE and committee is not None and self.of_trade[committee.pk]:
            return self.of_trade[committee.pk]
        return self.at(seat, Role.COUNTY_CENTRE)

    def clerks(self, case_path: str) -> list[Worker]:
        """The township's centre."""
        return self.at(seat_of(case_path, Level.TOWNSHIP), Role.TOWNSHIP_CLERK, Role.POLITICAL_LEGAL_MEMBER)


def workers_of(county: str) -> tuple[Bench, dict[UUID, list[Worker]]]:
    """The bench without committees, and each department's handlers by unit, in a fixed order."""
    bench, handlers = Bench(), defaultdict(list)
    posts = Post.objects.filter(to_on=None).order_by("staff__user__username").select_related("staff", "unit")
    for post in posts:
        worker = Worker(post.staff_id, post.staff.name, str(Role(post.role).label))
        if post.path:
            bench.workers[post.path, post.role].append(worker)
        elif post.unit_id and post.role == Role.DEPARTMENT_HANDLER:
            handlers[post.unit_id].append(worker)
    return bench, handlers


class Founding:
    """Rows of committees and those who sit on them, as they are thought up."""

    def __init__(self, code: int, dice: random.Random, since: dt.date, mint: Mint) -> None:
        self.code, self.dice, self.since, self.mint = code, dice, since, mint
        self.people = People(dice, code)
        self.committees: list[Committee] = []
        self.mediators: list[Mediator] = []
        self.rooms: list[Room] = []
        self.shifts: list[DutyShift] = []
        self.taken: set[str] = set()

    def found(self, name: str, short: str, kind: str, path: str, **values: object) -> Committee:
        """A committee; its abbreviation is made unique in the county."""
        abbreviation, number = f"{short}人", 2
        while abbreviation in self.taken:
            abbreviation, number = f"{short}{number}人", number + 1
        self.taken.add(abbreviation)
        committee = Committee(
            id=self.mint(),
            name=name,
            abbreviation=abbreviation,
            kind=kind,
            path=path,
            valid_from=self.since,
            **values,
        )
        self.committees.append(committee)
        return committee

    def seat(self, committee: Committee, worker: Worker | None, **values: object) -> Mediator:
        name = worker.name if worker else self.people.name()
        mediator = Mediator(
            id=self.mint(),
            committee=committee,
            staff_id=worker.id if worker else None,
            name=name,
            seat=self.mint(),
            from_on=self.since,
            **({"sex": sex_of(name)} | values),
        )
        self.mediators.append(mediator)
        return mediator

    def fill(self, committee: Committee, workers: Iterable[Worker], size: int, *, full_time: int = 0) -> None:
        """So many members: the first leads, the last is a woman where no woman sits yet."""
        chosen = list(workers)[:size]
        seats = [
            self.seat(committee, worker, is_head=not number, is_full_time=0 < number <= full_time)
            for number, worker in enumerate(chosen)
        ]
        for left in range(size - len(chosen), 0, -1):
            needs_a_woman = left == 1 and all(one.sex != "2" for one in seats)
            seats.append(self.seat(committee, None, is_head=not seats))
            if needs_a_woman and seats[-1].sex != "2":
                seats[-1].name = self.woman()
                seats[-1].sex = "2"
        if committee.is_mixed:
            seats[-1].is_minority = True

    def woman(self) -> str:
        return self.people.name()[0] + "".join(self.dice.sample(WOMEN, 2))

    def room(self, committee: Committee, name: str, place: str, *, is_mobile: bool = False) -> Room:
        room = Room(id=self.mint(), name=name, committee=committee, place=place, is_mobile=is_mobile)
        self.rooms.append(room)
        return room

    def write(self) -> None:
        Committee.objects.bulk_create(self.committees, batch_size=1000)
        Mediator.objects.bulk_create(self.mediators, batch_size=1000)
        Room.objects.bulk_create(self.rooms)
        DutyShift.objects.bulk_create(self.shifts, batch_size=1000)


def found_committees(
    code: int, dice: random.Random, areas: list[Area], *, since: dt.date, today: dt.date, mint: Mint
) -> Bench:
    """Write the committees of the whole county, their members, rooms and roster."""
    county = areas[0]
    bench, handlers = workers_of(county.path)
    founding = Founding(code, dice, since, mint)
    units = dict(Unit.objects.filter(path=county.path).values_list("abbreviation", "id"))
    short = county.name[0]
    towns = [area for area in areas if area.level == AreaLevel.TOWNSHIP]
    for area in areas:
        if area.level == AreaLevel.VILLAGE:
            _village(founding, bench, area)
    for town in towns:
        _township(founding, bench, town, short)
    top = founding.found(f"{county.name}人民调解委员会", short, CommitteeKind.COUNTY, county.path)
    founding.fill(top, bench.at(county.path, Role.COUNTY_CENTRE), 7, full_time=2)
    bench.committees[county.path] = top
    founding.room(top, "县综治中心调解室", f"{county.name}综治中心一楼")
    founding.room(top, "流动调解车", "预约进村", is_mobile=True)
    for name, sign, unit, kinds in TRADES:
        trade = founding.found(
            f"{county.name}{name}人民调解委员会",
            f"{short}{sign}",
            CommitteeKind.TRADE,
            county.path,
            unit_id=units.get(unit),
            kind_codes=list(kinds),
        )
        own = handlers.get(units[unit], []) if unit in units else []
        founding.fill(trade, own, 5)
        for kind in kinds:
            bench.trades[kind] = trade
        bench.of_trade[trade.pk] = own
    for name in WORKS:
        works = founding.found(
            f"{county.name}{name}人民调解委员会", f"{short}{name[:2]}", CommitteeKind.ENTERPRISE, county.path
        )
        founding.fill(works, (), 4)
    _roster(founding, today)
    founding.write()
    for room in founding.rooms:
        bench.rooms[room.committee_id].append(room)
    return bench


def _village(founding: Founding, bench: Bench, village: Area) -> None:
    is_town = "社区" in village.name or "居民" in village.name
    short = village.name.removesuffix("村").removesuffix("社区")[:4] or village.name[:4]
    committee = founding.found(
        f"{village.name}人民调解委员会",
        short,
        CommitteeKind.NEIGHBOURHOOD if is_town else CommitteeKind.VILLAGE,
        village.path,
        is_mixed=any(sign in village.name for sign in MIXED),
    )
    founding.fill(committee, bench.at(village.path, Role.VILLAGE_SECRETARY, Role.VILLAGE_MEDIATOR), 3)
    bench.committees[village.path] = committee


def _township(founding: Founding, bench: Bench, town: Area, short: str) -> None:
    committee = founding.found(
        f"{town.name}人民调解委员会",
        f"{town.name[0]}{town.name[-1]}" if town.name[0] == short else town.name[:3],
        CommitteeKind.TOWNSHIP,
        town.path,
    )
    workers = bench.at(town.path, Role.POLITICAL_LEGAL_MEMBER, Role.TOWNSHIP_MEDIATOR, Role.TOWNSHIP_CLERK)
    founding.fill(committee, workers, 7, full_time=2)
    bench.committees[town.path] = committee
    brand = founding.dice.choice(NAMED)
    founding.room(committee, f"{brand}调解室", f"{town.name}综治中心")


def _roster(founding: Founding, today: dt.date) -> None:
    """Somebody on duty at every township's and the county's room on every working day, in turn."""
    seats: dict[UUID, list[Mediator]] = defaultdict(list)
    for mediator in founding.mediators:
        seats[mediator.committee_id].append(mediator)
    before, after = ROSTER
    first = today - dt.timedelta(days=before + today.weekday())
    days = [first + dt.timedelta(days=n) for n in range(before + after + 7)]
    for room in founding.rooms:
        if room.is_mobile:
            continue
        turn = seats[room.committee_id]
        for number, on in enumerate(day for day in days if day.weekday() < 5):
            founding.shifts.append(
                DutyShift(id=founding.mint(), room=room, mediator=turn[number % len(turn)], on=on)
            )
