"""Pairs by sheet: a door by its number, or by its name, address and grid; a cadre by account or name. All rows or none.

The same file again changes nothing: doors that are paired as it says are passed over.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import finding
from accounts.models import Membership, Staff
from accounts.selectors import on_day
from core.crypto.masks import mask_address, mask_name
from core.paths.ranges import within
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.tabular.checking import RowError, RowsRefused, SheetRow, WrongCell
from core.tabular.choices import Kind
from core.tabular.columns import Column, Sheet
from core.tabular.registry import imports
from households.actions.pair_doors import pair_doors
from households.cadres import cadres_on
from households.choices import PairedBy
from households.models import OPEN, Door, Liaison
from households.policies import PAIR

PAIRS = Sheet(
    "pairs",
    gettext_lazy("包联安排"),
    [
        Column("number", gettext_lazy("户编号"), max_length=24, unique=True, aliases=("编号",)),
        Column(
            "name",
            gettext_lazy("户主或名称"),
            max_length=60,
            mask=mask_name,
            aliases=("户主", "户主姓名", "名称"),
            help=gettext_lazy("没有户编号时，填户主、地址和网格"),
            example="王长顺",
        ),
        Column("address", gettext_lazy("地址"), width=26, max_length=120, mask=mask_address),
        Column(
            "place",
            gettext_lazy("网格"),
            width=28,
            aliases=("所属网格", "网格编码或名称"),
            example="康保镇 永兴社区 第一网格",
        ),
        Column("username", gettext_lazy("干部账号"), max_length=40, aliases=("账号",)),
        Column(
            "cadre",
            gettext_lazy("包联干部"),
            max_length=40,
            aliases=("干部姓名", "干部"),
            help=gettext_lazy("没有账号时按姓名查找；重名的请填账号或单位"),
        ),
        Column("unit", gettext_lazy("单位"), width=22, max_length=80, aliases=("包联单位",)),
        Column("from_on", gettext_lazy("起始日"), kind=Kind.DATE, help=gettext_lazy("留空为导入当天")),
    ],
    note=gettext_lazy("每户一行。已按表中所写包联的户不重复安排；已由他人包联的户自起始日起更换。"),
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a row asks for."""

    number: int
    door: UUID
    staff: UUID
    from_on: dt.date


class Cadres:
    """The cadres whom rows name by account, or by name and unit; read once for all rows."""

    def __init__(self, rows: Iterable[SheetRow], actor: Actor, today: dt.date) -> None:
        rows, self.person = list(rows), actor.person_id
        people = cadres_on(today).select_related("user")
        wanted = {row.get("cadre") for row in rows if row.get("cadre")}
        accounts = {row.get("username").lower() for row in rows if row.get("username")}
        held = people.filter(user__username__in=accounts)
        self.by_account = {one.user.username: one for one in held if one.user}
        self.people: dict[str, list[Staff]] = defaultdict(list)
        for one in people.filter(name__in=wanted).order_by("name", "pk"):
            self.people[one.name].append(one)
        found = [one.pk for same in self.people.values() for one in same]
        found += [one.pk for one in self.by_account.values()]
        members = Membership.objects.filter(on_day(today), staff_id__in=found).select_related("unit")
        self.units = {member.staff_id: (member.unit.name, member.unit.abbreviation) for member in members}

    def cadre(self, row: SheetRow) -> Staff:
        staff = self._named(row)
        if row.get("unit") and row["unit"] not in self.units[staff.pk]:
            raise WrongCell("unit", _("%(name)s不在这个单位。") % {"name": staff.name})
        if staff.pk == self.person:
            raise WrongCell("cadre", _("不能把户分给自己，请由其他经办人或上级综治中心办理。"))
        return staff

    def _named(self, row: SheetRow) -> Staff:
        if account := row.get("username"):
            found = self.by_account.get(account.lower())
            if found is None:
                raise WrongCell("username", _("没有这个账号的在岗干部。"))
            if row.get("cadre") and row["cadre"] != found.name:
                raise WrongCell("cadre", _("账号%(u)s登记的姓名与此不同。") % {"u": account})
            return found
        if not row.get("cadre"):
            raise WrongCell("cadre", _("请填写干部账号或姓名。"))
        same = self.people.get(row["cadre"], [])
        if len(same) > 1 and row.get("unit"):
            same = [one for one in same if row["unit"] in self.units[one.pk]]
        if not same:
            raise WrongCell("cadre", _("没有叫%(name)s的在岗干部。") % {"name": row["cadre"]})
        if len(same) > 1:
            raise WrongCell("cadre", _("有多人同名，请填写干部账号。"))
        return same[0]


class Known:
    """What the rows speak of, read once for all of them: doors of the actor's ground, cadres, areas, last pairs."""

    def __init__(self, rows: Sequence[SheetRow], actor: Actor, today: dt.date) -> None:
        self.paths = actor.paths_for(PAIR)
        self.today = today
        ground = Door.objects.filter(OPEN, within("path", *self.paths)).only(
            "pk", "path", "number", "name", "address", "opened_on"
        )
        numbers = {row.get("number") for row in rows if row.get("number")}
        names = {row.get("name") for row in rows if row.get("name") and not row.get("number")}
        self.by_number = {door.number: door for door in ground.filter(number__in=numbers)}
        self.by_name: dict[tuple[str, str], list[Door]] = defaultdict(list)
        for door in ground.filter(name__in=names):
            self.by_name[door.name, door.address].append(door)
        self.areas: dict[str, str] = {}
        doors = [door.pk for door in self.by_number.values()]
        doors += [door.pk for found in self.by_name.values() for door in found]
        pairs = Liaison.objects.filter(door_id__in=doors, to_on=None).select_related("staff")
        self.pairs = {pair.door_id: pair for pair in pairs}
        self.cadres = Cadres(rows, actor, today)

    def door(self, row: SheetRow) -> Door:
        if number := row.get("number"):
            found = self.by_number.get(number)
            if found is None:
                raise WrongCell("number", _("辖区内没有编号为%(number)s的户。") % {"number": number})
            if row.get("name") and row["name"] != found.name:
                raise WrongCell("name", _("此编号登记的户主或名称与此不同。"))
            return found
        for key in ("name", "address", "place"):
            if not row.get(key):
                raise WrongCell(key, _("没有户编号时，户主、地址和网格都要填写。"))
        path = self._area(row["place"])
        same = [door for door in self.by_name[row["name"], row["address"]] if door.path.startswith(path)]
        if not same:
            raise WrongCell("address", _("该网格没有这位户主和地址的户。"))
        if len(same) > 1:
            raise WrongCell("address", _("该网格有%(n)s户同名同址，请填写户编号。") % {"n": len(same)})
        return same[0]

    def _area(self, words: str) -> str:
        if words not in self.areas:
            try:
                self.areas[words] = str(finding.find_area(words, self.paths).path)
            except finding.NotFound as error:
                raise WrongCell("place", str(error)) from error
        return self.areas[words]

    def wish(self, row: SheetRow) -> Wish:
        """The row read, with what the database says against it."""
        door, staff = self.door(row), self.cadres.cadre(row)
        from_on = row.get("from_on") or self.today
        if from_on < door.opened_on:
            raise WrongCell("from_on", _("早于该户的登记日%(day)s。") % {"day": door.opened_on})
        pair = self.pairs.get(door.pk)
        if pair is not None and pair.staff_id != staff.pk and pair.from_on >= from_on:
            raise WrongCell(
                "from_on",
                _("该户自%(day)s起由%(name)s包联，起始日须晚于这一天。")
                % {"day": pair.from_on, "name": pair.staff.name},
            )
        return Wish(row.number, door.pk, staff.pk, from_on)


def check_pairs(rows: Sequence[SheetRow], actor: Actor) -> Iterator[RowError]:
    """Errors that only the county's own rows can show."""
    _wishes, errors = _read(rows, actor, timezone.localdate())
    yield from errors


@imports(
    "households.pairs",
    sheet=PAIRS,
    ability=PAIR,
    title=gettext_lazy("包联安排"),
    check=check_pairs,
    note=gettext_lazy("整表确定每户由哪位干部包联。"),
)
def import_pairs(*, rows: Iterable[SheetRow], actor: Actor, at: dt.datetime) -> None:
    """Pair every door of the sheet, one verb for each day of beginning."""
    wishes, errors = _read(list(rows), actor, timezone.localdate(at))
    if errors:
        raise RowsRefused(errors)
    by_day: dict[dt.date, list[Wish]] = defaultdict(list)
    for wish in wishes:
        by_day[wish.from_on].append(wish)
    for from_on, those in sorted(by_day.items()):
        pairs = {wish.door: wish.staff for wish in those}
        try:
            pair_doors(pairs=pairs, from_on=from_on, how=PairedBy.SHEET, actor=actor, at=at)
        except Refused as refusal:
            raise RowsRefused([RowError(those[0].number, "", str(refusal))]) from refusal


def _read(rows: Sequence[SheetRow], actor: Actor, today: dt.date) -> tuple[list[Wish], list[RowError]]:
    known = Known(rows, actor, today)
    wishes: list[Wish] = []
    errors: list[RowError] = []
    taken: dict[UUID, int] = {}
    for row in rows:
        try:
            wish = known.wish(row)
            first = taken.setdefault(wish.door, row.number)
            if first != row.number:
                raise WrongCell("number", _("与第%(n)s行是同一户。") % {"n": first})
            wishes.append(wish)
        except WrongCell as wrong:
            errors.append(RowError(row.number, wrong.key, str(wrong)))
    return wishes, errors
