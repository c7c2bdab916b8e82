"""Who may do what in the room, by noun: pure verdicts, used to guard the verb, to dim the button and to say why."""

from households.policies.campaigns import ANSWER, CAMPAIGN, may_answer, may_end_campaign, may_open_campaign
from households.policies.register import (
    MINE,
    REGISTER,
    VIEW,
    may_keep_register,
    may_read_names,
    may_see_door,
)
from households.policies.upkeep import PAIR, SETTINGS, UNIT, may_change_settings, may_pair

__all__ = [
    "ANSWER",
    "CAMPAIGN",
    "MINE",
    "PAIR",
    "REGISTER",
    "SETTINGS",
    "UNIT",
    "VIEW",
    "may_answer",
    "may_change_settings",
    "may_end_campaign",
    "may_keep_register",
    "may_open_campaign",
    "may_pair",
    "may_read_names",
    "may_see_door",
]
