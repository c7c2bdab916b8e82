"""Bulk appointment by sheet: who is not there yet is entered, then everybody is appointed. All rows or none."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import finding, policies
from accounts.actions.add_staff import add_staff
from accounts.actions.appoint import appoint
from accounts.choices import OFFICERS, Role
from accounts.models import Staff, Unit, User
from accounts.models.user import USERNAME
from accounts.rules import BY_UNIT, stands_at
from core.paths.ranges import depth_of
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.tabular.checking import RowError, RowsRefused, SheetRow, WrongCell
from core.tabular.choices import Kind
from core.tabular.columns import Column, Sheet
from core.tabular.registry import imports

ROLES = {role.value: role.label for role in Role if role not in OFFICERS}

POSTS = Sheet(
    "posts",
    gettext_lazy("批量任命"),
    [
        Column("name", gettext_lazy("姓名"), required=True, max_length=40, example="王秀英"),
        Column(
            "username",
            gettext_lazy("账号"),
            max_length=40,
            help=gettext_lazy("已有账号的人员填写；留空时按姓名查找，查不到则新增"),
        ),
        Column(
            "role", gettext_lazy("岗位"), kind=Kind.CHOICE, required=True, choices=ROLES, example="网格员"
        ),
        Column(
            "place",
            gettext_lazy("区域编码或名称"),
            width=28,
            help=gettext_lazy("部门承办人、包联干部不填，按单位任命"),
            example="康保镇 东关村 第一网格",
        ),
        Column(
            "unit",
            gettext_lazy("单位"),
            width=22,
            help=gettext_lazy("新增人员必填"),
            example="康保镇综治中心",
        ),
        Column(
            "duty_phone", gettext_lazy("电话"), max_length=20, aliases=("值班电话",), example="0313-0123456"
        ),
        Column("from_on", gettext_lazy("起始日"), kind=Kind.DATE, required=True, aliases=("任职日",)),
    ],
    note=gettext_lazy("三员岗位不能批量任命。"),
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a row asks for; `staff` is None for somebody who will be entered."""

    number: int
    name: str
    username: str
    duty_phone: str
    staff: Staff | None
    unit: Unit | None
    role: str
    path: str | None
    from_on: dt.date


def check_posts(rows: Sequence[SheetRow], actor: Actor) -> Iterator[RowError]:
    """Errors that only the county's own rows can show."""
    for row in rows:
        try:
            _wish(row, actor)
        except WrongCell as wrong:
            yield RowError(row.number, wrong.key, str(wrong))


@imports(
    "accounts.posts",
    sheet=POSTS,
    ability="accounts.appoint",
    title=gettext_lazy("批量任命"),
    check=check_posts,
)
def import_posts(*, rows: Iterable[SheetRow], actor: Actor, at: dt.datetime) -> None:
    """Appoint everybody in the sheet."""
    entered: dict[tuple[str, str], Staff] = {}
    for row in rows:
        wish = _wish(row, actor)
        key = (wish.name, wish.username)
        try:
            staff = wish.staff or entered.get(key)
            if staff is None:
                staff = entered[key] = add_staff(
                    name=wish.name,
                    username=wish.username,
                    unit=wish.unit,
                    duty_phone=wish.duty_phone,
                    from_on=wish.from_on,
                    actor=actor,
                    at=at,
                )
            appoint(
                staff=staff,
                role=wish.role,
                path=wish.path,
                unit=wish.unit if wish.role in BY_UNIT else None,
                from_on=wish.from_on,
                today=timezone.localtime(at).date(),
                actor=actor,
                at=at,
            )
        except Refused as refusal:
            raise RowsRefused([RowError(row.number, "", str(refusal))]) from refusal


def _wish(row: SheetRow, actor: Actor) -> Wish:
    role, paths = row["role"], actor.paths_for("accounts.appoint")
    unit = _unit(row, paths)
    path = None
    if role in BY_UNIT:
        if unit is None:
            raise WrongCell("unit", _("%(role)s须填写单位。") % {"role": Role(role).label})
    else:
        try:
            path = finding.find_area(row.get("place") or "", paths).path
        except finding.NotFound as error:
            raise WrongCell("place", str(error)) from error
        if not stands_at(role, depth_of(path)):
            raise WrongCell("place", _("%(role)s不在这一级设岗。") % {"role": Role(role).label})
    place = path or (unit.path if unit else str(actor.tenant))
    verdict = policies.may_appoint(actor, role=role, path=place)
    if not verdict:
        raise WrongCell("role", verdict.reason)
    staff = _staff(row, actor)
    if staff is None:
        _check_new(row, unit, actor)
    return Wish(
        number=row.number,
        name=row["name"],
        username=(row.get("username") or "").lower(),
        duty_phone=row.get("duty_phone") or "",
        staff=staff,
        unit=unit,
        role=role,
        path=path,
        from_on=row["from_on"],
    )


def _unit(row: SheetRow, paths: Sequence[str]) -> Unit | None:
    if not row.get("unit"):
        return None
    try:
        return finding.find_unit(row["unit"], paths)
    except finding.NotFound as error:
        raise WrongCell("unit", str(error)) from error


def _staff(row: SheetRow, actor: Actor) -> Staff | None:
    """The person meant; None for a new one."""
    username = (row.get("username") or "").strip().lower()
    if username:
        try:
            staff = finding.find_staff(username, actor)
        except finding.NotFound:
            if User.objects.filter(username=username).exists():
                raise WrongCell("username", _("账号已被他人使用，或不在您的辖区内。")) from None
            return None
        if staff.name != row["name"]:
            raise WrongCell("name", _("账号%(u)s登记的姓名与此不同。") % {"u": username})
        return staff
    try:
        return finding.find_staff(row["name"], actor)
    except finding.NotClear as error:
        raise WrongCell("username", str(error)) from error
    except finding.NotFound:
        return None


def _check_new(row: SheetRow, unit: Unit | None, actor: Actor) -> None:
    if unit is None:
        raise WrongCell("unit", _("新增人员须填写单位。"))
    username = (row.get("username") or "").strip().lower()
    if username and not _fits(username):
        raise WrongCell("username", str(USERNAME.message))
    verdict = policies.may_add_staff(actor, path=unit.path)
    if not verdict:
        raise WrongCell("unit", verdict.reason)


def _fits(username: str) -> bool:
    try:
        USERNAME(username)
    except ValidationError:
        return False
    return True
