"""What stands in the addresses of the pages by which a county sets its own terms: a rule, a kind, a committee's own."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from core.tenancy.context import in_tenant
from core.tenancy.ids import uuid7
from disputes.choices import CommitteeKind
from disputes.models import CaseKind, Committee, Mediator, Room, SweepBrake, TermRule
from tests.cast import KANGBAO
from tests.house import SINCE, House


def _committee(house: House) -> Committee:
    """The village's committee, with one mediator and one room."""
    with in_tenant(KANGBAO):
        committee: Committee = Committee.objects.get_or_create(
            abbreviation="永兴人",
            defaults={
                "name": "永兴社区调委会",
                "kind": CommitteeKind.NEIGHBOURHOOD,
                "path": house.ground.village.path,
                "valid_from": SINCE,
            },
        )[0]
        if not Room.objects.filter(committee=committee).exists():
            Room.objects.create(committee=committee, name="调解室")
            Mediator.objects.create(committee=committee, name="钱芳", seat=uuid7(), from_on=SINCE)
        return committee


def _member(house: House) -> dict[str, Any]:
    committee = _committee(house)
    with in_tenant(KANGBAO):
        return {"pk": committee.pk, "mediator_pk": Mediator.objects.get(committee=committee, name="钱芳").pk}


def _room(house: House) -> Room:
    committee = _committee(house)
    with in_tenant(KANGBAO):
        room: Room = Room.objects.get(committee=committee)
        return room


def _of_the_county(model: Any, **named: Any) -> Callable[[House], dict[str, Any]]:
    def found(house: House) -> dict[str, Any]:
        with in_tenant(KANGBAO):
            return {"pk": model.objects.get(**named).pk}

    return found


def _brake(house: House) -> SweepBrake:
    with in_tenant(KANGBAO):
        brake: SweepBrake = SweepBrake.objects.get_or_create(
            released_at=None,
            defaults={"counted": 60, "open_cases": 100, "share": 60, "pulled_at": timezone.now()},
        )[0]
        return brake


UPKEEP: dict[str, Callable[[House], dict[str, Any]]] = {
    **dict.fromkeys(
        ("term_history", "end_term"), _of_the_county(TermRule, promise="SETTLE_LEVEL", level="VILLAGE")
    ),
    "change_kind": _of_the_county(CaseKind, code="01"),
    "release_brake": lambda house: {"pk": _brake(house).pk},
    **dict.fromkeys(
        ("committee", "change_committee", "close_committee", "join_committee", "open_room"),
        lambda house: {"pk": _committee(house).pk},
    ),
    **dict.fromkeys(("change_mediator", "leave_committee"), _member),
    "change_room": lambda house: {"pk": _room(house).pk},
    "set_shift": lambda house: {"pk": _room(house).pk, "on": dt.date(2026, 12, 1).isoformat()},
}
