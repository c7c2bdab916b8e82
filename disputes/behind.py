"""Which cases stand behind a cell of the monthly table: exactly those that `counting.month_matrix` counted in it."""

from django.db.models import Q, QuerySet

from disputes.choices import Grade, Level
from disputes.counting import REST, Month, found_in, in_band
from disputes.models import Case, CaseKind
from disputes.rules.statistics import MAJOR, ORDER, TOTAL
from disputes.seed import statistics_rows


def cases_behind(path: str, month: Month, *, column: str, row: str) -> QuerySet[Case]:
    """The cases of one row in one column of an area's month.

    Raises:
        LookupError: the table has no such row or column.
    """
    if column not in ORDER:
        raise LookupError(column)
    found = found_in([path], month.january if column == "YEAR" else month.since, month.until)
    if column == "VILLAGE":
        found = found.filter(level=Level.VILLAGE)
    elif column == "TOWNSHIP":
        found = found.exclude(level=Level.VILLAGE)
    return found.filter(_condition(row))


def label_of(row: str) -> str:
    """What the row is called on the form; "" for the table's own rows."""
    return next((one.label for one in statistics_rows() if one.code == row), "")


def _condition(row: str) -> Q:
    if row == TOTAL:
        return Q()
    if row == MAJOR:
        return Q(grade=Grade.MAJOR)
    rows = statistics_rows()
    found = next((one for one in rows if one.code == row), None)
    if found is None:
        raise LookupError(row)
    if found.section == "PEOPLE":
        return in_band(found)
    kinds = dict(CaseKind.objects.values_list("code", "statistics_row"))
    own = Q(kind_code__in=[code for code, of_row in kinds.items() if of_row == row])
    if row == rows[REST].code:
        own |= ~Q(kind_code__in=list(kinds))
    return Q(statistics_row=row) | (Q(statistics_row="") & own)
