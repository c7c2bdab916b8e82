"""Who may do what in the room, by noun: pure verdicts, used to guard the verb, to dim the button and to say why."""

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
    may_read_names,
    may_see_door,
)
from households.policies.upkeep import PAIR, SETTINGS, may_change_settings, may_pair

__all__ = [
    "DUTIES",
    "FIGURES",
    "LEAD",
    "MINE",
    "PAIR",
    "REGISTER",
    "SETTINGS",
    "UNIT",
    "VIEW",
    "may_change_settings",
    "may_exempt",
    "may_explain",
    "may_keep_register",
    "may_pair",
    "may_read_names",
    "may_see_door",
    "units_headed",
]
