"""调解室: opened and changed on the page of their committee."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.permissions.answers import attempt, form_page, sent
from core.permissions.gate import open_to
from disputes.access import committee_for, room_for
from disputes.actions.open_room import change_room as do_change
from disputes.actions.open_room import open_room as do_open
from disputes.forms.committees import ChangeRoomForm, RoomForm


@open_to("disputes.committees")
@require_http_methods(["GET", "POST"])
def open_room(request: Any, pk: UUID) -> HttpResponse:
    committee = committee_for(request.actor, pk)
    form = RoomForm(sent(request))
    done = attempt(
        form, lambda given: do_open(committee=committee, actor=request.actor, at=timezone.now(), **given)
    )
    if done:
        messages.success(request, _("已设立%(name)s。") % {"name": done.result.name})
        return redirect("committee", pk=pk)
    return form_page(request, form, _("设立调解室"), _("设立"), "committee", back_pk=pk, intro=committee.name)


@open_to("disputes.committees")
@require_http_methods(["GET", "POST"])
def change_room(request: Any, pk: UUID) -> HttpResponse:
    room = room_for(request.actor, pk)
    first = {name: getattr(room, name) for name in ChangeRoomForm.base_fields}
    form = ChangeRoomForm(sent(request), initial=first)
    done = attempt(form, lambda given: do_change(room=room, actor=request.actor, at=timezone.now(), **given))
    if done:
        messages.success(request, _("已保存。"))
        return redirect("committee", pk=room.committee_id)
    return form_page(
        request,
        form,
        _("修改调解室"),
        _("保存"),
        "committee",
        back_pk=room.committee_id,
        intro=room.committee.name,
    )
