"""Who may let a leader answer for a case, decide that somebody stands aside, order a supervision card."""

from uuid import UUID

from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from core.permissions.verdict import Verdict
from disputes.facts import Facts
from disputes.models import Case
from disputes.policies.steps import PERSONAL_CASE, VIEW, above_it, at_the_centre


def may_take_personal_case(actor: Actor, case: Case) -> Verdict:
    """May they order a leader's own case (包案)?"""
    if actor.is_system:
        return Verdict.yes()
    post = actor.post_for(PERSONAL_CASE, case.path)
    return Verdict.yes(post) if post else Verdict.no(_("包案由政法委员或县委政法委领导确定。"))


def may_decide_recusal(actor: Actor, case: Case, mediator_id: UUID) -> Verdict:
    """Whoever runs a centre above or at the place decides, never the mediator in question."""
    if actor.person_id == mediator_id:
        return Verdict.no(_("本人不能决定自己的回避。"))
    return Verdict.yes() if actor.is_system else at_the_centre(actor, case)


def may_order_card(actor: Actor, case: Case) -> Verdict:
    """A level above the one that leads, or the county's leaders."""
    if not case.is_open:
        return Verdict.no(_("该纠纷已结案。"))
    if actor.is_system:
        return Verdict.yes()
    verdict = above_it(actor, case)
    if verdict.ok:
        return verdict
    post = actor.post_for(PERSONAL_CASE, case.path)
    return Verdict.yes(post) if post else Verdict.no(_("督办由上级或县委政法委领导决定。"))


def may_see_people(actor: Actor, case: Case, facts: Facts) -> Verdict:
    """Who was invited, who stands aside, who leads in person: for those who work on it and those whose ground it is,
    not for somebody to whom this one case was opened by name."""
    if actor.is_system:
        return Verdict.yes()
    if actor.person_id in facts.handler_ids or actor.person_id == case.registered_by_id:
        return Verdict.yes(next(iter(actor.posts), None))
    post = actor.post_for(VIEW, case.path)
    if post is None or case.is_restricted:
        return Verdict.no(_("只有办理本纠纷的人员可以查看。"))
    return Verdict.yes(post)
