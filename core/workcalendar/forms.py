"""What officers type into the calendar."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.workcalendar.choices import DayKind


class LocalDayForm(forms.Form):
    """A day of the county's own."""

    date = forms.DateField(label=_("日期"), widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(
        label=_("休班"), choices=[(DayKind.REST, _("休（放假）")), (DayKind.WORK, _("班（上班）"))]
    )
    name = forms.CharField(label=_("事由"), max_length=40, help_text=_("例如：自治县成立纪念日"))
