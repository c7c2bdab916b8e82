"""Who records and corrects a visit, who comments on one and calls back, who answers a demand."""

from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from core.permissions.actor import ActingPost, Actor
from core.permissions.verdict import Verdict
from households.choices import DemandKind
from households.models import Demand, Visit
from households.policies.duties import DUTIES, LEAD, UNIT
from households.policies.register import MINE

TYPE: Final = "households.type"  # records for any cadre paired with a door of the ground
DEMANDS: Final = "households.demands"  # assigns and answers demands of the ground, or of the unit


def may_record_visit(actor: Actor, *, visitor_id: UUID, path: str, shares_unit: bool) -> Verdict:
    """Whoever was there; or for them, somebody of their unit or who records at the door's place.

    Args:
        visitor_id: the cadre who is paired with the door.
        shares_unit: actor and visitor are of one unit on the day of the visit.
    """
    if actor.is_system:
        return Verdict.yes()
    own = actor.post_for(MINE) if shares_unit or actor.person_id == visitor_id else None
    post = own or actor.post_for(TYPE, path)
    if post:
        return Verdict.yes(post)
    return Verdict.no(_("走访由包联干部本人记录，也可由同单位的人、本网格的网格员或村书记代记。"))


def may_visit_grid(actor: Actor) -> Verdict:
    """A leader writes down their own visits to grids; nobody does it for them."""
    if post := actor.post_for(LEAD):
        return Verdict.yes(post)
    return Verdict.no(_("包片走访由包片领导本人记录。"))


def may_correct_visit(actor: Actor, visit: Visit) -> Verdict:
    """Whoever was there, and whoever wrote it down."""
    if actor.is_system:
        return Verdict.yes()
    post = actor.post_for(MINE)
    if post and actor.person_id in (visit.staff_id, visit.typed_by_id):
        return Verdict.yes(post)
    return Verdict.no(_("由走访人或记录人更正。"))


def may_look_after(actor: Actor, visit: Visit, *, unit_id: UUID | None) -> Verdict:
    """The head: sees what is flagged, comments, calls back. Nobody looks after their own visits.

    Args:
        unit_id: the visitor's unit on the day of the visit.
    """
    if actor.is_system:
        return Verdict.yes()
    if actor.person_id == visit.staff_id:
        return Verdict.no(_("不能点评、回访自己的走访。"))
    post = actor.post_for(DUTIES, visit.path) or _of_unit(actor, UNIT, unit_id)
    return Verdict.yes(post) if post else Verdict.no(_("由走访人的单位负责人或本辖区综治中心办理。"))


def may_draw(actor: Actor, *, path: str = "", unit_id: UUID | None = None) -> Verdict:
    """Draw call-backs among the visits of a ground or a unit."""
    if actor.is_system:
        return Verdict.yes()
    post = _of_unit(actor, UNIT, unit_id) if unit_id else actor.post_for(DUTIES, path)
    return Verdict.yes(post) if post else Verdict.no(_("只能在本单位、本辖区的走访中抽取。"))


def may_assign_demand(actor: Actor, demand: Demand) -> Verdict:
    """The centre of the ground names department and person; a department names the person, or gives it back."""
    if not demand.is_open:
        return Verdict.no(_("该诉求已办结。"))
    if demand.kind == DemandKind.DISPUTE:
        return Verdict.no(_("矛盾纠纷转入纠纷化解办理，不在这里分派。"))
    if actor.is_system:
        return Verdict.yes()
    post = actor.post_for(DEMANDS, demand.path) or _of_unit(actor, DEMANDS, demand.unit_id)
    return Verdict.yes(post) if post else Verdict.no(_("由本辖区综治中心或归口部门分派。"))


def may_answer_demand(actor: Actor, demand: Demand) -> Verdict:
    """The responsible person; the responsible department; the centre of the ground."""
    if not demand.is_open:
        return Verdict.no(_("该诉求已办结。"))
    if actor.is_system:
        return Verdict.yes()
    if demand.kind == DemandKind.DISPUTE:
        return Verdict.no(_("矛盾纠纷由纠纷化解登记后答复。"))
    mine = actor.post_for(MINE) if actor.person_id == demand.staff_id else None
    post = mine or actor.post_for(DEMANDS, demand.path) or _of_unit(actor, DEMANDS, demand.unit_id)
    return Verdict.yes(post) if post else Verdict.no(_("由责任人、归口部门或本辖区综治中心答复。"))


def may_withdraw_demand(actor: Actor, demand: Demand, visit: Visit) -> Verdict:
    """Whoever heard it, or the centre of the ground: the resident no longer asks for it."""
    if not demand.is_open:
        return Verdict.no(_("该诉求已办结。"))
    if actor.is_system:
        return Verdict.yes()
    heard = actor.person_id in (visit.staff_id, visit.typed_by_id)
    post = (actor.post_for(MINE) if heard else None) or actor.post_for(DEMANDS, demand.path)
    return Verdict.yes(post) if post else Verdict.no(_("由走访人或本辖区综治中心撤回。"))


def _of_unit(actor: Actor, ability: str, unit_id: UUID | None) -> ActingPost | None:
    """The post of that unit with the ability."""
    if unit_id is None:
        return None
    return next((post for post in actor.posts if ability in post.abilities and post.unit_id == unit_id), None)
