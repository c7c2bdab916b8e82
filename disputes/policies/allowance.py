"""Who may declare, check, approve, publish and pay the per-case allowance (以案定补): never one person alone."""

from django.utils.translation import gettext as _

from core.paths.ranges import ROOT_WIDTH, depth_of
from core.permissions.actor import ActingPost, Actor
from core.permissions.verdict import Verdict
from disputes.choices import ClaimState
from disputes.models import AllowanceBatch
from disputes.policies.steps import CENTRE


def may_declare_batch(actor: Actor, path: str) -> Verdict:
    """The centre of exactly that township (or county, for what the county's own mediators settled)."""
    post = _at(actor, path)
    if post is None or depth_of(path) > 2:
        return Verdict.no(_("由本级综治中心申报。"))
    return Verdict.yes(post)


def may_check_batch(actor: Actor, batch: AllowanceBatch, *, has_own: bool) -> Verdict:
    """The township's centre, nobody on whose own cases money is claimed.

    Args:
        has_own: whether a claim of the batch is the actor's own.
    """
    if (refused := _not_at(batch, ClaimState.DECLARED)) is not None:
        return refused
    if has_own:
        return Verdict.no(_("批次中有本人的补贴，须由他人初审。"))
    post = _at(actor, batch.path)
    return Verdict.yes(post) if post else Verdict.no(_("由申报的综治中心初审。"))


def may_approve_batch(actor: Actor, batch: AllowanceBatch, *, has_own: bool) -> Verdict:
    """The county's centre, another person than who checked it."""
    if (refused := _not_at(batch, ClaimState.CHECKED)) is not None:
        return refused
    if actor.person_id is not None and actor.person_id == batch.checked_by_id:
        return Verdict.no(_("初审和审定须由不同的人办理。"))
    if has_own:
        return Verdict.no(_("批次中有本人的补贴，须由他人审定。"))
    return _county(actor, batch, _("由县综治中心审定。"))


def may_publish_batch(actor: Actor, batch: AllowanceBatch) -> Verdict:
    """The county's centre, once it is approved."""
    if (refused := _not_at(batch, ClaimState.APPROVED)) is not None:
        return refused
    return _county(actor, batch, _("由县综治中心公示。"))


def may_pay_batch(actor: Actor, batch: AllowanceBatch) -> Verdict:
    """The county's centre, once the days of publication are over."""
    if (refused := _not_at(batch, ClaimState.PUBLISHED)) is not None:
        return refused
    return _county(actor, batch, _("由县综治中心登记发放。"))


def may_refuse_claim(actor: Actor, batch: AllowanceBatch) -> Verdict:
    """Until it is paid: the township while it is declared, from then on the county."""
    if batch.state == ClaimState.PAID:
        return Verdict.no(_("补贴已发放。"))
    if batch.state == ClaimState.DECLARED and (post := _at(actor, batch.path)) is not None:
        return Verdict.yes(post)
    return _county(actor, batch, _("已报县，由县综治中心决定。"))


def _at(actor: Actor, path: str) -> ActingPost | None:
    return next((post for post in actor.posts if CENTRE in post.abilities and post.path == path), None)


def _county(actor: Actor, batch: AllowanceBatch, otherwise: str) -> Verdict:
    post = _at(actor, batch.path[:ROOT_WIDTH])
    return Verdict.yes(post) if post else Verdict.no(otherwise)


def _not_at(batch: AllowanceBatch, state: ClaimState) -> Verdict | None:
    if batch.state == state:
        return None
    return Verdict.no(_("该批次处于“%(state)s”环节。") % {"state": batch.get_state_display()})
