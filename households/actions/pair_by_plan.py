"""Many uncovered doors are given out as the preview showed."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from core.permissions.verdict import Conflict, Refused, require
from households.actions.pair_doors import pair_doors
from households.choices import PairedBy
from households.planning import Plan, Wish, plan_for
from households.policies import may_pair


@transaction.atomic
def pair_by_plan(*, wish: Wish, digest: str, actor: Actor, at: dt.datetime) -> Plan:
    """Make the pairs of a plan.

    Args:
        digest: of the plan that was looked at.

    Raises:
        Refused: not their ground, or nothing to give out.
        Conflict: the ground has changed since the preview: another plan would come out.
    """
    require(may_pair(actor, path=wish.path))
    plan = plan_for(wish)
    if plan.digest != digest:
        raise Conflict(_("预览以后，未包联的户、干部或定额有了变化，分配结果已不同。请核对新的预览再确认。"))
    if not plan.pairs:
        raise Refused(_("没有可以分配的户。"))
    pair_doors(
        pairs=plan.pairs,
        seen=dict.fromkeys(plan.pairs),
        from_on=wish.from_on,
        how=PairedBy.GRID if wish.cadres else PairedBy.RULE,
        actor=actor,
        at=at,
    )
    return plan
