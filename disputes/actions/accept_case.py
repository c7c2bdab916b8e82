"""A committee accepts a case: it gets its number, and its terms begin."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.printing.actions.take_number import take_number
from core.workcalendar.rules import SHANGHAI
from disputes.choices import Level, Verb
from disputes.finding import index_case
from disputes.handing import name_lead
from disputes.models import Case, Committee
from disputes.rules.levels import seat_of
from disputes.stepping import Turn, begin_step, take_step

NUMBER_KIND = "disputes.case"
NUMBER_TEMPLATE = "（{year}）{abbr}调字第{seq}号"


@transaction.atomic
def accept_case(
    *,
    case: Case,
    actor: Actor,
    at: dt.datetime,
    committee: Committee | None = None,
    mediator: Staff | None = None,
    is_chosen: bool = False,
    key: UUID | None = None,
    seen: int | None = None,
) -> Case:
    """Accept, with a mediator at once where one is named (首问负责); numbered at its first acceptance, without gaps.

    Args:
        committee: which one accepts; None takes the one that stands where the case is led.
        is_chosen: the parties chose the mediator (人民调解法 art. 19).

    Raises:
        Refused: see `begin_step`; or no committee stands there.
    """
    turn = begin_step(case=case, verb=Verb.ACCEPT, actor=actor, key=key, seen=seen)
    if turn.is_repeat:
        return turn.case
    case = turn.case
    committee = committee or (case.committee if case.level == Level.TRADE else _committee_at(case))
    if committee is None:
        raise Refused(_("本级尚未设立调解委员会，请先在“调委会”中设立。"))
    if committee.valid_to is not None or committee.path != seat_of(case.path, case.level):
        raise Refused(_("%(name)s不在本级，不能受理该纠纷。") % {"name": committee.name})
    if mediator is not None and mediator.left_on is not None:
        raise Refused(_("%(name)s已离岗，请另行指定。") % {"name": mediator.name})
    if mediator is not None and mediator.pk in turn.facts.recused_ids:
        raise Refused(_("%(name)s已从本纠纷回避。") % {"name": mediator.name})
    changes = _changes(turn, committee, mediator, at)
    case.committee = committee
    lead = mediator.pk if mediator else None
    name_lead(case, lead, facts=turn.facts, level=case.level, at=at, is_chosen=is_chosen)
    case = take_step(
        turn,
        at=at,
        changes=changes,
        facts={"committee": committee.name, "mediator": mediator.name if mediator else ""},
        told={"number": case.number or changes.get("number", ""), "committee": committee.name},
    )
    if "number" in changes:
        index_case(case, ())
    return case


def _changes(turn: Turn, committee: Committee, mediator: Staff | None, at: dt.datetime) -> dict[str, Any]:
    case = turn.case
    changes: dict[str, Any] = {
        "committee_id": committee.pk,
        "accepted_at": at,
        "level_since": at,
        "has_no_handler": False,
        "mediator_id": mediator.pk if mediator else None,
    }
    if case.first_accepted_at is None:
        changes["first_accepted_at"] = at
    if not case.number:
        numbered = take_number(
            organisation_id=committee.pk,
            kind=NUMBER_KIND,
            year=at.astimezone(SHANGHAI).year,
            template=NUMBER_TEMPLATE,
            words={"abbr": committee.abbreviation},
            actor=turn.actor,
            at=at,
        )
        changes["number"] = numbered.text
    return changes


def _committee_at(case: Case) -> Committee | None:
    seat = seat_of(case.path, case.level)
    standing = Committee.objects.filter(path=seat, valid_to=None).exclude(kind="TRADE")
    found: Committee | None = standing.order_by("valid_from", "id").first()
    return found
