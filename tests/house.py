"""A whole small county with somebody in every role, and the neighbour: for tests that go through every door."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.choices import Role, UnitKind
from accounts.middleware import SESSION_KEY
from accounts.models import CountyLogin, Deputy, Membership, Post, Proposal, Slip, Staff, Unit, User
from accounts.selectors import actor_for
from accounts.sessions import FACTOR
from core.notifications.models import Notice
from core.permissions.actor import Actor
from core.tenancy.context import in_tenant
from core.tenancy.models import Tenant
from disputes.actions.register_case import register_case
from disputes.entering import CaseEntry, PartyEntry
from disputes.furnishing import furnish_county
from disputes.models import SavedView
from grids.models import Area
from tests.cast import KANGBAO, ZHANGBEI
from tests.grids.ground import Ground

SINCE = dt.date(2020, 1, 1)
AT_THE_GRID = {Role.GRID_WORKER, Role.VOLUNTEER, Role.GRID_HEAD}
IN_THE_VILLAGE = {Role.VILLAGE_MEDIATOR, Role.VILLAGE_SECRETARY, Role.LIAISON_CADRE}
IN_THE_TOWNSHIP = {Role.TOWNSHIP_CLERK, Role.POLITICAL_LEGAL_MEMBER, Role.TOWNSHIP_MEDIATOR}
# Two who hold a role that others hold too: of another township, and of another county with the widest reach there.
FAR_CLERK, NEIGHBOUR = "far_clerk", "neighbour"
EVERYBODY = ["stranger", *(role.lower() for role in Role), FAR_CLERK, NEIGHBOUR]


@dataclass
class House:
    """Staff and their browsers by role; areas by name (see Ground)."""

    ground: Any = None
    unit: Any = None
    deputy: Any = None  # of the grid worker's post
    proposal: Any = None  # made by the system administrator
    slip: Any = None  # of the auditor, issued by the system administrator
    notice: Any = None  # in the inbox of the grid worker
    case: Any = None  # a dispute in the grid worker's grid, registered by them, not accepted yet
    view: Any = None  # a list that the township's clerk keeps
    staff: dict[str, Staff] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    tenants: dict[str, int] = field(default_factory=dict)

    def browser(self, who: str) -> Client:
        """A browser in which this one is signed in; "stranger" is signed in nowhere."""
        client = Client(raise_request_exception=False)
        if who != "stranger":
            sign_in(client, self.users[who], self.tenants[who])
        return client


def sign_in(client: Client, user: User, county: int) -> None:
    """As if the user had come through the sign-in page, with the second factor where the role asks for one."""
    client.force_login(user)
    session = client.session
    session[SESSION_KEY] = county
    session[FACTOR] = True
    session.save()


def furnish() -> House:
    """Write both counties into the open transaction."""
    house = House()
    Tenant.objects.get_or_create(
        code=KANGBAO, defaults={"name": "康保县", "full_name": "河北省张家口市康保县"}
    )
    Tenant.objects.get_or_create(
        code=ZHANGBEI, defaults={"name": "张北县", "full_name": "河北省张家口市张北县"}
    )
    with in_tenant(KANGBAO):
        house.ground = Ground()
        house.unit = Unit.objects.create(
            name="县司法局",
            abbreviation="司法",
            kind=UnitKind.DEPARTMENT,
            path=str(KANGBAO),
            valid_from=SINCE,
        )
        for number, role in enumerate(Role):
            _employ(house, role.lower(), role, KANGBAO, _place(house, role), f"王小{number}")
        _wait_for_a_second(house)
        house.notice = Notice.objects.create(
            recipient=house.users["grid_worker"],
            title="网格名称已变更",
            key="1" * 32,
            created_at=timezone.now(),
        )
        _begin_a_dispute(house)
        _employ(house, FAR_CLERK, Role.TOWNSHIP_CLERK, KANGBAO, house.ground.other_town.path, "远镇人")
    with in_tenant(ZHANGBEI):
        Area.objects.create(
            path=str(ZHANGBEI), level=1, name="张北县", code=f"{ZHANGBEI}000000", valid_from=SINCE
        )
        _employ(house, NEIGHBOUR, Role.COUNTY_CENTRE, ZHANGBEI, str(ZHANGBEI), "邻县人")
    return house


def _begin_a_dispute(house: House) -> None:
    """The county has its kinds and terms; a dispute is registered at the grid, and a clerk keeps a list."""
    now = timezone.now()
    furnish_county(actor=Actor.system(KANGBAO), at=now, on=SINCE)
    worker = house.users["grid_worker"]
    actor = actor_for(worker, tenant=KANGBAO, on=timezone.localdate(now))
    if actor is None:
        raise LookupError("the grid worker is nobody")
    house.case = register_case(
        entry=CaseEntry(
            title="宅基地边界", summary="外墙多出约半米。", path=house.ground.grid.path, kind_code="03"
        ),
        parties=[
            PartyEntry(side="APPLICANT", name="王长顺", phone="13800005678"),
            PartyEntry(side="RESPONDENT", name="李桂芝"),
        ],
        actor=actor,
        at=now,
    )
    house.view = SavedView.objects.create(
        staff=house.staff["township_clerk"], name="高风险", query="risk=HIGH"
    )


def _wait_for_a_second(house: House) -> None:
    """A deputy, and what one officer began and another has to finish."""
    staff, now = house.staff, timezone.now()
    house.deputy = Deputy.objects.create(
        post=Post.objects.get(staff=staff["grid_worker"]),
        staff=staff["volunteer"],
        from_on=SINCE,
        reason="病假",
    )
    begun = {"proposed_by": staff["system_administrator"], "proposed_as": Role.SYSTEM_ADMINISTRATOR}
    house.proposal = Proposal.objects.create(
        kind="APPOINT",
        staff=staff["adviser"],
        role=Role.AUDITOR,
        on=SINCE,
        reason="轮岗",
        proposed_at=now,
        **begun,
    )
    house.slip = Slip.objects.create(
        staff=staff["auditor"],
        purpose="RESET",
        digest="0" * 64,
        issued_by=staff["system_administrator"],
        issued_at=now,
        expires_at=now + dt.timedelta(days=7),
        needs_countersign=True,
    )


def _place(house: House, role: str) -> str | None:
    if role in AT_THE_GRID:
        return str(house.ground.grid.path)
    if role in IN_THE_VILLAGE:
        return str(house.ground.village.path)
    if role in IN_THE_TOWNSHIP:
        return str(house.ground.town.path)
    return None if role in {Role.DEPARTMENT_HANDLER, Role.ADVISER} else str(KANGBAO)


def _employ(house: House, who: str, role: str, tenant: int, path: str | None, name: str) -> None:
    user = User.objects.create(username=who)
    CountyLogin.objects.create(user=user, county_id=tenant)
    staff = Staff.objects.create(user=user, name=name)
    unit = house.unit if role == Role.DEPARTMENT_HANDLER else None
    if unit:
        Membership.objects.create(staff=staff, unit=unit, is_head=True, from_on=SINCE)
    Post.objects.create(staff=staff, role=role, path=path, unit=unit, from_on=SINCE)
    house.staff[who], house.users[who], house.tenants[who] = staff, user, tenant
