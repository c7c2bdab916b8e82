"""What the county has settled about pairing and visiting."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.forms.fields import choice_field, day_field, line_field
from core.workcalendar.choices import Unit
from households.rules.settings import NUMBERS, refusal, refusal_of_day


def _number(name: str, label: Any, help_text: Any = "") -> forms.IntegerField:
    allowed = NUMBERS[name]
    within = format_lazy(_("请填写 {least} 至 {most} 的整数。"), least=allowed[0], most=allowed[-1])
    return forms.IntegerField(
        label=label,
        min_value=allowed[0],
        max_value=allowed[-1],
        help_text=help_text,
        widget=forms.NumberInput(attrs={"class": "form-short"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), within),
    )


class LiaisonRuleForm(forms.Form):
    """A rule from a day on."""

    part_days = _number("part_days", _("不足几日不计当月"), _("当月包联不满这些天的，当月不要求走访。"))
    first_days = _number("first_days", _("首次催办（月末前几日）"))
    second_days = _number("second_days", _("再次催办（月末前几日）"), _("须少于首次催办的天数。"))
    burst_visits = _number("burst_visits", _("集中记录提示：次数"), _("只提示单位负责人核看，不作处理。"))
    burst_minutes = _number("burst_minutes", _("集中记录提示：分钟"))
    call_back_percent = _number("call_back_percent", _("电话回访比例（%）"))
    demand_value = _number("demand_value", _("诉求答复期限"))
    demand_unit = choice_field(_("诉求期限单位"), Unit.choices)
    request_value = _number("request_value", _("个人信息请求答复期限"))
    request_unit = choice_field(_("请求期限单位"), Unit.choices)
    valid_from = day_field(_("启用日"), _("自这一天零时起适用，此前作出的承诺不变。"))
    source = line_field(_("依据"), _("县里文件的名称和文号。"), longest=200)

    def __init__(self, *args: Any, earliest: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.earliest = earliest

    def clean_valid_from(self) -> dt.date:
        day: dt.date = self.cleaned_data["valid_from"]
        if why := refusal_of_day(day, self.earliest):
            raise ValidationError(why)
        return day

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        if not self.errors and (why := refusal(given)):
            self.add_error("second_days", why)
        return given

    @property
    def numbers(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in NUMBERS}
