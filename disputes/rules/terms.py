"""Comparing terms that are stated in different units."""

from typing import Final

from core.workcalendar.choices import Unit
from core.workcalendar.rules import Term

# The fewest and the most hours that one unit can last: a working day is over by midnight and may wait for a long holiday.
_HOURS: Final = {
    Unit.HOURS: (1, 1),
    Unit.WORKING_HOURS: (1, 24),
    Unit.NATURAL_DAYS: (24, 24),
    Unit.WORKING_DAYS: (24, 48),
    Unit.MONTHS: (28 * 24, 31 * 24),
}


def may_exceed(term: Term, most: Term) -> bool:
    """Whether a term is, or in some week or month may be, longer than another one."""
    if term.unit == most.unit:
        return term.value > most.value
    return term.value * _HOURS[term.unit][1] > most.value * _HOURS[most.unit][0]


def leaves_no_time(warn: Term, term: Term) -> bool:
    """Whether a warning so long before its end comes before the term even begins."""
    if warn.unit == term.unit:
        return warn.value >= term.value
    return warn.value * _HOURS[warn.unit][0] >= term.value * _HOURS[term.unit][1]
