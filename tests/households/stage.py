"""A county in which everybody is paired: a few doors in two grids, cadres of two units, and who looks after them."""

import datetime as dt
from typing import Any

from accounts.choices import Role, UnitKind
from accounts.models import Membership, Staff
from core.permissions.actor import Actor
from households.actions.add_door import add_door
from households.actions.pair_doors import pair_doors
from households.choices import DoorKind, Relation
from households.entering import DoorEntry, MemberEntry
from households.furnishing import furnish_county
from households.models import Door, Liaison
from tests.accounts.people import acting, holder, person, post_of, unit
from tests.grids.ground import Ground

SINCE = dt.date(2026, 1, 1)
NOON = dt.datetime(2026, 11, 20, 4, 0, tzinfo=dt.UTC)  # Friday 12:00 in Shanghai
TODAY = dt.date(2026, 11, 20)


class Stage:
    """Written into the open county. `actors` and `staff` by role in small letters; far ones are of 张纪镇."""

    def __init__(self, at: dt.datetime = NOON) -> None:
        self.at = at
        self.ground = Ground()
        self.system = Actor.system(self.ground.county.tenant_id)
        furnish_county(actor=self.system, at=at, on=SINCE)
        ground = self.ground
        self.bureau = unit("康保县司法局", ground.county.path, UnitKind.DEPARTMENT, "司法局")
        self.office = unit("康保镇民生服务办", ground.town.path, UnitKind.TOWNSHIP_OFFICE, "康保民生办")
        self.staff: dict[str, Staff] = {}
        self.actors: dict[str, Actor] = {}
        for who, role, area in (
            ("grid_worker", Role.GRID_WORKER, ground.grid),
            ("grid_head", Role.GRID_HEAD, ground.grid),
            ("village_secretary", Role.VILLAGE_SECRETARY, ground.village),
            ("clerk", Role.TOWNSHIP_CLERK, ground.town),
            ("political", Role.POLITICAL_LEGAL_MEMBER, ground.town),
            ("centre", Role.COUNTY_CENTRE, ground.county),
            ("leader", Role.COUNTY_LEADER, ground.county),
            ("far_clerk", Role.TOWNSHIP_CLERK, ground.other_town),
            ("auditor", Role.AUDITOR, ground.county),
        ):
            self.staff[who] = holder(role, area.path, f"演{who[:6]}")
        for who, home, seat in (
            ("head", self.bureau, 0),
            ("cadre", self.bureau, 1),
            ("colleague", self.bureau, 2),
            ("office_cadre", self.office, 1),
        ):
            self.staff[who] = person(f"包{who[:6]}", duty_phone="0313-0123456")
            Membership.objects.create(staff=self.staff[who], unit=home, is_head=not seat, from_on=SINCE)
            role = Role.LIAISON_CADRE if seat else Role.DEPARTMENT_HANDLER
            post_of(self.staff[who], role, None, home, seat_number=seat or 1)
        for who, member in self.staff.items():
            self.actors[who] = acting(member)

    def door(self, name: str = "王长顺", *, at: dt.datetime | None = None, **values: Any) -> Door:
        """A household of two in the grid."""
        given = {
            "path": self.ground.grid.path,
            "address": "永兴社区二排3号",
            "name": name,
            "phone": "13800005678",
        }
        members = values.pop("members", None) or [
            MemberEntry(name=name, relation=Relation.HEAD, sex="1", phone="13800005678"),
            MemberEntry(name="李桂芝", relation=Relation.SPOUSE, sex="2"),
        ]
        since = values.pop("on", SINCE)
        return add_door(
            entry=DoorEntry(**(given | values)),
            members=members,
            actor=self.system,
            at=at or self.at,
            on=since,
        )

    def shop(self, name: str = "永兴便民超市", **values: Any) -> Door:
        """A market entity in the grid."""
        given = {
            "path": self.ground.grid.path,
            "address": "永兴社区临街6号",
            "name": name,
            "kind": DoorKind.ENTITY,
            "operator": "赵满仓",
            "phone": "13900001234",
        }
        return add_door(entry=DoorEntry(**(given | values)), actor=self.system, at=self.at, on=SINCE)

    def paired(self, door: Door, who: str = "cadre", *, from_on: dt.date = SINCE) -> Liaison:
        (pk,) = pair_doors(
            pairs={door.pk: self.staff[who].pk}, from_on=from_on, actor=self.system, at=self.at
        )
        return Liaison.objects.get(pk=pk)
