"""Doors that may be the one that somebody is entering: the same ID number, phone, or name and address nearby."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.places import place_names
from core.crypto.masks import mask_address, mask_name
from core.permissions.actor import Actor
from households.models import OPEN, Door, Member
from households.policies import REGISTER

SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Similar:
    """A door that resembles, why, and whether it is likely the same one."""

    door: Door
    name: str
    address: str
    place: str
    why: str
    is_likely: bool
    is_kept: bool


def similar_doors(
    *, path: str, name: str, address: str, phones: Iterable[str], numbers: Iterable[str], actor: Actor
) -> list[Similar]:
    """By numbers in the whole county; by name or address in the same grid. The likely ones first."""
    why: dict[Door, tuple[str, bool]] = {}
    wanted = [number for number in numbers if number]
    if wanted:
        bearing = Member.objects.filter(id_number_index__in=wanted, to_on=None, door__closed_on=None)
        for one in bearing.select_related("door")[:SHOWN]:
            why.setdefault(one.door, (_("身份证号相同"), True))
    called = [phone for phone in phones if phone]
    if called:
        of_members = Member.objects.filter(phone_index__in=called, to_on=None).values("door_id")
        at_doors = Door.objects.filter(OPEN, phone_index__in=called).values("pk")
        for door in Door.objects.filter(OPEN, pk__in=at_doors.union(of_members))[:SHOWN]:
            why.setdefault(door, (_("电话相同"), door.name == name.strip()))
    if path and (name.strip() or address.strip()):
        near = Q(name=name.strip()) if name.strip() else Q()
        near = near | Q(address=address.strip()) if address.strip() else near
        for door in Door.objects.filter(OPEN, near, path=path)[:SHOWN]:
            both = (door.name, door.address) == (name.strip(), address.strip())
            reason = (
                _("姓名和地址相同")
                if both
                else _("同一网格、姓名相同")
                if door.name == name.strip()
                else _("地址相同")
            )
            why.setdefault(door, (reason, both))
    places = place_names({door.path for door in why})
    kept = actor.paths_for(REGISTER)
    found = [
        Similar(
            door=door,
            name=door.name
            if (is_kept := any(door.path.startswith(one) for one in kept))
            else mask_name(door.name),
            address=door.address if is_kept else mask_address(door.address),
            place=places.get(door.path, ""),
            why=reason,
            is_likely=is_likely,
            is_kept=is_kept,
        )
        for door, (reason, is_likely) in why.items()
    ]
    return sorted(found, key=lambda one: not one.is_likely)[:SHOWN]
