"""What a list of doors is asked for, out of its address. What is not understood is left out and said in a sentence."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import finding
from accounts.forms.posts import typed
from core.forms.filtering import Filters, SortField, WordsField, one_of
from core.permissions.actor import Actor
from households.choices import DoorKind, Presence
from households.policies import VIEW

SORTS: Final = ("number", "name", "kind", "place", "address", "presence")
"""Columns by which the list of doors can be sorted."""


class DoorFilters(Filters):
    """Each stands in the address under its own name, so that a view can be sent on."""

    q = WordsField(label=_("姓名、首字母、电话、后四位、地址"))
    area = typed(_("区域"), "door_areas", required=False)
    kind = one_of(_("类型"), DoorKind.choices)
    away = one_of(_("在家情况"), Presence.choices)
    closed = forms.BooleanField(label=_("含已注销"), required=False)
    sort = SortField(SORTS)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "f-%s", **kwargs})
        self.actor = actor

    def clean_area(self) -> str:
        words = self.cleaned_data["area"]
        if words:
            try:
                finding.find_area(words, self.actor.paths_for(VIEW))
            except finding.NotFound as error:
                raise forms.ValidationError(str(error)) from error
        return str(words)
