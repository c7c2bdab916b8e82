"""One mediator for a selection of the list."""

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import finding
from accounts.models import Post, Staff
from accounts.selectors import on_day
from core.permissions.actor import Actor
from disputes.forms.fields import options_field
from disputes.handing import TAKERS
from disputes.models import Mediator

MEDIATING = sorted({role for roles in TAKERS.values() for role in roles})


class BulkAssign(forms.Form):
    """Ticks are `id:revision`, so that a case which went on meanwhile is not given away unseen."""

    mediator = options_field(_("指定主办人"), "case_mediators")
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, actor: Actor, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "bulk-%s", **kwargs})
        self.actor, self.today = actor, today

    def clean_mediator(self) -> Staff:
        """Somebody who mediates: by post or as a member of a committee."""
        try:
            staff = finding.find_staff(self.cleaned_data["mediator"], self.actor)
        except finding.NotFound as error:
            raise forms.ValidationError(str(error)) from error
        held = Post.objects.filter(on_day(self.today), staff=staff, role__in=MEDIATING).exists()
        if not held and not Mediator.objects.filter(staff=staff, to_on=None).exists():
            raise forms.ValidationError(_("%(name)s不是调解员，也不在综治中心任职。") % {"name": staff.name})
        return staff


def picked(values: list[str]) -> dict[UUID, int | None]:
    """The ticks of a list that make sense: case → revision on the page."""
    found: dict[UUID, int | None] = {}
    for value in values:
        pk, _colon, revision = value.partition(":")
        try:
            found[UUID(pk)] = int(revision) if revision else None
        except ValueError:
            continue
    return found
