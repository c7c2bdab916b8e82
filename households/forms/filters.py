"""What a list of doors is asked for, out of its address. What is not understood is left out and said in a sentence."""

import re
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import finding
from accounts.forms.posts import typed
from core.forms.filtering import Filters, one_of
from core.permissions.actor import Actor
from households.choices import DoorKind, Presence
from households.policies import VIEW

_LONE: Final = re.compile(r"(?<![一-鿿])[一-鿿](?![一-鿿])")


class DoorFilters(Filters):
    """Each stands in the address under its own name, so that a view can be sent on."""

    q = forms.CharField(
        label=_("姓名、首字母、电话、后四位、地址"),
        required=False,
        max_length=40,
        error_messages={"max_length": _("关键词最多%(limit_value)s字。")},
    )
    area = typed(_("区域"), "door_areas", required=False)
    kind = one_of(_("类型"), DoorKind.choices)
    away = one_of(_("在家情况"), Presence.choices)
    closed = forms.BooleanField(label=_("含已注销"), required=False)
    sort = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "f-%s", **kwargs})
        self.actor = actor

    def clean_q(self) -> str:
        words = str(self.cleaned_data["q"])
        if _LONE.search(words) and not re.search(r"[一-鿿]{2}|[0-9A-Za-z]{2}", words):
            raise forms.ValidationError(_("请至少输入两个字。"))
        return words

    def clean_area(self) -> str:
        words = self.cleaned_data["area"]
        if words:
            try:
                finding.find_area(words, self.actor.paths_for(VIEW))
            except finding.NotFound as error:
                raise forms.ValidationError(str(error)) from error
        return str(words)
