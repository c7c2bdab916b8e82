"""Another person of the household becomes its head; the household bears their name."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Conflict, Refused
from households.choices import Relation
from households.finding import index_door
from households.log_codes import HEAD_NAMED
from households.models import Door, Member
from households.registering import household, kept_door, name_after, people_of, relate


@transaction.atomic
def name_head(
    *, door: Door, head: Member, relations: Mapping[UUID, str], actor: Actor, at: dt.datetime
) -> Door:
    """Name the head, and say what everybody is to them.

    Args:
        relations: member id → relation to the new head; who is left out keeps theirs, except the former head.

    Raises:
        Refused: not theirs, no household, the head already, nothing said of the former head.
        Conflict: the door was closed or the person left meanwhile.
    """
    door, post = kept_door(door, actor=actor)
    household(door)
    people = {one.pk: one for one in people_of(door)}
    if head.pk not in people:
        raise Conflict(_("此人已离户，请刷新后查看。"))
    head = people[head.pk]
    former = next((one for one in people.values() if one.relation == Relation.HEAD), None)
    if former is not None and former.pk == head.pk:
        raise Refused(_("%(name)s已是户主。") % {"name": head.name})
    relate(people.values(), relations, head=head)
    name_after(door, head, former=former)
    index_door(door, people.values())
    record(
        HEAD_NAMED,
        actor=actor,
        post=post,
        at=at,
        subject=door,
        before={"head_name": former.name if former else ""},
        after={"head_name": head.name},
    )
    return door
