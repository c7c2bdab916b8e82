"""What stands in the addresses of visits and demands: a door of the village, its cadre, a visit with a demand."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from accounts.choices import UnitKind
from accounts.models import Membership, Unit
from accounts.selectors import actor_for
from core.permissions.actor import Actor
from core.tenancy.context import in_tenant
from core.tenancy.ids import uuid7
from households.actions.add_door import add_door
from households.actions.draw_call_backs import draw_call_backs
from households.actions.keep_draft import keep_draft
from households.actions.pair_doors import pair_doors
from households.actions.record_visit import record_visit
from households.entering import DoorEntry, MemberEntry
from households.models import CallBack, Demand, Door, Visit
from households.visiting import DemandEntry, VisitEntry
from tests.cast import KANGBAO
from tests.house import SINCE, House


def door_of(house: House) -> Door:
    """A household in the grid worker's grid, paired with them since long ago."""
    with in_tenant(KANGBAO):
        if (known := Door.objects.filter(number="V-1").first()) is not None:
            return known
        worker, now = house.staff["grid_worker"], timezone.now()
        if not Membership.objects.filter(staff=worker).exists():
            office = Unit.objects.create(
                name="民生服务办",
                abbreviation="民生",
                kind=UnitKind.TOWNSHIP_OFFICE,
                path=house.ground.town.path,
                valid_from=SINCE,
            )
            Membership.objects.create(staff=worker, unit=office, from_on=SINCE)
        system = Actor.system(KANGBAO)
        door = add_door(
            entry=DoorEntry(
                path=house.ground.grid.path,
                address="二排9号",
                name="王长顺",
                phone="13800005678",
                number="V-1",
            ),
            members=[MemberEntry(name="王长顺")],
            actor=system,
            at=now,
            on=SINCE,
        )
        pair_doors(pairs={door.pk: worker.pk}, from_on=SINCE, actor=system, at=now)
        return door


def _worker(house: House) -> Actor:
    found = actor_for(house.users["grid_worker"], tenant=KANGBAO, on=timezone.localdate())
    assert found is not None
    return found


def visit_of(house: House) -> Visit:
    """What the grid worker saw and heard there today, with one demand that nobody answers for yet."""
    door = door_of(house)
    with in_tenant(KANGBAO):
        now = timezone.now()
        return Visit.objects.filter(state="KEPT").first() or record_visit(
            door=door,
            staff=house.staff["grid_worker"],
            entry=VisitEntry(way="IN_PERSON", met="王长顺", said="都好", visited_at=now),
            demands=[DemandEntry(text="路灯不亮")],
            actor=_worker(house),
            at=now,
        )


def _draft_of(house: House) -> Visit:
    door = door_of(house)
    with in_tenant(KANGBAO):
        now = timezone.now()
        return Visit.objects.filter(state="DRAFT").first() or keep_draft(
            door=door,
            staff=house.staff["grid_worker"],
            entry=VisitEntry(way="IN_PERSON", visited_at=now),
            actor=_worker(house),
            at=now,
            key=uuid7(),
        )


def _demand_of(house: House) -> Demand:
    visit = visit_of(house)
    with in_tenant(KANGBAO):
        return Demand.objects.get(visit=visit)


def _call_back_of(house: House) -> CallBack:
    visit_of(house)
    with in_tenant(KANGBAO):
        if not CallBack.objects.exists():
            clerk = actor_for(house.users["township_clerk"], tenant=KANGBAO, on=timezone.localdate())
            assert clerk is not None
            month: dt.date = timezone.localdate().replace(day=1)
            draw_call_backs(month=month, path=house.ground.town.path, actor=clerk, at=timezone.now())
        row: CallBack = CallBack.objects.order_by("pk")[0]
        return row


VISITS: dict[str, Callable[[House], dict[str, Any]]] = {
    "record_visit": lambda house: {"pk": door_of(house).pk},
    **dict.fromkeys(("visit", "correct_visit", "comment_visit"), lambda house: {"pk": visit_of(house).pk}),
    "drop_draft": lambda house: {"pk": _draft_of(house).pk},
    **dict.fromkeys(("call_back_phone", "note_call_back"), lambda house: {"pk": _call_back_of(house).pk}),
    **dict.fromkeys(
        ("demand", "assign_demand", "answer_demand", "withdraw_demand"),
        lambda house: {"pk": _demand_of(house).pk},
    ),
}
