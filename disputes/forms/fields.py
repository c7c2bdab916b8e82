"""Fields that several pages of the room ask with."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _


class OptionsField(forms.CharField):
    """Text with suggestions from the server; works without them. `suggests` names the list beside the field."""

    def __init__(self, *args: Any, suggests: str, **kwargs: Any) -> None:
        self.suggests = suggests
        super().__init__(*args, **kwargs)


def options_field(label: Any, options: str, help_text: Any = "", **kwargs: Any) -> OptionsField:
    """A field whose suggestions the route `options` gives for what was typed so far."""
    attrs = {
        "autocomplete": "off",
        "list": options,
        "hx-get": reverse_lazy(options),
        "hx-trigger": "input changed delay:200ms",
        "hx-target": f"#{options}",
        "hx-swap": "innerHTML",
    }
    return OptionsField(
        label=label,
        max_length=120,
        help_text=help_text,
        widget=forms.TextInput(attrs=attrs),
        error_messages={"required": _("请填写此项。")},
        suggests=options,
        **kwargs,
    )


def day_field(label: Any, help_text: Any = "", **kwargs: Any) -> forms.DateField:
    errors = {"required": _("请填写日期。"), "invalid": _("日期格式应为 2026-11-22。")}
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-short"})
    return forms.DateField(label=label, help_text=help_text, widget=widget, error_messages=errors, **kwargs)
