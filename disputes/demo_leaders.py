"""Leaders' own cases (包案) of the demo counties, with what their groups reported back."""

import datetime as dt
import random
from collections.abc import Sequence
from typing import Final

from accounts.choices import Role
from core.deadlines.rules import Rule
from core.workcalendar.choices import Unit
from core.workcalendar.rules import Term
from disputes.choices import FINAL, Card, Grade, Level, Promise
from disputes.demo_promises import Row, World
from disputes.demo_walk import Walk
from disputes.rules.levels import seat_of

OPEN_ONES: Final = 7
OVER: Final = 16
EVERY: Final = 7


def take_on(walks: Sequence[Walk], world: World, dice: random.Random) -> None:
    """Some hard cases have a leader: a few that are open, some that are over."""
    hard = [walk for walk in walks if walk.case.grade == Grade.MAJOR and not walk.case.is_restricted]
    under_way = [walk for walk in hard if walk.case.state not in FINAL and walk.case.first_accepted_at]
    over = [walk for walk in hard if walk.case.closed_at and walk.case.first_accepted_at]
    for walk in dice.sample(under_way, min(OPEN_ONES, len(under_way))):
        _take(walk, world, dice, walk.case.first_accepted_at or walk.case.registered_at, None)
    for walk in dice.sample(over, min(OVER, len(over))):
        _take(walk, world, dice, walk.case.first_accepted_at or walk.case.registered_at, walk.case.closed_at)
    for walk in dice.sample(under_way, min(5, len(under_way))):
        walk.case.card = walk.case.card or dice.choice((Card.ORDINARY, Card.YELLOW))


def _take(
    walk: Walk, world: World, dice: random.Random, begun: dt.datetime, ended: dt.datetime | None
) -> None:
    county = seat_of(walk.case.path, Level.COUNTY)
    town = seat_of(walk.case.path, Level.TOWNSHIP)
    leaders = world.bench.at(county, Role.COUNTY_LEADER) + world.bench.at(town, Role.POLITICAL_LEGAL_MEMBER)
    leader = dice.choice(leaders)
    members = [worker.name for worker in world.bench.mediators(walk.case.path, Level.TOWNSHIP)]
    at = begun + dt.timedelta(hours=dice.uniform(2, 30))
    if at >= min(ended or world.now, world.now):
        at = begun
    taken = Row(
        id=walk.new_id(at),
        case_id=walk.case.pk,
        leader_id=leader.id,
        members=members,
        plan="约见双方，核清事实，联合有关部门拿出化解方案。",
        report_every_days=EVERY,
        from_at=at,
        to_at=ended,
        result="已化解，双方签字了结。" if ended else "",
    )
    walk.leader_cases.append(taken)
    walk.join(leader.id, at)
    rule = Rule(Term(EVERY, Unit.NATURAL_DAYS))
    walk.promise(Promise.GROUP_REPORT, at, rule=rule, about=taken.id)
    while (due := walk.running(Promise.GROUP_REPORT)) and len(walk.group_reports) < 12:
        said = due[0].due_at - dt.timedelta(hours=dice.uniform(8, 60))
        if said >= min(ended or world.now, world.now):
            break
        if not ended and dice.random() < 0.15:
            break  # this one is owed
        walk.group_reports.append(
            Row(
                id=walk.new_id(said),
                leader_case_id=taken.id,
                at=said,
                by_id=leader.id,
                progress=dice.choice(
                    ("已约见双方，分歧缩小。", "召集部门会商，明确了责任。", "正在落实会商意见。")
                ),
                next_step="下周再次约谈",
            )
        )
        walk.settle(Promise.GROUP_REPORT, said, "REPORTED")
        walk.promise(Promise.GROUP_REPORT, said, rule=rule, about=taken.id)
    if ended:
        walk.settle(Promise.GROUP_REPORT, ended, "ENDED")
    walk.pass_time(world.now)
