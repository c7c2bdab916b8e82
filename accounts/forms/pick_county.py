from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import CountyLogin


class CountyForm(forms.Form):
    county = forms.TypedChoiceField(label=_("所在县"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, counties: list[CountyLogin], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["county"]
        field.choices = [(login.county_id, login.county.full_name) for login in counties]
