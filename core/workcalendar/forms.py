"""What officers type into the calendar."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.workcalendar.choices import DayKind
from core.workcalendar.hours import OFFICE_HOURS, check_hours


class LocalDayForm(forms.Form):
    """A day of the county's own."""

    date = forms.DateField(label=_("日期"), widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(
        label=_("休班"), choices=[(DayKind.REST, _("休（放假）")), (DayKind.WORK, _("班（上班）"))]
    )
    name = forms.CharField(label=_("事由"), max_length=40, help_text=_("例如：自治县成立纪念日"))


def _clock(label: Any, initial: time | None = None, required: bool = True) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        initial=initial,
        required=required,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("请填写时间"), "invalid": _("时间应写成 08:30")},
    )


class OfficeHoursForm(forms.Form):
    """When the office is open, from a day on; the second stretch may be left out."""

    from_on = forms.DateField(
        label=_("自哪天起"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("请填写日期"), "invalid": _("日期格式应为 2026-11-22")},
    )
    opens = _clock(_("上午上班"), OFFICE_HOURS[0][0])
    closes = _clock(_("上午下班"), OFFICE_HOURS[0][1])
    opens_again = _clock(_("下午上班"), OFFICE_HOURS[1][0], required=False)
    closes_again = _clock(_("下午下班"), OFFICE_HOURS[1][1], required=False)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if self.errors:
            return given
        spans = [(given["opens"], given["closes"]), (given["opens_again"], given["closes_again"])]
        if bool(spans[1][0]) != bool(spans[1][1]):
            raise forms.ValidationError(_("下午的上下班时间要么都填，要么都不填"))
        given["hours"] = tuple(span for span in spans if span[0] is not None)
        try:
            check_hours(given["hours"])
        except ValueError as problem:
            raise forms.ValidationError(_("上下班时间应前后相接，不能重叠或倒置")) from problem
        return given
