"""What a county may set its mass brake to."""

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


def ends(allowed: range) -> dict[str, int]:
    """The least and the most, for a sentence."""
    return {"least": allowed[0], "most": allowed[-1]}
