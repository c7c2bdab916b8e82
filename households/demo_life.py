"""What else goes on in a demo county: demands and their answers, leaders' grids, a hand-over, campaigns, requests.

All of it by the room's own verbs, so that nothing stands here that could not have happened.
"""

import datetime as dt
import random
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from accounts.choices import Role
from accounts.models import Post
from accounts.selectors import actor_for
from core.permissions.actor import Actor
from core.tenancy.joining import joined_whole
from core.workcalendar.rules import day_of
from grids.choices import Level
from grids.models import Area
from households.actions.answer_campaign import Told, answer_campaign
from households.actions.answer_demand import answer_demand
from households.actions.end_campaign import end_campaign
from households.actions.hand_over_pairs import hand_over_pairs
from households.actions.lead_grid import lead_grid
from households.actions.open_campaign import open_campaign
from households.actions.take_request import take_request
from households.campaigns import asked_doors
from households.choices import Asks, Deletes, QuestionKind, RequestKind, Way
from households.demanding import raise_demands
from households.demo_words import ANSWERS, DEMANDS
from households.models import Campaign, Door, Liaison, Visit
from households.ruling import rule_on
from households.visiting import DemandEntry

DEMANDS_HEARD: Final = 120
BACK: Final = dt.timedelta(days=40)


def go_on(*, code: int, dice: random.Random, now: dt.datetime) -> str:
    """Live the last weeks of a county whose doors and months stand.

    Returns:
        What happened, in a line.
    """
    life = Life(code, dice, now)
    with joined_whole():
        heard = life.demands()
        led = life.leads()
        life.hand_over()
        asked = life.campaigns()
        life.requests()
    return f"{heard} demands heard, {led} grids led, {asked} answers to campaigns"


class Life:
    """One county's."""

    def __init__(self, code: int, dice: random.Random, now: dt.datetime) -> None:
        self.dice, self.now, self.today = dice, now, day_of(now)
        self.system = Actor.system(code)
        self.code = code
        self.actors: dict[UUID, Actor] = {}

    def who(self, role: str, path: str = "") -> Post:
        """The first holder of a post at an area."""
        held = Post.objects.filter(role=role, to_on=None, staff__user__isnull=False).select_related(
            "staff__user"
        )
        found = held.filter(path=path).first() if path else held.order_by("path", "seat_number").first()
        if found is None:
            raise LookupError(f"{role} at {path}: nobody")
        return found

    def acting(self, post: Post) -> Actor:
        if post.pk not in self.actors:
            user: Any = post.staff.user
            actor = actor_for(user, tenant=self.code, on=self.today)
            if actor is None:
                raise LookupError(f"{post.staff} does not act today")
            self.actors[post.pk] = actor
        return self.actors[post.pk]

    def demands(self) -> int:
        """Three in four answered; of the others some wait to be given to somebody, a few are late."""
        recent = Visit.objects.filter(
            visited_at__gte=self.now - BACK, visited_at__lt=self.now, way=Way.IN_PERSON, door__isnull=False
        )
        visits = list(recent.select_related("door").order_by("id")[: DEMANDS_HEARD * 40 : 40])
        handlers = Post.objects.filter(role=Role.DEPARTMENT_HANDLER, to_on=None, seat_number=1)
        departments = list(handlers.select_related("unit").order_by("unit__path", "unit__abbreviation"))
        rule = rule_on(self.today)
        for number, visit in enumerate(visits):
            near = [one for one in departments if one.unit and visit.path.startswith(one.unit.path)]
            post = near[number % len(near)] if number % 6 else None
            entry = DemandEntry(
                text=DEMANDS[number % len(DEMANDS)],
                unit_id=post.unit_id if post else None,
                staff_id=post.staff_id if post else None,
            )
            (demand,) = raise_demands(
                visit,
                [entry],
                door=visit.door,
                rule=rule,
                actor=self.system,
                post=None,
                at=visit.visited_at,
            )
            if post and number % 4:
                after = visit.visited_at + dt.timedelta(days=self.dice.randint(1, 12), hours=3)
                answer_demand(
                    demand=demand,
                    answer=ANSWERS[number % len(ANSWERS)],
                    actor=self.system,
                    at=min(after, self.now),
                )
        return len(visits)

    def leads(self) -> int:
        """The political-legal member of each township leads two of its grids."""
        grids = Area.objects.filter(level=Level.GRID, valid_to=None).order_by("path")
        led = 0
        for post in Post.objects.filter(role=Role.POLITICAL_LEGAL_MEMBER, to_on=None).select_related("staff"):
            for grid in grids.filter(path__startswith=post.path)[:2]:
                lead_grid(
                    staff=post.staff,
                    path=grid.path,
                    from_on=self.today,
                    actor=self.system,
                    at=self.now,
                )
                led += 1
        return led

    def hand_over(self) -> None:
        """One cadre gives everything to a colleague from tomorrow on; the colleague has not said yes."""
        pair = Liaison.objects.filter(to_on=None, from_on__lt=self.today).order_by("-id").first()
        if pair is None:
            return
        mate = (
            Post.objects.filter(role=Role.LIAISON_CADRE, to_on=None, unit_id=pair.unit_id)
            .exclude(staff_id=pair.staff_id)
            .select_related("staff")
            .first()
        )
        if mate is None:
            return
        clerk = self.acting(self.who(Role.COUNTY_CENTRE))
        hand_over_pairs(
            from_staff=pair.staff,
            to_staff=mate.staff,
            on=self.today + dt.timedelta(days=1),
            reason="工作调整",
            actor=clerk,
            at=self.now,
        )

    def campaigns(self) -> int:
        """One runs in the township where most is known; one is over, and what was promised to be deleted is."""
        first = Door.objects.order_by("path").values_list("path", flat=True).first()
        if first is None:
            return 0
        town = first[:9]
        running = self._campaign(town, "冬季取暖安全", "取暖炉是否安装了一氧化碳报警器？", self.now, days=20)
        answered = self._answers(running, share=0.6)
        over = self._campaign(
            town,
            "医保参保核对",
            "2027年度城乡居民医保是否已参保？",
            self.now - dt.timedelta(days=30),
            days=10,
        )
        self._answers(over, share=0.9)
        end_campaign(campaign=over, actor=self.system, at=self.now - dt.timedelta(days=19))
        return answered

    def _campaign(self, path: str, title: str, question: str, at: dt.datetime, *, days: int) -> Campaign:
        return open_campaign(
            title=title,
            question=question,
            kind=QuestionKind.YES_NO,
            options=[],
            asks=Asks.DOOR,
            path=path,
            ground="县委办公室、县政府办公室冬季安全工作通知（演示）",
            purpose="逐户核对，帮助没有的住户补齐",
            opens_on=day_of(at),
            ends_on=day_of(at) + dt.timedelta(days=days),
            deletes=Deletes.ALL,
            actor=self.acting(self.who(Role.COUNTY_CENTRE)),
            at=at,
        )

    def _answers(self, campaign: Campaign, *, share: float) -> int:
        doors: Sequence[Any] = list(
            asked_doors(campaign).order_by("path", "walk_order").values_list("pk", flat=True)[:1500]
        )
        told = {
            key: Told("是" if self.dice.random() < 0.85 else "否")
            for key in doors
            if self.dice.random() < share
        }
        clerk = self.acting(self.who(Role.TOWNSHIP_CLERK, campaign.path))
        return answer_campaign(campaign=campaign, doors=told, actor=clerk, at=campaign.made_at)

    def requests(self) -> None:
        """A few residents asked about their data."""
        for number, door in enumerate(Door.objects.order_by("id")[:600:150]):
            clerk = self.acting(self.who(Role.TOWNSHIP_CLERK, door.path[:9]))
            kind = (RequestKind.CORRECT, RequestKind.COPY, RequestKind.DELETE)[number % 3]
            take_request(
                door=door,
                kind=kind,
                text="家里电话换了号码，请更正" if kind == RequestKind.CORRECT else "想知道登记了哪些信息",
                asked_by=door.name,
                actor=clerk,
                at=self.now - dt.timedelta(days=number + 1),
            )
