"""A kept list gets another name, or goes."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from disputes.log_codes import VIEW_DELETED, VIEW_RENAMED
from disputes.models import SavedView


@transaction.atomic
def rename_view(*, view: SavedView, name: str, actor: Actor, at: dt.datetime) -> SavedView:
    """Give a view of the actor's own another name.

    Raises:
        Refused: no name, or one that another view of theirs has.
    """
    name, before = name.strip(), view.name
    if not name:
        raise Refused(_("请填写视图名称。"))
    if SavedView.objects.filter(staff_id=actor.person, name=name).exclude(pk=view.pk).exists():
        raise Refused(_("已有名为“%(name)s”的视图。") % {"name": name})
    view.name = name
    view.save(update_fields=["name"])
    record(VIEW_RENAMED, actor=actor, at=at, subject=view, before={"name": before}, after={"name": name})
    return view


@transaction.atomic
def delete_view(*, view: SavedView, actor: Actor, at: dt.datetime) -> None:
    """Drop a view of the actor's own; what it kept stands in the record."""
    record(VIEW_DELETED, actor=actor, at=at, subject=view, before={"query": view.query})
    view.delete()
