"""A day, an instant, a few sentences, a line, a choice: each with its errors in plain words."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

REASON_LENGTH = 2000


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"class": "form-short"})


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", attrs={"class": "form-medium"})


def day_field(label: Any, help_text: Any = "", **more: Any) -> forms.DateField:
    errors = {"required": _("请填写日期。"), "invalid": _("日期格式应为 2026-11-22。")}
    return forms.DateField(label=label, help_text=help_text, widget=DayInput(), error_messages=errors, **more)


def moment_field(label: Any, help_text: Any = "", **more: Any) -> forms.DateTimeField:
    errors = {"required": _("请填写时间。"), "invalid": _("时间格式应为 2026-11-22 14:30。")}
    return forms.DateTimeField(
        label=label, help_text=help_text, widget=MomentInput(), error_messages=errors, **more
    )


def text_field(
    label: Any, help_text: Any = "", *, rows: int = 3, longest: int = REASON_LENGTH, **more: Any
) -> forms.CharField:
    errors = {
        "required": _("请填写此项。"),
        "max_length": _("最多 %(limit_value)d 字，现有 %(show_value)d 字。"),
    }
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages=errors,
        **more,
    )


def line_field(label: Any, help_text: Any = "", *, longest: int, **more: Any) -> forms.CharField:
    errors = {
        "required": _("请填写此项。"),
        "max_length": _("最多 %(limit_value)d 字，现有 %(show_value)d 字。"),
    }
    return forms.CharField(
        label=label, help_text=help_text, max_length=longest, error_messages=errors, **more
    )


def choice_field(label: Any, choices: Any = (), help_text: Any = "", **more: Any) -> forms.ChoiceField:
    errors = {"required": _("请选择此项。"), "invalid_choice": _("请从列表中选择。")}
    return forms.ChoiceField(label=label, choices=choices, help_text=help_text, error_messages=errors, **more)


def number_field(label: Any, allowed: range, help_text: Any = "") -> forms.IntegerField:
    """A whole number within a range, which its one error names."""
    within = format_lazy(_("请填写 {least} 至 {most} 的整数。"), least=allowed[0], most=allowed[-1])
    return forms.IntegerField(
        label=label,
        min_value=allowed[0],
        max_value=allowed[-1],
        help_text=help_text,
        widget=forms.NumberInput(attrs={"class": "form-short"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), within),
    )
