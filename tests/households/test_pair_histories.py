"""Random histories of entering, pairing, changing in mid-month, handing over, taking back and closing: no door ever has
two cadres on a day, and once it has had one it has one while it stands. Read back by SQL over every day."""

import datetime as dt
from typing import Any

from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from core.permissions.verdict import Refused
from core.workcalendar.rules import day_of
from households.actions.hand_over_pairs import hand_over_pairs
from households.actions.pair_by_plan import pair_by_plan
from households.actions.pair_doors import pair_doors
from households.actions.take_back_pairs import take_back_handover, take_back_pair
from households.models import Door, Handover, Liaison
from households.planning import Wish, plan_for
from tests.households.stage import NOON, TODAY, Stage

CADRES = ("cadre", "colleague", "office_cadre", "head")
LAST = TODAY + dt.timedelta(days=500)
# Each day from the first pair of a door to its closing, with how many cadres it has then.
WRONG = """
SELECT d.id, day::date, count(p.id)
FROM households_door d
JOIN (SELECT door_id, min(from_on) AS first FROM households_liaison GROUP BY door_id) b ON b.door_id = d.id
CROSS JOIN LATERAL generate_series(b.first, coalesce(d.closed_on - 1, %s), interval '1 day') AS day
LEFT JOIN households_liaison p
    ON p.door_id = d.id AND p.from_on <= day::date AND (p.to_on IS NULL OR p.to_on > day::date)
GROUP BY d.id, day
HAVING count(p.id) <> 1
"""

days = st.integers(min_value=-3, max_value=40)
cadres = st.sampled_from(CADRES)


class Histories(RuleBasedStateMachine):
    """One county, a few doors, time that goes on."""

    stage: Stage

    def __init__(self) -> None:
        super().__init__()
        self.at = NOON
        self.names = 0

    @property
    def today(self) -> dt.date:
        return day_of(self.at)

    def tried(self, act: Any) -> None:
        """What is refused leaves nothing behind; anything else that goes wrong is a fault."""
        try:
            with transaction.atomic():
                act()
        except Refused:
            pass

    @rule(ago=st.integers(min_value=0, max_value=60))
    def enter(self, ago: int) -> None:
        self.names += 1
        self.stage.door(f"户{self.names}", at=self.at, on=self.today - dt.timedelta(days=ago))

    @rule(which=st.data(), who=cadres, ahead=days)
    def pair(self, which: st.DataObject, who: str, ahead: int) -> None:
        doors = list(Door.objects.order_by("pk"))
        if doors:
            chosen = which.draw(st.lists(st.sampled_from(doors), min_size=1, max_size=3, unique=True))
            self.tried(
                lambda: pair_doors(
                    pairs={door.pk: self.stage.staff[who].pk for door in chosen},
                    from_on=self.today + dt.timedelta(days=ahead),
                    actor=self.stage.actors["clerk"],
                    at=self.at,
                )
            )

    @rule(who=cadres, ahead=days)
    def share_out(self, who: str, ahead: int) -> None:
        wish = Wish(
            self.stage.ground.town.path,
            self.today + dt.timedelta(days=ahead),
            (self.stage.staff[who].pk, self.stage.staff["cadre"].pk),
        )
        digest = plan_for(wish).digest
        clerk = self.stage.actors["clerk"]
        self.tried(lambda: pair_by_plan(wish=wish, digest=digest, actor=clerk, at=self.at))

    @rule(who=cadres, to=cadres, ahead=days)
    def hand_over(self, who: str, to: str, ahead: int) -> None:
        self.tried(
            lambda: hand_over_pairs(
                from_staff=self.stage.staff[who],
                to_staff=self.stage.staff[to],
                on=self.today + dt.timedelta(days=ahead),
                reason="轮换",
                actor=self.stage.actors["clerk"],
                at=self.at,
            )
        )

    @rule(which=st.data())
    def take_back(self, which: st.DataObject) -> None:
        waiting: list[Any] = [*Handover.objects.order_by("pk"), *Door.objects.order_by("pk")]
        if waiting:
            one = which.draw(st.sampled_from(waiting))
            clerk = self.stage.actors["clerk"]
            if isinstance(one, Handover):
                self.tried(lambda: take_back_handover(handover=one, actor=clerk, at=self.at))
            else:
                self.tried(lambda: take_back_pair(door=one, actor=clerk, at=self.at))

    @rule(which=st.data())
    def close(self, which: st.DataObject) -> None:
        """As the register closes a door: its pair ends with it; one with a change to come can't be closed."""
        doors = list(Door.objects.filter(closed_on=None).order_by("pk"))
        if doors:
            door = which.draw(st.sampled_from(doors))
            last = Liaison.objects.filter(door=door, to_on=None).first()
            if last is None or last.from_on < self.today:
                Liaison.objects.filter(door=door, to_on=None).update(to_on=self.today)
                Door.objects.filter(pk=door.pk).update(closed_on=self.today, closed_why="MOVED_OUT")

    @rule(number=st.integers(min_value=1, max_value=35))
    def days_go_by(self, number: int) -> None:
        self.at += dt.timedelta(days=number)

    @invariant()
    def every_day_has_one(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            cursor.execute(WRONG, [LAST])
            assert cursor.fetchall() == []


def test_whatever_happens_a_door_has_one_cadre_and_never_none(stage: Stage) -> None:
    class Here(Histories):
        def __init__(self) -> None:
            super().__init__()
            self.stage = stage
            self.point = transaction.savepoint()

        def teardown(self) -> None:
            transaction.savepoint_rollback(self.point)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
