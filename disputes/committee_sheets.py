"""Committees and mediators by sheet, for a county that begins. All rows or none."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import finding
from accounts.models import Staff
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.tabular.checking import RowError, RowsRefused, SheetRow, WrongCell, at_cell
from core.tabular.choices import Kind
from core.tabular.columns import Column, Sheet
from core.tabular.registry import imports
from disputes.actions.join_committee import join_committee
from disputes.actions.open_committee import open_committee
from disputes.checking import require_day
from disputes.choices import CommitteeKind, Sex
from disputes.committees import committees_seen_by, require_joining_day
from disputes.models import CaseKind, Committee
from disputes.policies import KEEP, may_keep_committee, may_open_committee

SEXES = {Sex.FEMALE.value: gettext_lazy("女"), Sex.MALE.value: gettext_lazy("男")}

COMMITTEES = Sheet(
    "committees",
    gettext_lazy("调委会"),
    [
        Column("name", gettext_lazy("名称"), required=True, max_length=60, width=30, unique=True,
               example="康保镇人民调解委员会"),
        Column("abbreviation", gettext_lazy("文号简称"), required=True, max_length=12, unique=True, example="康镇人"),
        Column("kind", gettext_lazy("类别"), kind=Kind.CHOICE, required=True, choices=dict(CommitteeKind.choices),
               example="乡镇调委会"),
        Column("place", gettext_lazy("区域编码或名称"), required=True, width=26, example="康保镇"),
        Column("from_on", gettext_lazy("设立日"), kind=Kind.DATE, required=True),
        Column("takes", gettext_lazy("受理类型"), help=gettext_lazy("行业调委会填写，多个用顿号隔开"), example=""),
        Column("is_mixed", gettext_lazy("多民族居住"), kind=Kind.YES_NO),
    ],
    note=gettext_lazy("文号简称在全县只用一次；撤销的调委会的简称也不再使用。"),
)  # fmt: skip
MEDIATORS = Sheet(
    "mediators",
    gettext_lazy("人民调解员"),
    [
        Column("committee", gettext_lazy("调委会名称或文号简称"), required=True, width=30, example="康镇人"),
        Column("name", gettext_lazy("姓名"), required=True, max_length=40, example="王秀英"),
        Column("username", gettext_lazy("账号"), max_length=40, help=gettext_lazy("没有账号的留空")),
        Column("sex", gettext_lazy("性别"), kind=Kind.CHOICE, required=True, choices=SEXES, example="女"),
        Column("is_member", gettext_lazy("委员"), kind=Kind.YES_NO, required=True, example="是"),
        Column("is_head", gettext_lazy("主任"), kind=Kind.YES_NO),
        Column("is_full_time", gettext_lazy("专职"), kind=Kind.YES_NO),
        Column("is_minority", gettext_lazy("人数较少民族"), kind=Kind.YES_NO),
        Column("from_on", gettext_lazy("任职日"), kind=Kind.DATE, required=True),
    ],
    note=gettext_lazy("委员三至九人，其中主任一人，应当有妇女成员（人民调解法第八条）。"),
    unique_together=[("committee", "name", "username")],
)


def check_committees(rows: Sequence[SheetRow], actor: Actor) -> Iterator[RowError]:
    """Errors that only the county's own rows can show."""
    at = timezone.now()
    taken = set(Committee.objects.values_list("abbreviation", flat=True))
    for row in rows:
        try:
            path, _kinds = _place(row, actor), _kind_codes(row)
            with at_cell("from_on"):
                require_day(_("设立日"), row["from_on"], at)
            if row["abbreviation"] in taken:
                raise WrongCell("abbreviation", _("该文号简称已被本县其他调委会使用。"))
            verdict = may_open_committee(actor, path=path, kind=row["kind"])
            if not verdict:
                raise WrongCell("kind", verdict.reason)
        except WrongCell as wrong:
            yield RowError(row.number, wrong.key, str(wrong))


@imports(
    "disputes.committees",
    sheet=COMMITTEES,
    ability=KEEP,
    title=gettext_lazy("调委会"),
    check=check_committees,
)
def import_committees(*, rows: Iterable[SheetRow], actor: Actor, at: dt.datetime) -> None:
    """Set up every committee of the sheet."""
    for row in rows:
        try:
            open_committee(
                name=row["name"],
                abbreviation=row["abbreviation"],
                kind=row["kind"],
                path=_place(row, actor),
                from_on=row["from_on"],
                kind_codes=_kind_codes(row),
                is_mixed=bool(row.get("is_mixed")),
                actor=actor,
                at=at,
            )
        except Refused as refusal:
            raise RowsRefused([RowError(row.number, "", str(refusal))]) from refusal


def check_mediators(rows: Sequence[SheetRow], actor: Actor) -> Iterator[RowError]:
    """Errors that only the county's own rows can show."""
    at = timezone.now()
    for row in rows:
        try:
            committee = _committee(row, actor)
            _staff(row, actor)
            with at_cell("from_on"):
                require_joining_day(committee, row["from_on"], at)
        except WrongCell as wrong:
            yield RowError(row.number, wrong.key, str(wrong))


@imports(
    "disputes.mediators",
    sheet=MEDIATORS,
    ability=KEEP,
    title=gettext_lazy("人民调解员"),
    check=check_mediators,
)
def import_mediators(*, rows: Iterable[SheetRow], actor: Actor, at: dt.datetime) -> None:
    """Enter everybody in the sheet."""
    for row in rows:
        try:
            join_committee(
                committee=_committee(row, actor),
                staff=_staff(row, actor),
                name=row["name"],
                sex=row["sex"],
                is_member=bool(row["is_member"]),
                is_head=bool(row.get("is_head")),
                is_full_time=bool(row.get("is_full_time")),
                is_minority=bool(row.get("is_minority")),
                from_on=row["from_on"],
                actor=actor,
                at=at,
            )
        except Refused as refusal:
            raise RowsRefused([RowError(row.number, "", str(refusal))]) from refusal


def _place(row: SheetRow, actor: Actor) -> str:
    try:
        return str(finding.find_area(row["place"], actor.paths_for(KEEP)).path)
    except finding.NotFound as error:
        raise WrongCell("place", str(error)) from error


def _kind_codes(row: SheetRow) -> list[str]:
    if row["kind"] != CommitteeKind.TRADE:
        return []
    labels = [part.strip() for part in (row.get("takes") or "").split("、") if part.strip()]
    codes = dict(CaseKind.objects.filter(is_active=True).values_list("label", "code"))
    unknown = [label for label in labels if label not in codes]
    if unknown or not labels:
        raise WrongCell("takes", _("请填写在用的纠纷类型，多个用顿号隔开。"))
    return [codes[label] for label in labels]


def _committee(row: SheetRow, actor: Actor) -> Committee:
    words = row["committee"].strip()
    standing = committees_seen_by(actor).filter(valid_to=None)
    found = standing.filter(abbreviation=words).first() or standing.filter(name=words).first()
    if found is None:
        raise WrongCell("committee", _("辖区内没有名为“%(words)s”的调委会。") % {"words": words})
    verdict = may_keep_committee(actor, found)
    if not verdict:
        raise WrongCell("committee", verdict.reason)
    return found


def _staff(row: SheetRow, actor: Actor) -> Staff | None:
    username = (row.get("username") or "").strip().lower()
    if not username:
        return None
    try:
        staff = finding.find_staff(username, actor)
    except finding.NotFound as error:
        raise WrongCell("username", str(error)) from error
    if staff.name != row["name"]:
        raise WrongCell("username", _("账号%(u)s登记的姓名与此不同。") % {"u": username})
    return staff
