"""What the county has settled about pairing and visiting."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.forms.dated import FromADay
from core.forms.fields import choice_field, day_field, line_field, number_field
from core.workcalendar.choices import Unit
from households.rules.settings import NUMBERS, refusal


class LiaisonRuleForm(FromADay):
    """A rule from a day on."""

    part_days = number_field(
        _("不足几日不计当月"), NUMBERS["part_days"], _("当月包联不满这些天的，当月不要求走访。")
    )
    first_days = number_field(_("首次催办（月末前几日）"), NUMBERS["first_days"])
    second_days = number_field(
        _("再次催办（月末前几日）"), NUMBERS["second_days"], _("须少于首次催办的天数。")
    )
    burst_visits = number_field(
        _("集中记录提示：次数"), NUMBERS["burst_visits"], _("只提示单位负责人核看，不作处理。")
    )
    burst_minutes = number_field(_("集中记录提示：分钟"), NUMBERS["burst_minutes"])
    call_back_percent = number_field(_("电话回访比例（%）"), NUMBERS["call_back_percent"])
    demand_value = number_field(_("诉求答复期限"), NUMBERS["demand_value"])
    demand_unit = choice_field(_("诉求期限单位"), Unit.choices)
    request_value = number_field(_("个人信息请求答复期限"), NUMBERS["request_value"])
    request_unit = choice_field(_("请求期限单位"), Unit.choices)
    valid_from = day_field(_("启用日"), _("自这一天零时起适用，此前作出的承诺不变。"))
    source = line_field(_("依据"), _("县里文件的名称和文号。"), longest=200)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        if not self.errors and (why := refusal(given)):
            self.add_error("second_days", why)
        return given

    @property
    def numbers(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in NUMBERS}
