"""What stands in the addresses of the pages of pairing: a paired door, a hand-over to come, a quota, a leader's grid."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from accounts.models import Membership
from core.permissions.actor import Actor
from core.tenancy.context import in_tenant
from households.actions.add_door import add_door
from households.actions.pair_doors import pair_doors
from households.choices import DoorKind
from households.entering import DoorEntry
from households.models import Door, GridLead, Handover, Liaison, UnitQuota
from tests.cast import KANGBAO
from tests.house import SINCE, House

NAME = "永兴便民超市"


def _door(house: House) -> Door:
    """A shop in the grid, paired with the department's handler; from tomorrow on by hand-over with the cadre."""
    now, today = timezone.now(), timezone.localdate()
    with in_tenant(KANGBAO):
        if (found := Door.objects.filter(name=NAME).first()) is not None:
            return found
        system = Actor.system(KANGBAO)
        entry = DoorEntry(
            path=house.ground.grid.path, address="永兴社区临街6号", name=NAME, kind=DoorKind.ENTITY
        )
        door = add_door(entry=entry, actor=system, at=now, on=SINCE)
        giver, taker = house.staff["department_handler"], house.staff["liaison_cadre"]
        for one in (giver, taker):
            Membership.objects.get_or_create(staff=one, defaults={"unit": house.unit, "from_on": SINCE})
        tomorrow = today + dt.timedelta(days=1)
        handover = Handover.objects.create(
            from_staff=giver, to_staff=taker, on=tomorrow, count=1, made_by=giver, made_at=now
        )
        pair_doors(pairs={door.pk: giver.pk}, from_on=today, actor=system, at=now)
        pair_doors(pairs={door.pk: taker.pk}, from_on=tomorrow, handover=handover, actor=system, at=now)
        return door


def _handover(house: House) -> Handover:
    door = _door(house)
    with in_tenant(KANGBAO):
        pair = Liaison.objects.filter(door=door, to_on=None).select_related("handover").get()
        assert pair.handover is not None
        return pair.handover


def _quota(house: House) -> UnitQuota:
    with in_tenant(KANGBAO):
        quota: UnitQuota = UnitQuota.objects.get_or_create(
            unit=house.unit, path=house.ground.town.path, defaults={"doors": 9, "most_a_cadre": 9}
        )[0]
        return quota


def _lead(house: House) -> GridLead:
    with in_tenant(KANGBAO):
        lead: GridLead = GridLead.objects.get_or_create(
            staff=house.staff["county_leader"],
            path=house.ground.grid.path,
            defaults={"unit": house.unit, "from_on": SINCE},
        )[0]
        return lead


LIAISON: dict[str, Callable[[House], dict[str, Any]]] = {
    **dict.fromkeys(("change_pair", "take_back_pair"), lambda house: {"pk": _door(house).pk}),
    **dict.fromkeys(("receive_handover", "take_back_handover"), lambda house: {"pk": _handover(house).pk}),
    "hand_over_pairs": lambda house: {
        "pk": _handover(house).from_staff_id,
    },
    "remove_quota": lambda house: {"pk": _quota(house).pk},
    "end_lead": lambda house: {"pk": _lead(house).pk},
}
