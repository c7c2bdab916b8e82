"""Rules that count from a day on, each until the next: from which day another one may count."""

import datetime as dt

from django.utils.translation import gettext as _


def earliest_day(last_from: dt.date, today: dt.date) -> dt.date:
    """The first day from which another rule may count: none gone by, and the last rule holds for a day at least."""
    return max(today, last_from + dt.timedelta(days=1))


def refusal_of_day(day: dt.date, earliest: dt.date) -> str:
    """Why a rule can't begin on a day; "" where it can."""
    if day >= earliest:
        return ""
    return _("启用日最早为 %(day)s：不早于今天，且晚于上一条规则的启用日。") % {"day": earliest}
