"""Who reads and keeps the register: whoever keeps the ground, and each cadre the doors of their own pairs."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from core.permissions.verdict import Verdict
from households.models import Door

VIEW: Final = "households.view"  # the doors of the ground, names masked
REGISTER: Final = "households.register"  # keeps the register of the ground, and reads names in full
MINE: Final = "households.mine"  # the doors one is paired with


def may_see_door(actor: Actor, door: Door, *, is_paired: bool) -> Verdict:
    """The door's own page: on the ground of a post, or one's own pair.

    Args:
        is_paired: the actor is paired with the door today.
    """
    if actor.is_system:
        return Verdict.yes()
    post = actor.post_for(VIEW, door.path) or (actor.post_for(MINE) if is_paired else None)
    return Verdict.yes(post) if post else Verdict.no(_("这一户不在您的辖区，也不是您包联的。"))


def may_read_names(actor: Actor, path: str, *, is_paired: bool) -> bool:
    """Names in full: whoever is paired with the door or keeps the register of its ground; phones stay masked."""
    return is_paired or actor.post_for(REGISTER, path) is not None


def may_keep_register(actor: Actor, *, path: str) -> Verdict:
    """Enter, change, move, split, merge and close doors and people at a place."""
    if actor.is_system:
        return Verdict.yes()
    post = actor.post_for(REGISTER, path)
    return Verdict.yes(post) if post else Verdict.no(_("您只能登记和更正本辖区的住户信息。"))


def may_note_away(actor: Actor, *, path: str, is_paired: bool) -> Verdict:
    """Say that a household is away or back: who keeps the register, and the cadre who stands at its door."""
    if actor.is_system:
        return Verdict.yes()
    post = actor.post_for(REGISTER, path) or (actor.post_for(MINE) if is_paired else None)
    return Verdict.yes(post) if post else Verdict.no(_("由包联干部或本辖区登记人员标注。"))


def may_open_numbers(actor: Actor, *, path: str, is_paired: bool) -> Verdict:
    """Open phones and ID numbers for a reason. A leader, officer or auditor reads no resident's file."""
    post = actor.post_for(REGISTER, path) or (actor.post_for(MINE) if is_paired else None)
    return Verdict.yes(post) if post else Verdict.no(_("只有包联干部和本辖区登记人员可以查看号码。"))


def may_open_minors(actor: Actor, *, path: str) -> Verdict:
    """Open a minor's birth, number and phone: only who keeps the register of the ground."""
    post = actor.post_for(REGISTER, path)
    return Verdict.yes(post) if post else Verdict.no(_("未成年人信息只对本辖区登记人员开放。"))


def may_settle_twins(actor: Actor, *, paths: Sequence[str]) -> Verdict:
    """Say whether two entries are one person: who keeps the register where at least one of them stands."""
    post = next((post for path in paths if (post := actor.post_for(REGISTER, path))), None)
    return Verdict.yes(post) if post else Verdict.no(_("由其中一户所在地的登记人员认定。"))
