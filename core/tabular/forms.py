from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.tabular.models import ImportJob
from core.tabular.registry import ImportKind


class Upload(forms.Form):
    file = forms.FileField(
        label=_("文件"),
        help_text=_("Excel（.xlsx、.xls）或 CSV，不超过 10 MB、50000 行"),
        error_messages={"required": _("请选择要导入的文件"), "empty": _("文件是空的")},
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )


class AskInFull(forms.Form):
    reason = forms.CharField(
        label=_("事由"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明用途和使用范围；审批人、审计管理员看得到。"),
        error_messages={"required": _("请写明导出明文的事由。")},
    )


class Settlement(forms.Form):
    decision = forms.ChoiceField(choices=[("approve", _("批准")), ("turn_down", _("退回"))])
    answer = forms.CharField(label=_("意见"), max_length=200, required=False)


class Matches(forms.Form):
    """One select per heading that nobody knows yet."""

    def __init__(self, *args: Any, job: ImportJob, kind: ImportKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = set(job.known_keys)
        choices = [("", _("不导入这一列"))] + [
            (column.key, str(column.label)) for column in kind.sheet.columns if column.key not in taken
        ]
        self._headers = {f"h{at}": header for at, header in enumerate(job.unknown_headers)}
        for name, header in self._headers.items():
            self.fields[name] = forms.ChoiceField(label=header, choices=choices, required=False)

    @property
    def matches(self) -> dict[str, str]:
        """Heading → column key."""
        return {header: self.cleaned_data[name] for name, header in self._headers.items()}

    def clean(self) -> dict[str, str]:
        chosen = [key for key in self.cleaned_data.values() if key]
        if len(set(chosen)) != len(chosen):
            raise forms.ValidationError(_("两列不能对应同一项"))
        return self.cleaned_data
