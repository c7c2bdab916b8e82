from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.audit.areas import paths_named
from core.audit.choices import Kind
from core.audit.codes import all_codes, find_code
from core.audit.selectors import Filters


def _acts() -> list[tuple[str, Any]]:
    rooms: dict[str, list[tuple[str, str]]] = {}
    for code in all_codes():
        rooms.setdefault(code.key.partition(".")[0], []).append((code.key, _title(code.key)))
    return [("", _("全部行为")), *rooms.items()]


def _title(key: str) -> str:
    code = find_code(key)
    return key if code is None else code.title


class SearchForm(forms.Form):
    """What the auditor asks for. It all stands in the address, so that a search can be sent to a colleague."""

    since = forms.DateField(label=_("起"), required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label=_("止"), required=False, widget=forms.DateInput({"type": "date"}))
    actor = forms.CharField(label=_("操作人"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[("", _("全部")), *Kind.choices])
    code = forms.ChoiceField(label=_("行为"), required=False, choices=_acts)
    area = forms.CharField(
        label=_("区域（含下级）"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"placeholder": _("名称或编码")}),
    )
    actor_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    subject = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("止日早于起日"))
        if area := cleaned.get("area"):
            cleaned["paths"] = tuple(paths_named(area))
            if not cleaned["paths"]:
                self.add_error("area", _("没有叫这个名称或编码的区域"))
        return cleaned

    def filters(self) -> Filters:
        """The cleaned form as the selector takes it. Days are whole days in Shanghai."""
        asked = self.cleaned_data
        return Filters(
            since=_midnight(asked["since"]) if asked["since"] else None,
            until=_midnight(asked["until"] + timedelta(days=1)) if asked["until"] else None,
            actor_id=asked["actor_id"],
            actor_name=asked["actor"],
            code=asked["code"],
            kind=asked["kind"],
            subject_id=asked["subject"],
            paths=asked.get("paths", ()),
        )

    def asked(self) -> dict[str, str]:
        """What was asked for, as it is recorded."""
        return {key: str(value) for key, value in self.cleaned_data.items() if value and key != "paths"}


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
