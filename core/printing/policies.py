from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from core.permissions.verdict import Verdict
from core.printing.models import IssuedDocument

REPRINT = "printing.reprint"


def is_own(actor: Actor, document: IssuedDocument) -> bool:
    return document.issued_by_id is not None and document.issued_by_id == actor.person_id


def may_reprint(actor: Actor, document: IssuedDocument) -> Verdict:
    """Who issued it; else whoever prints papers again in its area. A paper of no area is its issuer's alone."""
    if is_own(actor, document):
        return Verdict.yes(actor.posts[0] if actor.posts else None)
    post = actor.post_for(REPRINT, document.path) if document.path else None
    return Verdict.yes(post) if post else Verdict.no(_("由印发人或该辖区综治中心重印。"))
