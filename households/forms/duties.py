"""Why a visit is not owed, or was missed."""

from django import forms
from django.utils.translation import gettext_lazy as _

_LONGEST = 300


class ExemptForm(forms.Form):
    reason = forms.CharField(
        label=_("免予走访的原因"),
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("例如：全户住院、封山期道路中断。原因随任务保存。"),
        error_messages={"required": _("请填写免予走访的原因。")},
    )


class ExplainForm(forms.Form):
    words = forms.CharField(
        label=_("未走访的原因"),
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("只作说明，本月仍计为未完成。"),
        error_messages={"required": _("请说明未走访的原因。")},
    )
