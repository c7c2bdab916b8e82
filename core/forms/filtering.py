"""Forms that read the filters of a list out of its address."""

from collections.abc import Hashable
from typing import Any

from django import forms
from django.utils.choices import CallableChoiceIterator
from django.utils.translation import gettext_lazy as _

from core.rules.tokens import is_too_short


def one_of(label: Any, choices: Any, **kwargs: Any) -> forms.ChoiceField:
    """A filter of one value out of some, or all. They are asked for, not copied for each form that is made."""
    every = [("", _("全部")), *choices]
    return forms.ChoiceField(label=label, required=False, choices=lambda: every, **kwargs)


class WordsField(forms.CharField):
    """What somebody types to find rows by their tokens."""

    def __init__(self, **kwargs: Any) -> None:
        longest = {"max_length": _("关键词最多%(limit_value)s字。")}
        super().__init__(**{"required": False, "max_length": 40, "error_messages": longest, **kwargs})

    def validate(self, value: Any) -> None:
        super().validate(value)
        if is_too_short(value):
            raise forms.ValidationError(_("请至少输入两个字。"))


class Filters(forms.Form):
    """What is not understood asks for nothing, and is said."""

    @property
    def understood(self) -> dict[str, str]:
        """What of the address counts."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}

    @property
    def troubles(self) -> list[str]:
        """What of the address was not understood."""
        return [str(error) for errors in self.errors.values() for error in errors]

    def drawing_of(self, name: str) -> Hashable | None:
        """What the drawing of a filter hangs on, so that it is drawn once and not on each page; None where it bears what
        somebody typed or an error."""
        bound = self[name]
        field, value = bound.field, bound.value()
        if name in self.errors:
            return None
        if not isinstance(field, forms.ChoiceField | forms.BooleanField):
            return None if value else (type(self), self.auto_id, name)
        return type(self), self.auto_id, name, value or "", _choices_of(field)


def _choices_of(field: forms.Field) -> Hashable:
    choices: Any = getattr(field, "choices", ())
    is_asked = isinstance(choices, CallableChoiceIterator)
    return choices.func if is_asked else tuple(choices)
