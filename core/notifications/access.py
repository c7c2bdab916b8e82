"""The only way an edge gets a notice."""

from uuid import UUID

from django.http import Http404

from core.notifications.models import Notice
from core.permissions.actor import Actor


def notice_for(actor: Actor, pk: UUID) -> Notice:
    """The actor's own notice.

    Raises:
        Http404: it isn't there, or it is somebody else's.
    """
    notice: Notice | None = Notice.objects.filter(pk=pk, recipient_id=actor.user_id).first()
    if notice is None:
        raise Http404
    return notice
