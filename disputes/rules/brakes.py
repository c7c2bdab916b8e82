"""What a county may set its mass brake to."""

import datetime as dt
from typing import Final

from django.utils.translation import gettext as _

FEWEST: Final = range(1, 10_000)
SHARE: Final = range(1, 100)  # percent; at 100 nothing could be more, and the brake would never be pulled
HOURS: Final = range(1, 169)  # up to a week: released for longer, the brake would be forgotten


def refusal(*, fewest: int, share: int, released_hours: int) -> str:
    """Why a brake can't be set so; "" where it can."""
    if fewest not in FEWEST:
        return _("件数须为 %(least)s 至 %(most)s。") % ends(FEWEST)
    if share not in SHARE:
        return _("比例须为 %(least)s 至 %(most)s。") % ends(SHARE)
    if released_hours not in HOURS:
        return _("放行时长须为 %(least)s 至 %(most)s 小时。") % ends(HOURS)
    return ""


def refusal_of_day(day: dt.date, earliest: dt.date) -> str:
    """Why a rule can't begin on a day; "" where it can."""
    if day >= earliest:
        return ""
    return _("启用日最早为 %(day)s：不早于今天，且晚于上一条规则的启用日。") % {"day": earliest}


def ends(allowed: range) -> dict[str, int]:
    """The least and the most, for a sentence."""
    return {"least": allowed[0], "most": allowed[-1]}
