"""The inbox: what one person should know, newest first."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.audit.keyset import cursor_of, parse_cursor
from core.forms.address import Address
from core.notifications.access import notice_for
from core.notifications.actions.mark_read import mark_read, mark_unread
from core.notifications.models import Notice
from core.notifications.selectors import inbox, unread_count
from core.permissions.gate import SIGNED_IN, open_to

PAGE = 30


@open_to(SIGNED_IN)
@require_GET
def page(request: Any) -> HttpResponse:
    """The actor's notices; `?show=all` for the read ones too, `?before=` for older ones."""
    asked = Address(request.GET)
    unread_only = asked.one_of("show", ("all",)) != "all"
    before = parse_cursor(request.GET.get("before", ""))
    rows = list(inbox(request.actor.user_id, unread_only=unread_only, before=before)[: PAGE + 1])
    shown = rows[:PAGE]
    return render(
        request,
        "notifications/inbox.html",
        {
            "notices": shown,
            "unread_only": unread_only,
            "troubles": asked.troubles,
            "unread": unread_count(request.actor.user_id),
            "older": _address(unread_only, shown[-1]) if len(rows) > PAGE else "",
            "newest": "" if before is None else _address(unread_only),
        },
    )


@open_to(SIGNED_IN)
@require_GET
def open_notice(request: Any, pk: UUID) -> HttpResponse:
    """Where a link in a message leads: the notice counts as read, and its matter opens."""
    notice = notice_for(request.actor, pk)
    mark_read(actor=request.actor, at=timezone.now(), ids=[notice.id])
    if notice.url and url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None):
        return redirect(notice.url)
    return render(request, "notifications/notice.html", {"notice": notice})


@open_to(SIGNED_IN)
@require_POST
def read(request: Any) -> HttpResponse:
    """Mark the chosen notices (`id`, repeated) or, without one, all of them as read."""
    at = timezone.now()
    chosen = _ids(request.POST.getlist("id"))
    count = mark_read(actor=request.actor, at=at, ids=chosen or None)
    if count:
        undo = f"{reverse('inbox_undo')}?{urlencode({'read_at': at.isoformat()})}"
        messages.success(request, _("已将 {count} 条标为已读").format(count=count), extra_tags=undo)
    return redirect(_address(unread_only=request.POST.get("show") != "all"))


@open_to(SIGNED_IN)
@require_POST
def undo(request: Any) -> HttpResponse:
    """Take back one marking."""
    read_at = parse_datetime(request.GET.get("read_at", ""))
    if read_at is None or timezone.is_naive(read_at):
        raise Http404
    if count := mark_unread(actor=request.actor, at=timezone.now(), read_at=read_at):
        messages.success(request, _("已将 {count} 条恢复为未读").format(count=count))
    return redirect("inbox")


def _ids(given: list[str]) -> list[UUID]:
    try:
        return [UUID(each) for each in given]
    except ValueError:
        raise Http404 from None


def _address(unread_only: bool, last: Notice | None = None) -> str:
    """The page of what is older than the last notice shown; without one, the newest."""
    asked = {} if last is None else {"before": cursor_of(last.created_at, last.id)}
    asked |= {} if unread_only else {"show": "all"}
    return f"{reverse('inbox')}?{urlencode(asked)}" if asked else reverse("inbox")
