"""The monthly table is made, signed and thereby locked; it is opened again only from above."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.deadlines.actions.open_deadlines import open_deadline
from core.paths.ranges import parent_of
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar.rules import day_of
from disputes.choices import Promise
from disputes.counting import Month, month_matrix
from disputes.log_codes import STATEMENT_RETURNED, STATEMENT_SIGNED
from disputes.models import MonthDeadline, MonthlyStatement
from disputes.policies import may_return_statement, may_sign_statement
from disputes.reporting import lock_statements, rules_on, settle_report
from disputes.rules.levels import first_level
from disputes.statements import as_figures


class StatementLocked(Refused):
    """The month was signed already."""


class SumsDoNotHold(Refused):
    """The table breaks its own rules; the message names them."""


@transaction.atomic
def sign_statement(*, path: str, month: Month, note: str, actor: Actor, at: dt.datetime) -> MonthlyStatement:
    """Count once more, check the sum rules, keep the figures as they are now, lock the month and keep its promise. Where
    no row was opened (the county had no term for it), signing makes one.

    Raises:
        StatementLocked, SumsDoNotHold, Refused: not theirs, or the month is not over.
    """
    post = require(may_sign_statement(actor, path))
    if month.until > at:
        raise Refused(_("本月尚未结束，不能签发。"))
    lock_statements()
    statement: MonthlyStatement = MonthlyStatement.objects.select_for_update().get_or_create(
        year=month.year, month=month.month, path=path, defaults={"as_of": at}
    )[0]
    if statement.signed_at is not None:
        raise StatementLocked(_("%(month)s的统计表已签发封账，更正须由上级退回。") % {"month": month.name})
    counted = month_matrix(path, month)
    if faults := counted.faults():
        raise SumsDoNotHold("；".join(fault.sentence for fault in faults[:5]))
    values: dict[str, Any] = {
        "figures": as_figures(counted),
        "as_of": at,
        "note": note,
        "made_by_id": actor.person_id,
        "signed_by_id": actor.person_id,
        "signed_at": at,
    }
    if statement.was_signed_before:
        correction = _difference(statement.figures, values["figures"], at)
        values["corrections"] = [*statement.corrections, correction]
    for name, value in values.items():
        setattr(statement, name, value)
    statement.save(update_fields=[name.removesuffix("_id") for name in values])
    settle_report(statement, at=at)
    record(
        STATEMENT_SIGNED,
        actor=actor,
        post=post,
        at=at,
        subject=statement,
        path=path,
        after={"month": month.name},
    )
    return statement


@transaction.atomic
def return_statement(
    *, statement: MonthlyStatement, reason: str, actor: Actor, at: dt.datetime
) -> MonthlyStatement:
    """The level above opens a signed month again, with a reason; what differs afterwards is listed. It is promised anew,
    from this day on.

    Raises:
        Refused: not from above, not signed, or no reason.
    """
    post = require(may_return_statement(actor, parent_of(statement.path) or statement.path))
    statement = MonthlyStatement.objects.select_for_update().get(pk=statement.pk)
    if statement.signed_at is None:
        raise Refused(_("该表尚未签发。"))
    if not reason.strip():
        raise Refused(_("请写明退回原因。"))
    statement.signed_at, statement.signed_by_id, statement.returned_at = None, None, at
    statement.save(update_fields=["signed_at", "signed_by", "returned_at"])
    if rule := rules_on(day_of(at)).get(first_level(statement.path)):
        open_deadline(
            MonthDeadline,
            kind=Promise.MONTHLY_REPORT,
            started_at=at,
            rule=rule,
            statement=statement,
        )
    month = Month(statement.year, statement.month)
    record(
        STATEMENT_RETURNED,
        actor=actor,
        post=post,
        at=at,
        subject=statement,
        path=statement.path,
        after={"month": month.name},
        reason=reason,
    )
    return statement


def _difference(before: dict[str, Any], after: dict[str, Any], at: dt.datetime) -> dict[str, Any]:
    changed = {
        place: [before.get(place, [0, 0, 0]), after.get(place, [0, 0, 0])]
        for place in sorted(before.keys() | after.keys())
        if before.get(place) != after.get(place)
    }
    return {"at": at.isoformat(), "cells": changed}
