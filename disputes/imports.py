"""Disputes by sheet: the backlog with which a county begins, and what other systems hand over. All rows or none."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import finding
from accounts.models import Staff
from core.crypto.masks import mask_name, mask_phone
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.tabular.checking import RowError, RowsRefused, SheetRow, WrongCell, at_cell
from core.tabular.choices import Kind
from core.tabular.columns import Column, Sheet, Text
from core.tabular.registry import imports
from disputes.actions.register_case import LONGEST_SUMMARY, register_case
from disputes.actions.take_over_backlog import BacklogEntry, take_over_backlog
from disputes.checking import OLDEST_LEDGER, require_day
from disputes.choices import LADDER, Level, PartyKind, Risk, Side, Source
from disputes.entering import CaseEntry, PartyEntry, check_parties
from disputes.models import Case, CaseKind
from disputes.policies import CENTRE, SETTINGS
from disputes.rules.levels import depth_of_level, first_level
from disputes.seed import ethnicity_names


def _kinds() -> Mapping[Any, Text]:
    return dict(
        CaseKind.objects.filter(is_active=True).order_by("position", "code").values_list("code", "label")
    )


LEVELS = {level: Level(level).label for level in LADDER}
SOURCES = {source.value: source.label for source in Source}
RISKS = {risk.value: risk.label for risk in Risk}

_ABOUT = [
    Column(
        "title", gettext_lazy("纠纷名称"), required=True, max_length=100, example="王某与李某宅基地边界纠纷"
    ),
    Column(
        "summary",
        gettext_lazy("简要情况"),
        required=True,
        width=40,
        max_length=LONGEST_SUMMARY,
        aliases=("纠纷简要情况", "事件简述"),
        example="翻建西厢房，外墙比旧墙多出约半米。",
    ),
    Column(
        "place",
        gettext_lazy("区域编码或名称"),
        required=True,
        width=26,
        aliases=("所属区域", "所属网格"),
        example="康保镇 永兴社区",
    ),
    Column(
        "kind", gettext_lazy("纠纷类型"), kind=Kind.CHOICE, required=True, choices=_kinds, example="邻里纠纷"
    ),
    Column("address", gettext_lazy("发生地点"), max_length=120),
    Column("occurred_on", gettext_lazy("发生日期"), kind=Kind.DATE),
    Column("people_count", gettext_lazy("涉及人数"), kind=Kind.INTEGER, min_value=1, max_value=100_000),
    Column("amount", gettext_lazy("涉及金额（元）"), kind=Kind.DECIMAL, min_value=0),
    Column("risk", gettext_lazy("风险等级"), kind=Kind.CHOICE, choices=RISKS),
]
_ETHNICITY: dict[str, Any] = {
    "kind": Kind.CHOICE,
    "choices": ethnicity_names(),
    "words": {name.removesuffix("族"): code for code, name in ethnicity_names().items()},
    "help": gettext_lazy("可留空，文书用"),
}
_PEOPLE = [
    Column(
        "applicant",
        gettext_lazy("申请方"),
        required=True,
        max_length=60,
        mask=mask_name,
        aliases=("申请人", "甲方"),
        example="王长顺",
    ),
    Column("applicant_phone", gettext_lazy("申请方电话"), kind=Kind.PHONE, mask=mask_phone),
    Column("applicant_ethnicity", gettext_lazy("申请方民族"), **_ETHNICITY),
    Column(
        "respondent", gettext_lazy("被申请方"), max_length=60, mask=mask_name, aliases=("被申请人", "乙方")
    ),
    Column("respondent_phone", gettext_lazy("被申请方电话"), kind=Kind.PHONE, mask=mask_phone),
    Column("respondent_ethnicity", gettext_lazy("被申请方民族"), **_ETHNICITY),
    Column("is_firm", gettext_lazy("被申请方是单位"), kind=Kind.YES_NO),
]

BACKLOG = Sheet(
    "backlog",
    gettext_lazy("存量纠纷"),
    [
        Column(
            "reference",
            gettext_lazy("原编号"),
            max_length=60,
            unique=True,
            aliases=("案号",),
            example="旧字12号",
        ),
        *_ABOUT,
        *_PEOPLE,
        Column(
            "level", gettext_lazy("办理层级"), kind=Kind.CHOICE, choices=LEVELS, required=True, example="村级"
        ),
        Column("mediator", gettext_lazy("主办人"), max_length=60, help=gettext_lazy("姓名或账号，可留空")),
        Column("since", gettext_lazy("原登记日"), kind=Kind.DATE),
    ],
    note=gettext_lazy("只导入尚未办结的纠纷；期限自导入之日起算，不计逾期。已办结的不导入。"),
)
INTAKE = Sheet(
    "intake",
    gettext_lazy("外部系统转入"),
    [
        Column(
            "reference",
            gettext_lazy("来文编号"),
            required=True,
            max_length=60,
            unique=True,
            aliases=("工单号", "原系统编号"),
            example="12345-20261122-0007",
        ),
        Column(
            "source",
            gettext_lazy("来源"),
            kind=Kind.CHOICE,
            required=True,
            choices=SOURCES,
            example="12345热线",
        ),
        *_ABOUT,
        *_PEOPLE,
    ],
    note=gettext_lazy("登记为待受理的纠纷。同一来源、同一来文编号只登记一次。"),
)


@dataclass(frozen=True, slots=True)
class Read:
    """A row read as a dispute."""

    number: int
    entry: CaseEntry
    parties: Sequence[PartyEntry]


def check_backlog(rows: Sequence[SheetRow], actor: Actor) -> Iterator[RowError]:
    """Errors that only the county's own rows can show."""
    known, at = _known(rows, is_backlog=True), timezone.now()
    for row in rows:
        try:
            _backlog(row, actor, at)
            if row.get("reference") in known:
                raise WrongCell("reference", _("该原编号的存量纠纷已经导入。"))
        except WrongCell as wrong:
            yield RowError(row.number, wrong.key, str(wrong))


@imports(
    "disputes.backlog",
    sheet=BACKLOG,
    ability=SETTINGS,
    title=gettext_lazy("存量纠纷"),
    check=check_backlog,
    note=gettext_lazy("县里启用平台时，把在办的纠纷一次带进来。"),
)
def import_backlog(*, rows: Iterable[SheetRow], actor: Actor, at: dt.datetime) -> None:
    """Bring the open cases in; their terms start today."""
    wanted = []
    for row in rows:
        try:
            wanted.append((row.number, _backlog(row, actor, at)))
        except WrongCell as wrong:
            raise RowsRefused([RowError(row.number, wrong.key, str(wrong))]) from wrong
    if not wanted:
        return
    try:
        take_over_backlog(entries=[one for _number, one in wanted], actor=actor, at=at)
    except Refused as refusal:
        raise RowsRefused([RowError(wanted[0][0], "", str(refusal))]) from refusal


def check_intake(rows: Sequence[SheetRow], actor: Actor) -> Iterator[RowError]:
    """Errors that only the county's own rows can show."""
    known, at = _known(rows, is_backlog=False), timezone.now()
    for row in rows:
        try:
            _read(row, actor, CENTRE, at)
            if f"{row['source']} {row['reference']}" in known:
                raise WrongCell("reference", _("该来文编号已经登记。"))
        except WrongCell as wrong:
            yield RowError(row.number, wrong.key, str(wrong))


@imports(
    "disputes.intake",
    sheet=INTAKE,
    ability=CENTRE,
    title=gettext_lazy("外部系统转入的纠纷"),
    check=check_intake,
    note=gettext_lazy("12345、信访、法院等系统导出的清单。"),
)
def import_intake(*, rows: Iterable[SheetRow], actor: Actor, at: dt.datetime) -> None:
    """Register every row as a dispute that waits to be accepted."""
    for row in rows:
        try:
            read = _read(row, actor, CENTRE, at)
            register_case(entry=read.entry, parties=read.parties, actor=actor, at=at)
        except Refused as refusal:
            raise RowsRefused([RowError(row.number, "", str(refusal))]) from refusal
        except WrongCell as wrong:
            raise RowsRefused([RowError(row.number, wrong.key, str(wrong))]) from wrong


def _known(rows: Sequence[SheetRow], *, is_backlog: bool) -> set[str]:
    """References that stand already: of the backlog by themselves, of other systems with their source."""
    wanted = [row.get("reference") for row in rows if row.get("reference")]
    found = Case.objects.filter(source_reference__in=wanted, is_backlog=is_backlog)
    pairs = found.values_list("source", "source_reference")
    return {reference if is_backlog else f"{source} {reference}" for source, reference in pairs}


def _backlog(row: SheetRow, actor: Actor, at: dt.datetime) -> BacklogEntry:
    read = _read(row, actor, SETTINGS, at)
    with at_cell("since"):
        require_day(_("原登记日"), row.get("since"), at, earliest=OLDEST_LEDGER)
    level = row["level"]
    if depth_of_level(level) > depth_of_level(first_level(read.entry.path)):
        raise WrongCell("level", _("该区域不能由%(level)s办理。") % {"level": Level(level).label})
    return BacklogEntry(
        entry=read.entry,
        parties=read.parties,
        level=level,
        since=row.get("since"),
        mediator=_mediator(row, actor),
    )


def _mediator(row: SheetRow, actor: Actor) -> Staff | None:
    words = row.get("mediator")
    if not words:
        return None
    try:
        return finding.find_staff(words, actor)
    except finding.NotFound as error:
        raise WrongCell("mediator", str(error)) from error


def _read(row: SheetRow, actor: Actor, ability: str, at: dt.datetime) -> Read:
    try:
        path = str(finding.find_area(row["place"], actor.paths_for(ability)).path)
    except finding.NotFound as error:
        raise WrongCell("place", str(error)) from error
    parties = [_party(row, "applicant", Side.APPLICANT, PartyKind.PERSON)]
    if row.get("respondent"):
        kind = PartyKind.ORGANISATION if row.get("is_firm") else PartyKind.PERSON
        parties.append(_party(row, "respondent", Side.RESPONDENT, kind))
    with at_cell("respondent"):
        check_parties(parties)
    with at_cell("occurred_on"):
        require_day(_("发生日期"), row.get("occurred_on"), at)
    entry = CaseEntry(
        title=row["title"],
        summary=row["summary"],
        path=path,
        kind_code=row["kind"],
        source=row.get("source") or Source.SWEEP,
        source_reference=row.get("reference") or "",
        place=row.get("address") or "",
        occurred_on=row.get("occurred_on"),
        people_count=row.get("people_count") or max(2, len(parties)),
        amount=row.get("amount"),
        risk=row.get("risk") or Risk.LOW,
    )
    return Read(row.number, entry, parties)


def _party(row: SheetRow, key: str, side: str, kind: str) -> PartyEntry:
    return PartyEntry(
        side=side,
        name=row[key],
        kind=kind,
        phone=row.get(f"{key}_phone") or "",
        ethnicity=row.get(f"{key}_ethnicity") or "",
    )
