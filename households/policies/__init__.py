"""Who may do what in the room, by noun: pure verdicts, used to guard the verb, to dim the button and to say why."""

from households.policies.campaigns import ANSWER, CAMPAIGN, may_answer, may_end_campaign, may_open_campaign
from households.policies.duties import (
    DUTIES,
    FIGURES,
    LEAD,
    UNIT,
    may_exempt,
    may_explain,
    units_headed,
)
from households.policies.register import (
    MINE,
    REGISTER,
    VIEW,
    may_keep_register,
    may_note_away,
    may_open_minors,
    may_open_numbers,
    may_read_names,
    may_see_door,
    may_settle_twins,
)
from households.policies.requests import REQUESTS, may_answer_request, may_take_request
from households.policies.upkeep import PAIR, SETTINGS, may_change_settings, may_pair

__all__ = [
    "ANSWER",
    "CAMPAIGN",
    "DUTIES",
    "FIGURES",
    "LEAD",
    "MINE",
    "PAIR",
    "REGISTER",
    "REQUESTS",
    "SETTINGS",
    "UNIT",
    "VIEW",
    "may_answer",
    "may_answer_request",
    "may_change_settings",
    "may_end_campaign",
    "may_exempt",
    "may_explain",
    "may_keep_register",
    "may_note_away",
    "may_open_campaign",
    "may_open_minors",
    "may_open_numbers",
    "may_pair",
    "may_read_names",
    "may_see_door",
    "may_settle_twins",
    "may_take_request",
    "units_headed",
]
