"""A month is over: every township and the county owe its table, and until when is promised."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from core.audit.actions.record import Entry, record_many
from core.deadlines.actions.open_deadlines import Opening, open_same_deadlines
from core.permissions.actor import Actor
from core.tenancy.inserting import insert_each
from core.workcalendar.rules import day_of
from disputes.choices import Promise
from disputes.counting import Month
from disputes.log_codes import STATEMENT_OPENED
from disputes.models import MonthDeadline, MonthlyStatement
from disputes.reporting import lock_statements, reporting_areas, rules_on, starts_at
from disputes.rules.levels import first_level


@transaction.atomic
def open_monthly_reports(*, actor: Actor, at: dt.datetime) -> list[UUID]:
    """Open the table of the month that ended last, unsigned, with its promise, wherever there is none yet. Run again, or
    twice at once, it opens nothing more.

    A level for which the county had no rule when the month was over owes nothing and gets no row: nobody could be
    reminded of it. It can sign its month all the same.

    Returns:
        The tables opened now.
    """
    month = Month.of(day_of(at)).before()
    rules = rules_on(day_of(month.until))
    if not rules:
        return []
    lock_statements()
    made = MonthlyStatement.objects.filter(year=month.year, month=month.month).values("path")
    missing = list(reporting_areas(month).exclude(path__in=made))
    opened: list[UUID] = []
    for level, rule in rules.items():
        places = [place for place in missing if first_level(place.path) == level]
        if not places:
            continue
        ids = insert_each(
            MonthlyStatement,
            each={"path": [place.path for place in places]},
            shared={"year": month.year, "month": month.month, "as_of": at},
        )
        promise = Opening(Promise.MONTHLY_REPORT, starts_at(month), rule)
        open_same_deadlines(MonthDeadline, promise, each={"statement_id": ids})
        opened += ids
        entries = [
            Entry(
                MonthlyStatement._meta.label_lower,
                key,
                path=place.path,
                after={"month": month.name, "term": str(rule.term)},
                subject_label=place.name,
            )
            for key, place in zip(ids, places, strict=True)
        ]
        record_many(STATEMENT_OPENED, actor=actor, at=at, rows=entries)
    return opened
