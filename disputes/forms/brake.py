"""The mass brake: when it is pulled, and letting the sweep go on."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.dated import FromADay
from core.forms.fields import day_field, line_field, number_field, text_field
from disputes.rules.brakes import FEWEST, HOURS, SHARE


class BrakeRuleForm(FromADay):
    """When handing up stops and asks, from a day on."""

    fewest = number_field(_("一次上交件数"), FEWEST, _("一次将上交的不超过这个件数，不暂停。"))
    share = number_field(
        _("占在办比例（%）"), SHARE, _("不超过在办件数的这个比例，不暂停；两项都超过才暂停。")
    )
    released_hours = number_field(
        _("放行时长（小时）"), HOURS, _("放行后这段时间内不再暂停；已经作出的放行不因调整而改变。")
    )
    valid_from = day_field(_("启用日"), _("自这一天零时起适用。"))
    source = line_field(_("依据"), _("县里文件的名称和文号。"), longest=200)


class DecisionForm(forms.Form):
    """Why the sweep may go on."""

    decision = text_field(_("处理意见"), _("写明核查结果和为什么放行。"), longest=200)
