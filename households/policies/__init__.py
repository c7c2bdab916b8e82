"""Who may do what in the room, by noun: pure verdicts, used to guard the verb, to dim the button and to say why."""

from households.policies.campaigns import ANSWER, CAMPAIGN, may_answer, may_end_campaign, may_open_campaign
from households.policies.duties import DUTIES, UNIT
from households.policies.register import (
    MINE,
    REGISTER,
    VIEW,
    may_keep_register,
    may_read_names,
    may_see_door,
)
from households.policies.upkeep import PAIR, SETTINGS, may_change_settings, may_pair
from households.policies.visits import (
    DEMANDS,
    TYPE,
    may_answer_demand,
    may_assign_demand,
    may_correct_visit,
    may_draw,
    may_look_after,
    may_record_visit,
    may_withdraw_demand,
)

__all__ = [
    "ANSWER",
    "CAMPAIGN",
    "DEMANDS",
    "DUTIES",
    "MINE",
    "PAIR",
    "REGISTER",
    "SETTINGS",
    "TYPE",
    "UNIT",
    "VIEW",
    "may_answer",
    "may_answer_demand",
    "may_assign_demand",
    "may_change_settings",
    "may_correct_visit",
    "may_draw",
    "may_end_campaign",
    "may_keep_register",
    "may_look_after",
    "may_open_campaign",
    "may_pair",
    "may_read_names",
    "may_record_visit",
    "may_see_door",
    "may_withdraw_demand",
]
