from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.notifications.actions.set_preferences import set_preferences
from core.notifications.channels.choosing import channels_here, unreached
from core.notifications.forms import AT_ONCE, PreferenceForm
from core.notifications.selectors import preference_of
from core.permissions.gate import SIGNED_IN, open_to


@open_to(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def page(request: Any) -> HttpResponse:
    """How the actor wants to be told."""
    row = preference_of(request.actor.user_id)
    initial = {
        "channels": channels_here() if row is None else row.channels,
        "digest_hour": AT_ONCE if row is None or row.digest_hour is None else row.digest_hour,
    }
    form = PreferenceForm(request.POST or None, initial=initial, unreached=unreached(request.actor.user_id))
    if request.method == "POST" and form.is_valid():
        set_preferences(actor=request.actor, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("通知设置已保存"))
        return redirect("inbox_preferences")
    return render(
        request, "notifications/preferences.html", {"form": form}, status=422 if form.errors else 200
    )
