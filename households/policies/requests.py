"""Who takes and answers what residents ask about their own data."""

from typing import Final

from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from core.permissions.verdict import Verdict
from households.policies.register import REGISTER

REQUESTS: Final = "households.requests"


def may_take_request(actor: Actor, *, path: str) -> Verdict:
    """Write down what a resident asks for: whoever keeps the register of the ground, or answers there."""
    if actor.is_system:
        return Verdict.yes()
    post = actor.post_for(REQUESTS, path) or actor.post_for(REGISTER, path)
    return Verdict.yes(post) if post else Verdict.no(_("由本辖区登记人员受理。"))


def may_answer_request(actor: Actor, *, path: str) -> Verdict:
    """Answer it."""
    if actor.is_system:
        return Verdict.yes()
    post = actor.post_for(REQUESTS, path)
    return Verdict.yes(post) if post else Verdict.no(_("由村（社区）、乡镇或县综治中心答复。"))
