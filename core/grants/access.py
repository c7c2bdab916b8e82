from uuid import UUID

from django.db import models
from django.http import Http404

from core.grants.models import NamedGrant
from core.grants.permitting import grants_model


def grant_on(subject: models.Model, pk: UUID) -> NamedGrant:
    """A grant of a row that the caller has fetched for its actor already, or 404."""
    rows = grants_model(type(subject)).objects.filter(content_object=subject, pk=pk)
    found: NamedGrant | None = rows.select_related("permission").first()
    if found is None:
        raise Http404
    return found
