"""Who keeps up committees, rooms and the roster: the county's centre everywhere, a township's centre on its ground."""

from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from core.permissions.verdict import Verdict
from disputes.choices import CommitteeKind
from disputes.models import Committee

KEEP = "disputes.committees"


def may_open_committee(actor: Actor, *, path: str, kind: str) -> Verdict:
    """A trade's committee and the county's own are the county's; the others whoever keeps that ground."""
    if actor.is_system:
        return Verdict.yes()
    if kind in (CommitteeKind.TRADE, CommitteeKind.COUNTY) and path != str(actor.tenant):
        return Verdict.no(_("%(kind)s设在县一级。") % {"kind": CommitteeKind(kind).label})
    post = actor.post_for(KEEP, path)
    return Verdict.yes(post) if post else Verdict.no(_("您只能维护本辖区的调委会。"))


def may_keep_committee(actor: Actor, committee: Committee) -> Verdict:
    """May they change the committee, its people, rooms and roster?"""
    if committee.valid_to is not None:
        return Verdict.no(_("该调委会已撤销。"))
    if actor.is_system:
        return Verdict.yes()
    post = actor.post_for(KEEP, committee.path)
    return Verdict.yes(post) if post else Verdict.no(_("由该调委会所在地的综治中心维护。"))
