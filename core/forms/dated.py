"""A form that puts a rule in force from a day on."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.rules.dated import refusal_of_day


class FromADay(forms.Form):
    """Has a field `valid_from`, which is no earlier than `earliest`."""

    def __init__(self, *args: Any, earliest: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.earliest = earliest

    def clean_valid_from(self) -> dt.date:
        day: dt.date = self.cleaned_data["valid_from"]
        if why := refusal_of_day(day, self.earliest):
            raise ValidationError(why)
        return day
