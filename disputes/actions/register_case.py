"""A dispute comes in, by whichever door."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.rules.codes import new_code
from core.tenancy.ids import uuid7
from core.workcalendar.rules import day_of
from disputes.checking import require_amounts, require_day, require_sound
from disputes.choices import (
    PARTIES,
    State,
    Verb,
)
from disputes.entering import (
    CaseEntry,
    PartyEntry,
    check_parties,
    content_digest,
    party_rows,
)
from disputes.finding import index_case
from disputes.log_codes import STEPS
from disputes.models import Case, Party, Step
from disputes.policies import may_report
from disputes.rules.levels import first_level
from disputes.selectors import RegistrationGround, registration_ground
from disputes.stepping import KeyTaken, move_promises, write_step
from disputes.workflow import move_named

LONGEST_SUMMARY = 2000  # GB/T 31000 shape: 事件简述 ≤ 2000


@transaction.atomic
def register_case(
    *, entry: CaseEntry, parties: Sequence[PartyEntry], actor: Actor, at: dt.datetime, key: UUID | None = None
) -> Case:
    """Register a dispute at its place; its village leads, or a higher level where it belongs to no village.

    Args:
        key: the client's own key; sent again it answers with the case that was made the first time.

    Raises:
        KeyTaken: the key was sent before with something else.
        PartyOnBothSides, Refused: not within the actor's ground, an area or kind not in force, a day to come,
            somebody who can't be kept as entered.
    """
    move = move_named(Verb.REGISTER)
    digest = content_digest(entry, parties)
    ground = registration_ground(path=entry.path, kind_code=entry.kind_code, key=key, on=day_of(at))
    if ground.taken is not None:
        return _answer(ground.taken, actor, digest)
    post = require(may_report(actor, path=entry.path))
    case = Case(
        id=key or uuid7(),
        code=new_code(),
        state=State.REGISTERED,
        level=first_level(entry.path),
        revision=1,
        has_no_handler=not ground.has_taker,
        registered_by_id=actor.person_id,
        registered_at=at,
        level_since=at,
        **_columns(entry),
    )
    rows = party_rows(case, parties)
    _check(case, parties, ground, at)
    for row in (case, *rows):
        require_sound(row)
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError:  # the same request at the same moment: whoever came first has made it by now
        taken = Step.objects.filter(pk=case.pk).first()
        if taken is None:
            raise
        return _answer(taken, actor, digest)
    Party.objects.bulk_create(rows)
    index_case(case, rows)
    write_step(
        case=case,
        move=move,
        actor=actor,
        post=post,
        at=at,
        key=case.pk,
        note="",
        from_state="",
        facts={"source": entry.source, "digest": digest},
    )
    move_promises(case=case, move=move, at=at)
    record(
        STEPS[Verb.REGISTER],
        actor=actor,
        post=post,
        at=at,
        subject=case,
        after={
            "title": case.title,
            "kind_code": case.kind_code,
            "source": str(case.get_source_display()),
            "level": str(case.get_level_display()),
        },
    )
    return case


def _answer(taken: Step, actor: Actor, digest: str) -> Case:
    """The case that was made by the same request before; a key that belongs to something else is refused."""
    told = taken.facts.get("digest", digest)
    if taken.verb != Verb.REGISTER or taken.staff_id != actor.person_id or told != digest:
        raise KeyTaken(_("该请求编号已用于其他内容，请刷新后重试。"))
    known: Case = Case.objects.get(pk=taken.case_id)
    return known


def _columns(entry: CaseEntry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in CaseEntry.__dataclass_fields__}


def _check(case: Case, parties: Sequence[PartyEntry], ground: RegistrationGround, at: dt.datetime) -> None:
    if not case.title.strip() or not case.summary.strip():
        raise Refused(_("请填写纠纷名称和简要情况。"))
    if len(case.summary) > LONGEST_SUMMARY:
        raise Refused(
            _("纠纷简要情况最多%(most)s字，现有%(now)s字；详情可作为证据材料附上。")
            % {"most": LONGEST_SUMMARY, "now": len(case.summary)}
        )
    require_day(_("发生日期"), case.occurred_on, at)
    require_amounts(case)
    if not any(party.side in PARTIES for party in parties):
        raise Refused(_("请至少登记一名当事人。"))
    for party in parties:
        require_day(_("出生日期"), party.born_on, at)
    check_parties(parties)
    if not ground.is_open:
        raise Refused(_("该区域已停用，请重新选择。"))
    if not ground.has_kind:
        raise Refused(_("请选择纠纷类型。"))
