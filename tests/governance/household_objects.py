"""Which real object stands in the addresses of the register of households and of residents' requests."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from core.permissions.actor import Actor
from core.tenancy.context import in_tenant
from households.actions.add_door import add_door
from households.choices import Relation, RequestKind
from households.entering import DoorEntry, MemberEntry
from households.models import DataRequest, Door, Member
from tests.cast import KANGBAO
from tests.house import House


def _door(house: House, name: str = "周立本") -> Door:
    """A household of two in the grid worker's grid, paired with nobody."""
    with in_tenant(KANGBAO):
        standing: Door | None = Door.objects.filter(name=name).first()
        return standing or add_door(
            entry=DoorEntry(
                path=house.ground.grid.path, address="永兴社区二排3号", name=name, phone="13800005678"
            ),
            members=[
                MemberEntry(name=name, relation=Relation.HEAD, sex="1"),
                MemberEntry(name="李桂芝", relation=Relation.SPOUSE, sex="2"),
            ],
            actor=Actor.system(KANGBAO),
            at=timezone.now(),
        )


def _wife(house: House, name: str = "周立本") -> Member:
    door = _door(house, name)
    with in_tenant(KANGBAO):
        return Member.objects.get(door=door, relation=Relation.SPOUSE)


def _request(house: House) -> DataRequest:
    """Open, taken by the grid worker."""
    door = _door(house)
    with in_tenant(KANGBAO):
        row, _new = DataRequest.objects.get_or_create(
            door=door,
            defaults={
                "path": door.path,
                "kind": RequestKind.CORRECT,
                "text": "姓名写错了",
                "asked_by": "李桂芝",
                "asked_at": timezone.now(),
                "taken_by": house.staff["grid_worker"],
            },
        )
    return row


HOUSEHOLDS: dict[str, Callable[[House], dict[str, Any]]] = {
    # register
    **dict.fromkeys(
        (
            "door",
            "look_at_door",
            "change_door",
            "mark_away",
            "mark_home",
            "move_door",
            "close_door",
            "split_household",
            "merge_household",
            "name_head",
            "add_member",
            "take_data_request",
        ),
        lambda house: {"pk": _door(house).pk},
    ),
    **dict.fromkeys(
        ("change_member", "leave_household"),
        lambda house: {"pk": _door(house).pk, "member_pk": _wife(house).pk},
    ),
    "merge_into": lambda house: {"pk": _door(house).pk, "into_pk": _door(house, "张有才").pk},
    "settle_twins": lambda house: {"pk": _wife(house).pk, "other_pk": _wife(house, "张有才").pk},
    # residents' requests about their data
    "data_request": lambda house: {"pk": _request(house).pk},
}
