from uuid import UUID

from django.http import Http404

from core.permissions.actor import Actor
from core.printing.models import IssuedDocument

REPRINT = "printing.reprint"


def document_for(actor: Actor, pk: UUID) -> IssuedDocument:
    """A paper one issued oneself, or one of an area where one may print papers again; else 404."""
    document: IssuedDocument | None = IssuedDocument.objects.filter(pk=pk).first()
    if document is None:
        raise Http404
    is_own = document.issued_by_id is not None and document.issued_by_id == actor.person_id
    if is_own or (document.path and actor.post_for(REPRINT, document.path)):
        return document
    raise Http404
