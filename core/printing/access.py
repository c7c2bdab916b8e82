from uuid import UUID

from django.http import Http404

from core.permissions.actor import Actor
from core.printing.models import IssuedDocument
from core.printing.policies import may_reprint


def document_for(actor: Actor, pk: UUID) -> IssuedDocument:
    """A paper one issued oneself, or one of an area where one may print papers again; else 404."""
    document: IssuedDocument | None = IssuedDocument.objects.filter(pk=pk).first()
    if document is None or not may_reprint(actor, document):
        raise Http404
    return document
