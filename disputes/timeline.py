"""A case told in plain Chinese: the rungs it climbed, and each step with who, when and how long after the one before."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise as Text
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from core.crypto.masks import mask_names_in
from core.deadlines.choices import State as DeadlineState
from core.workcalendar.rules import SHANGHAI, shown
from disputes.choices import (
    LADDER,
    AgreementForm,
    FollowUpMeans,
    Level,
    PauseGround,
    Promise,
    ReportGround,
    Satisfaction,
    Side,
    Source,
    TransferTo,
    Verb,
)
from disputes.models import Case, CaseDeadline, Step
from disputes.rules.levels import first_level

CLIMBS = (Promise.ACCEPT, Promise.RECEIVE, Promise.SETTLE_LEVEL)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the timeline. `gap` is the time since the step before; `changes` are 原 → 现 of a correction.

    `opens` is the confidential record behind it: address and label.
    """

    title: str
    at: dt.datetime
    by: str = ""
    note: str = ""
    gap: str = ""
    css: str = ""
    due: str = ""
    opens: tuple[str, Text] | None = None
    changes: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Rung:
    """One level of the ladder and what is to be said of it."""

    label: str
    note: str
    css: str = ""
    is_current: bool = False


def lines_of(
    case: Case, steps: Sequence[Step], promises: Sequence[CaseDeadline], *, now: dt.datetime
) -> list[Line]:
    """The newest first: what is overdue or comes by itself, then every step down to the registration."""
    lines = [*_ahead(case, promises, now)]
    told: list[Line] = []
    before: Step | None = None
    for step in steps:
        told.append(_line(case, step, before))
        before = step
    return [*lines, *reversed(told)]


def veiled(lines: Iterable[Line], names: Iterable[str]) -> list[Line]:
    """The lines for who reads no names: what was written down says 王* where it said who."""
    people = list(names)
    return [
        replace(
            line,
            note=mask_names_in(line.note, people),
            changes=[
                (what, mask_names_in(before, people), mask_names_in(after, people))
                for what, before, after in line.changes
            ],
        )
        for line in lines
    ]


def _climbs(case: Case, promise: CaseDeadline) -> bool:
    """Whether the case is handed up by itself when the promise is broken; a clock that is stopped breaks none."""
    return case.is_open and promise.kind in CLIMBS and promise.state == DeadlineState.OPEN


def _ahead(case: Case, promises: Sequence[CaseDeadline], now: dt.datetime) -> list[Line]:
    rows = []
    for promise in promises:
        if _climbs(case, promise):
            is_late = promise.due_at <= now
            title = _("%(what)s期限届满") if is_late else _("%(what)s期限到期")
            note = _("到期仍未办结的，自动上交上一级，本级转为协办。") if case.level in LADDER[:-1] else ""
            rows.append(
                Line(
                    title % {"what": promise.what},
                    promise.due_at,
                    note=note,
                    css="is-late" if is_late else "is-coming",
                    due=shown(promise.due_at),
                )
            )
    return rows


def _line(case: Case, step: Step, before: Step | None) -> Line:
    title = title_of(step, before)
    note = step.note
    if step.verb == Verb.REGISTER and not note:
        note = case.summary
    return Line(
        title=title,
        at=step.at,
        by=_by(step),
        note=note,
        gap=span(step.at - before.at) if before is not None else "",
        css="is-system" if step.staff_id is None else "",
        opens=_record(case, step),
        changes=_changes(step),
    )


def _record(case: Case, step: Step) -> tuple[str, Text] | None:
    if step.verb not in _RECORDS:
        return None
    route, label = _RECORDS[step.verb]
    pk = step.facts.get(route)
    return (reverse(route, args=[case.pk, pk]), label) if pk else None


def _by(step: Step) -> str:
    if step.staff_id is None:
        return _("系统自动办理")
    return f"{step.staff_name}（{step.post_title}）" if step.post_title else step.staff_name


def title_of(step: Step, before: Step | None = None) -> str:
    """What happened, as somebody would say it."""
    facts: dict[str, Any] = step.facts
    label = str(step.get_verb_display())
    tell = _TITLES.get(step.verb)
    return (tell(facts) if tell else "") or _moved(step, before) or label


def _moved(step: Step, before: Step | None) -> str:
    if before is None or before.level == step.level:
        return ""
    words = {"verb": step.get_verb_display(), "a": before.get_level_display(), "b": step.get_level_display()}
    return _("%(verb)s：%(a)s → %(b)s") % words


def _registered(facts: dict[str, Any]) -> str:
    if not facts.get("source"):
        return ""
    words = {"source": _label(Source, facts["source"]), "day": facts.get("since")}
    return (
        _("登记（%(source)s），原登记日%(day)s") % words if words["day"] else _("登记（%(source)s）") % words
    )


def _accepted(facts: dict[str, Any]) -> str:
    if not facts.get("committee"):
        return ""
    words = {"who": facts["committee"], "name": facts.get("mediator")}
    return _("%(who)s受理，%(name)s主办") % words if words["name"] else _("%(who)s受理") % words


def _assigned(facts: dict[str, Any]) -> str:
    if not facts.get("mediator"):
        return ""
    chosen = _("（当事人选定）") if facts.get("is_chosen") else ""
    return _("指定%(name)s主办%(chosen)s") % {"name": facts["mediator"], "chosen": chosen}


def _sat(facts: dict[str, Any]) -> str:
    if not facts.get("number"):
        return ""
    result = _("达成一致") if facts.get("is_agreed") else _("未达成一致")
    return _("第%(n)s次调解，%(result)s") % {"n": facts["number"], "result": result}


def _inquired(facts: dict[str, Any]) -> str:
    if not facts.get("number"):
        return ""
    asked = _label(Side, facts["side"]) if facts.get("side") else _("知情人")
    return _("第%(n)s次调查，询问%(who)s") % {"n": facts["number"], "who": asked}


def _paused(facts: dict[str, Any]) -> str:
    if not facts.get("until"):
        return ""
    return _("中止到%(until)s（%(why)s）") % {
        "until": facts["until"],
        "why": _label(PauseGround, facts.get("ground")),
    }


def _extended(facts: dict[str, Any]) -> str:
    if not facts.get("promise"):
        return ""
    consent = _("，双方同意") if facts.get("has_consent") else ""
    words = {"what": _label(Promise, facts["promise"]), "by": facts.get("by", ""), "consent": consent}
    return _("%(what)s延长%(by)s%(consent)s") % words


def _to_trade(facts: dict[str, Any]) -> str:
    return _("转%(who)s") % {"who": facts["committee"]} if facts.get("committee") else ""


def _transferred(facts: dict[str, Any]) -> str:
    return _("移送%(body)s") % {"body": facts.get("body") or _label(TransferTo, facts.get("to"))}


def _barred(facts: dict[str, Any]) -> str:
    return _("认定不得调解：%(why)s，立即报告") % {"why": _label(ReportGround, facts.get("ground"))}


def _agreed(facts: dict[str, Any]) -> str:
    if not facts.get("form"):
        return ""
    words = {"form": _label(AgreementForm, facts["form"]), "on": facts.get("effective_on", "")}
    return _("%(form)s生效（%(on)s）") % words


def _visited(facts: dict[str, Any]) -> str:
    if not facts.get("means"):
        return ""
    said = _label(Satisfaction, facts.get("satisfaction")) if facts.get("satisfaction") else ""
    return _("%(means)s回访") % {"means": _label(FollowUpMeans, facts["means"])} + (
        f"，{said}" if said else ""
    )


def _merged(facts: dict[str, Any]) -> str:
    return _("并入%(into)s") % {"into": facts["into_label"]} if facts.get("into_label") else ""


def _corrected(facts: dict[str, Any]) -> str:
    if facts.get("party"):
        return _("更正%(who)s的信息：%(what)s") % {
            "who": facts["party"],
            "what": "、".join(facts.get("fields", ())),
        }
    names = [_field_label(name) for name in facts.get("after", {})]
    if facts.get("added"):
        names.append(_("补充当事人%(n)s名") % {"n": facts["added"]})
    return _("更正：%(what)s") % {"what": "、".join(names)} if names else ""


_RECORDS: Final[dict[str, tuple[str, Text]]] = {
    Verb.INQUIRE: ("inquiry", _lazy("调查记录")),
    Verb.SIT: ("sitting", _lazy("调解记录")),
}
"""Steps with a record of their own: the route that opens it, and its key among the step's facts."""

_TITLES: dict[str, Any] = {
    Verb.REGISTER: _registered,
    Verb.ACCEPT: _accepted,
    Verb.ASSIGN: _assigned,
    Verb.INQUIRE: _inquired,
    Verb.SIT: _sat,
    Verb.PAUSE: _paused,
    Verb.EXTEND: _extended,
    Verb.HAND_TO_TRADE: _to_trade,
    Verb.TRANSFER: _transferred,
    Verb.BAR: _barred,
    Verb.AGREE: _agreed,
    Verb.FOLLOW_UP: _visited,
    Verb.MERGE: _merged,
    Verb.CORRECT: _corrected,
}


def _label(choices: Any, value: Any) -> str:
    return str(choices(value).label) if value in choices.values else str(value or "")


def _field_label(name: str) -> str:
    return str(getattr(Case._meta.get_field(name), "verbose_name", name))


def _changes(step: Step) -> list[tuple[str, str, str]]:
    if step.verb != Verb.CORRECT or step.facts.get("party"):
        return []
    before, after = step.facts.get("before", {}), step.facts.get("after", {})
    return [
        (_field_label(name), _shown(name, before.get(name)), _shown(name, value))
        for name, value in after.items()
    ]


def _shown(name: str, value: Any) -> str:
    choices: dict[Any, Any] = dict(getattr(Case._meta.get_field(name), "choices", None) or ())
    return str(choices.get(value, "—" if value in (None, "") else value))


def span(passed: dt.timedelta) -> str:
    """3 天, 2 小时; nothing below an hour."""
    if passed.days:
        return ngettext("%(n)d 天", "%(n)d 天", passed.days) % {"n": passed.days}
    hours = int(passed.total_seconds() // 3600)
    return ngettext("%(n)d 小时", "%(n)d 小时", hours) % {"n": hours} if hours > 0 else ""


def rungs_of(case: Case, steps: Sequence[Step], promises: Sequence[CaseDeadline]) -> list[Rung]:
    """The ladder from where a case at this place begins, with the days it spent on each rung."""
    levels = list(LADDER[LADDER.index(first_level(case.path)) :])
    if any(step.level == Level.TRADE for step in steps) or case.level == Level.TRADE:
        levels.append(Level.TRADE)
    spans = _spans(steps)
    climb = next((one for one in promises if _climbs(case, one)), None)
    rungs, seen_current = [], False
    for level in levels:
        first, last = spans.get(level, (None, None))
        if level == case.level:
            rungs.append(Rung(_name(level), _since(case, first or case.level_since), is_current=True))
            seen_current = True
        elif first is not None:
            rungs.append(Rung(_name(level), f"{_day(first)} — {_day(last)}", css="is-done"))
        else:
            coming = climb and seen_current and level != Level.TRADE and rungs[-1].is_current
            note = _("%(at)s 起自动上交") % {"at": shown(climb.due_at)[5:]} if coming and climb else ""
            rungs.append(Rung(_name(level), note))
    return rungs


def _spans(steps: Sequence[Step]) -> dict[str, tuple[dt.datetime, dt.datetime]]:
    spans: dict[str, tuple[dt.datetime, dt.datetime]] = {}
    level, since = "", None
    for step in steps:
        if step.level != level:
            if since is not None:
                spans[level] = (spans.get(level, (since, since))[0], step.at)
            level, since = step.level, step.at
    if since is not None:
        spans[level] = (spans.get(level, (since, since))[0], since)
    return spans


def _name(level: str) -> str:
    if level == Level.TRADE:
        return str(Level.TRADE.label)
    return _("%(level)s调解") % {"level": Level(level).label}


def _since(case: Case, since: dt.datetime) -> str:
    if not case.is_open:
        return _("办结于本级")
    words = {"day": _day(since), "state": case.get_state_display()}
    return _("%(day)s 起，%(state)s") % words


def _day(at: dt.datetime | None) -> str:
    return f"{at.astimezone(SHANGHAI):%m-%d}" if at else ""
