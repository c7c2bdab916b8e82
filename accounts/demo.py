"""The people of the demo counties: somebody in every post of the whole tree, the same for a seed.

Only the listed accounts (one for each role) have a password, drawn anew each time; everybody else waits for a slip.
"""

import datetime as dt
import random
import secrets
from base64 import b32encode
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django_otp.util import random_hex

from accounts.choices import OFFICERS, Role, UnitKind
from accounts.demo_names import People
from accounts.models import Authenticator, CountyLogin, Membership, PasswordHistory, Post, Staff, Unit, User
from accounts.rules import classes_in
from core.rules.initials import initials_of
from grids.choices import Level
from grids.models import Area

SINCE = dt.date(2026, 1, 1)
BATCH = 1000
LETTERS = {130723: "kb", 130722: "zb", 130725: "sy"}
DEPARTMENTS = [
    "政法委",
    "信访局",
    "公安局",
    "司法局",
    "法院",
    "检察院",
    "民政局",
    "人社局",
    "自然资源局",
    "住建局",
    "交通局",
    "水务局",
    "农业农村局",
    "卫健局",
    "教育局",
    "市场监管局",
    "应急管理局",
    "林草局",
    "生态环境局",
    "财政局",
    "发改局",
    "商务局",
    "文旅局",
    "审计局",
    "统计局",
    "医保局",
    "退役军人局",
    "行政审批局",
    "城管局",
    "税务局",
    "总工会",
    "团县委",
    "妇联",
    "残联",
    "工商联",
    "供销社",
    "气象局",
    "电力公司",
    "融媒体中心",
    "组织部",
    "宣传部",
]
OFFICES = ("司法所", "派出所", "自然资源所", "市场监管所", "农业综合服务中心", "民生服务办")
CADRES = (8, 20)  # of a department
ALL_CADRES = {130723: 7_180}  # the published number of cadres paired with households (P1)
SHARES = {
    UnitKind.DEPARTMENT: 60,
    UnitKind.TOWNSHIP_OFFICE: 20,
    UnitKind.COMMITTEE: 8,
}  # of them, by kind of unit
Account = dict[str, str]


def load(*, code: int, seed: int, say: Callable[[str], None]) -> list[Account]:
    """Staff the tree of one demo county, which is open.

    Returns:
        The accounts that have a password.
    """
    crew = Crew(code, random.Random(f"accounts {code} {seed}"))  # noqa: S311  # demo rows, nothing secret
    areas = list(Area.objects.filter(valid_to=None).order_by("path"))
    county = areas[0]
    crew.staff_county(county)
    crew.staff_townships([area for area in areas if area.level == Level.TOWNSHIP])
    crew.staff_villages([area for area in areas if area.level == Level.VILLAGE])
    crew.staff_grids([area for area in areas if area.level in (Level.GRID, Level.MICRO_GRID)])
    crew.fill_up_cadres(ALL_CADRES.get(code, 0))
    crew.write()
    accounts = crew.listed(areas)
    say(
        f"{len(crew.staff)} people in {len(crew.posts)} posts, {len(crew.units)} units, {len(accounts)} accounts"
    )
    return accounts


class Crew:
    """Rows of one county as they are thought up, written at the end in bulk."""

    def __init__(self, code: int, dice: random.Random) -> None:
        self.code, self.dice, self.people = code, dice, People(dice, code)
        self.letters = LETTERS.get(code, f"c{code}-")
        self.users: list[User] = []
        self.staff: list[Staff] = []
        self.units: list[Unit] = []
        self.members: list[Membership] = []
        self.posts: list[Post] = []
        self.names: Counter[str] = Counter()
        self.unusable = make_password(None)

    def unit(self, name: str, short: str, kind: str, path: str, parent: Unit | None = None) -> Unit:
        self.names[short] += 1
        if self.names[short] > 1:
            short = f"{short}{self.names[short]}"
        unit = Unit(name=name, abbreviation=short[:20], kind=kind, path=path, parent=parent, valid_from=SINCE)
        self.units.append(unit)
        return unit

    def hire(self, unit: Unit | None, duty_phone: str = "", *, is_head: bool = False) -> Staff:
        name = self.people.name()
        user = User(username=f"{self.letters}{len(self.users) + 1:05d}", password=self.unusable)
        staff = Staff(
            user=user,
            name=name,
            initials=initials_of(name)[:20],
            duty_phone=duty_phone,
            personal_phone=self.people.mobile(),
        )
        self.users.append(user)
        self.staff.append(staff)
        if unit is not None:
            self.members.append(Membership(staff=staff, unit=unit, from_on=SINCE, is_head=is_head))
        return staff

    def post(
        self, staff: Staff, role: str, *, path: str | None = None, unit: Unit | None = None, seat: int = 1
    ) -> None:
        self.posts.append(Post(staff=staff, role=role, path=path, unit=unit, seat_number=seat, from_on=SINCE))

    def fill(self, role: str, number: int, home: Unit, *, path: str, phone: str = "") -> None:
        """So many new people in one role at an area."""
        for seat in range(1, number + 1):
            self.post(self.hire(home, phone or self.people.landline()), role, path=path, seat=seat)

    def staff_county(self, county: Area) -> None:
        centre = self.unit(f"{county.name}综治中心", "县综治中心", UnitKind.CENTRE, county.path)
        phone = self.people.landline()
        self.post(self.hire(centre, phone, is_head=True), Role.COUNTY_CENTRE, path=county.path)
        for seat in range(2, 7):
            self.post(self.hire(centre, phone), Role.COUNTY_CENTRE, path=county.path, seat=seat)
        self.fill(Role.ADVISER, 6, centre, path=county.path)
        for role in OFFICERS:
            self.fill(role, 1, centre, path=county.path, phone=phone)
        for name in DEPARTMENTS:
            whole = name if name.startswith(("团县委",)) else f"{county.name}{name}"
            unit = self.unit(whole, name, UnitKind.DEPARTMENT, county.path)
            phone = self.people.landline()
            if name == "政法委":
                self.fill(Role.COUNTY_LEADER, 3, unit, path=county.path, phone=phone)
            for seat in (1, 2):
                staff = self.hire(unit, phone, is_head=seat == 1)
                self.post(staff, Role.DEPARTMENT_HANDLER, unit=unit, seat=seat)
            for seat in range(1, self.dice.randint(*CADRES) + 1):
                self.post(self.hire(unit), Role.LIAISON_CADRE, unit=unit, seat=seat)

    def staff_townships(self, townships: list[Area]) -> None:
        for town in townships:
            centre = self.unit(f"{town.name}综治中心", f"{town.name}综治", UnitKind.CENTRE, town.path)
            phone = self.people.landline()
            head = self.hire(centre, phone, is_head=True)
            self.post(head, Role.POLITICAL_LEGAL_MEMBER, path=town.path)
            self.fill(Role.TOWNSHIP_CLERK, 2, centre, path=town.path, phone=phone)
            self.fill(Role.TOWNSHIP_MEDIATOR, 2, centre, path=town.path, phone=phone)
            for name in OFFICES:
                unit = self.unit(
                    f"{town.name}{name}", f"{town.name}{name}"[:20], UnitKind.TOWNSHIP_OFFICE, town.path
                )
                staff = self.hire(unit, self.people.landline(), is_head=True)
                self.post(staff, Role.DEPARTMENT_HANDLER, unit=unit)
                for seat in (1, 2):
                    self.post(self.hire(unit), Role.LIAISON_CADRE, unit=unit, seat=seat)

    def staff_villages(self, villages: list[Area]) -> None:
        for village in villages:
            committee = self.unit(
                f"{village.name}民委员会" if village.name.endswith("村") else f"{village.name}居民委员会",
                village.name[:18],
                UnitKind.COMMITTEE,
                village.path,
            )
            phone = self.people.landline()
            secretary = self.hire(committee, phone, is_head=True)
            self.post(secretary, Role.VILLAGE_SECRETARY, path=village.path)
            self.post(self.hire(committee, phone), Role.VILLAGE_MEDIATOR, path=village.path)
            self.post(self.hire(committee, phone), Role.GRID_HEAD, path=village.path)

    def staff_grids(self, grids: list[Area]) -> None:
        homes = {unit.path: unit for unit in self.units if unit.kind == UnitKind.COMMITTEE}
        seats: Counter[Unit] = Counter()
        for grid in grids:
            home = next((homes[path] for path in (grid.path[:-3], grid.path[:-6]) if path in homes), None)
            role = Role.GRID_WORKER if grid.level == Level.GRID else Role.VOLUNTEER
            phone = self.people.landline() if role == Role.GRID_WORKER else ""
            staff = self.hire(home, phone)
            self.post(staff, role, path=grid.path)
            if role == Role.GRID_WORKER and home:
                # Who walks the grid is paired with some of its households too.
                seats[home] += 1
                self.post(staff, Role.LIAISON_CADRE, unit=home, seat=seats[home])

    def fill_up_cadres(self, total: int) -> None:
        """So many cadres in all, the further ones in turn to every kind of unit by its share."""
        seats = Counter(post.unit for post in self.posts if post.role == Role.LIAISON_CADRE)
        missing = total - sum(seats.values())
        turn = [unit for unit in self.units for _share in range(SHARES.get(UnitKind(unit.kind), 0))]
        self.dice.shuffle(turn)
        for number in range(missing):
            unit = turn[number % len(turn)]
            seats[unit] += 1
            self.post(self.hire(unit), Role.LIAISON_CADRE, unit=unit, seat=seats[unit])

    def write(self) -> None:
        User.objects.bulk_create(self.users, batch_size=BATCH)
        logins = [CountyLogin(user=user, county_id=self.code) for user in self.users]
        CountyLogin.objects.bulk_create(logins, batch_size=BATCH)
        Unit.objects.bulk_create(self.units, batch_size=BATCH)
        Staff.objects.bulk_create(self.staff, batch_size=BATCH)
        Membership.objects.bulk_create(self.members, batch_size=BATCH)
        Post.objects.bulk_create(self.posts, batch_size=BATCH)

    def listed(self, areas: list[Area]) -> list[Account]:
        """Give the first holder of each role a name, a password and, for officers, a second factor."""
        names = {area.path: area.name for area in areas}
        first: dict[str, Post] = {}
        for post in self.posts:
            first.setdefault(post.role, post)
        return [self._open(first[role], names) for role in Role if role in first]

    def _open(self, post: Post, names: dict[str, str]) -> Account:
        user: Any = post.staff.user
        password, now = _password(), timezone.now()
        user.username = f"{self.letters}.{post.role.lower().replace('_', '-')}"
        user.set_password(password)
        user.password_set_at = now
        user.save(update_fields=["username", "password", "password_set_at"])
        PasswordHistory.objects.create(user=user, password=user.password, set_at=now)
        place = post.unit.name if post.unit else names.get(post.path or "", "")
        account = {"role": post.role, "area": place, "username": user.username, "password": password}
        if post.role in OFFICERS:
            key = random_hex(20)
            Authenticator.objects.create(user=user, key=key, bound_at=now)
            account["totp_secret"] = b32encode(bytes.fromhex(key)).decode()
        return account | {"name": post.staff.name, "county": str(self.code)}


def _password() -> str:
    while classes_in(password := secrets.token_urlsafe(10)) < 3:
        continue
    return password
