"""Who binds and files a ledger, who receives it, and who prints whose contact cards."""

from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from core.permissions.verdict import Verdict
from households.models import Volume
from households.policies.duties import head_post
from households.policies.register import MINE
from households.policies.upkeep import PAIR

BIND: Final = "households.bind"
RECEIVE: Final = "households.receive"  # the county office


def may_file_volume(actor: Actor, *, path: str) -> Verdict:
    """Bind a ledger of a place, names and phones in full as its form requires, and file it with the county office."""
    post = actor.post_for(BIND, path)
    return Verdict.yes(post) if post else Verdict.no(_("由本辖区综治中心装订报送台账。"))


def may_receive_volume(actor: Actor, volume: Volume) -> Verdict:
    """Say that a volume arrived; whoever filed it doesn't sign for it too."""
    post = actor.post_for(RECEIVE, volume.path)
    if post is None:
        return Verdict.no(_("由县综治中心签收。"))
    if volume.received_at is not None:
        return Verdict.no(_("这一册已签收。"))
    if volume.filed_by_id == actor.person_id:
        return Verdict.no(_("不能签收自己报送的卷册，须由另一人签收。"))
    return Verdict.yes(post)


def may_print_cards(
    actor: Actor, *, path: str = "", staff_id: UUID | None = None, unit_id: UUID | None = None
) -> Verdict:
    """One's own cards, those of the cadres of a unit one heads, or of a place where one arranges who is paired with whom.

    Args:
        path, staff_id, unit_id: of the pair.
    """
    if staff_id is not None and staff_id == actor.person_id and (own := actor.post_for(MINE)):
        return Verdict.yes(own)
    post = (actor.post_for(PAIR, path) if path else None) or head_post(actor, unit_id)
    return (
        Verdict.yes(post)
        if post
        else Verdict.no(_("只能打印本人的连心卡；全单位的由单位负责人、全村的由综治中心打印。"))
    )
