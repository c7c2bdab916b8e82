"""Forms that read the filters of a list out of its address."""

import datetime as dt
from collections.abc import Container, Hashable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.choices import CallableChoiceIterator
from django.utils.translation import gettext_lazy as _

from core.forms.address import EARLIEST, LATEST, SHOWN, require_understood
from core.forms.fields import DayInput
from core.rules.tokens import is_too_short


def one_of(label: Any, choices: Any, **kwargs: Any) -> forms.ChoiceField:
    """A filter of one value out of some, or all. They are asked for, not copied for each form that is made."""
    every = [("", _("全部")), *choices]
    errors = {"invalid_choice": _("没有“%(value)s”这个选项，没有按它筛选。")}
    return forms.ChoiceField(
        label=label, required=False, choices=lambda: every, error_messages=errors, **kwargs
    )


class DayFilter(forms.DateField):
    """A day by which a list is narrowed, in a year that a record can lie in."""

    def __init__(self, label: Any) -> None:
        errors = {"invalid": _("“%(day)s”不是可用的日期，没有按它筛选。")}
        super().__init__(label=label, required=False, widget=DayInput(), error_messages=errors)

    def clean(self, value: Any) -> dt.date | None:
        try:
            day: dt.date | None = super().clean(value)
        except ValidationError:
            day = dt.date.min
        if day is not None and not EARLIEST <= day.year <= LATEST:
            raise ValidationError(
                self.error_messages["invalid"], code="invalid", params={"day": str(value)[:SHOWN]}
            )
        return day


class SortField(forms.CharField):
    """By which column a list is sorted: its key, with - for descending."""

    def __init__(self, columns: Container[str]) -> None:
        super().__init__(required=False, max_length=30, widget=forms.HiddenInput)
        self.columns = columns

    def clean(self, value: Any) -> str:
        sort = str(super().clean(value))
        if sort and sort.removeprefix("-") not in self.columns:
            raise ValidationError(_("没有“%(sort)s”这一列，没有按它排序。"), params={"sort": sort})
        return sort


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

    def require_understood(self) -> None:
        """Stop a sheet or a paper that would hold other rows than the address says.

        Raises:
            NotUnderstood: with what was not understood.
        """
        require_understood(self.troubles)

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
