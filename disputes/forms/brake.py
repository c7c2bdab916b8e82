"""The mass brake: when it is pulled, and letting the sweep go on."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.forms.fields import day_field, line_field, text_field
from disputes.rules.brakes import FEWEST, HOURS, SHARE, ends, refusal_of_day


def _number(label: Any, allowed: range, help_text: Any) -> forms.IntegerField:
    within = format_lazy(_("请填写 {least} 至 {most} 的整数。"), **ends(allowed))
    return forms.IntegerField(
        label=label,
        min_value=allowed[0],
        max_value=allowed[-1],
        help_text=help_text,
        widget=forms.NumberInput(attrs={"class": "form-short"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), within),
    )


class BrakeRuleForm(forms.Form):
    """When handing up stops and asks, from a day on."""

    fewest = _number(_("一次上交件数"), FEWEST, _("一次将上交的不超过这个件数，不暂停。"))
    share = _number(_("占在办比例（%）"), SHARE, _("不超过在办件数的这个比例，不暂停；两项都超过才暂停。"))
    released_hours = _number(
        _("放行时长（小时）"), HOURS, _("放行后这段时间内不再暂停；已经作出的放行不因调整而改变。")
    )
    valid_from = day_field(_("启用日"), _("自这一天零时起适用。"))
    source = line_field(_("依据"), _("县里文件的名称和文号。"), longest=200)

    def __init__(self, *args: Any, earliest: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.earliest = earliest

    def clean_valid_from(self) -> dt.date:
        day: dt.date = self.cleaned_data["valid_from"]
        if why := refusal_of_day(day, self.earliest):
            raise ValidationError(why)
        return day


class DecisionForm(forms.Form):
    """Why the sweep may go on."""

    decision = text_field(_("处理意见"), _("写明核查结果和为什么放行。"), longest=200)
