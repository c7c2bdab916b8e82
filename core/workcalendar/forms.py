"""What officers type into the calendar."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.workcalendar.choices import DayKind
from core.workcalendar.years import BadSheet, YearSheet, read_official

MAX_BYTES = 200_000


class LocalDayForm(forms.Form):
    """A day of the county's own."""

    date = forms.DateField(label=_("日期"), widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(
        label=_("休班"), choices=[(DayKind.REST, _("休（放假）")), (DayKind.WORK, _("班（上班）"))]
    )
    name = forms.CharField(label=_("事由"), max_length=40, help_text=_("例如：自治县成立纪念日"))


class UploadForm(forms.Form):
    """An official year as a file."""

    file = forms.FileField(
        label=_("正式日历文件"),
        help_text=_("国务院办公厅放假通知整理成的 JSON 文件（holiday-cn 格式），不超过 200 KB。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,application/json"}),
    )

    def clean_file(self) -> str:
        file: Any = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("文件超过 200 KB，不像是一年的日历"))
        try:
            text = file.read().decode("utf-8-sig")
            read_official(text)
        except UnicodeDecodeError as problem:
            raise forms.ValidationError(_("文件不是 UTF-8 编码的文本")) from problem
        except BadSheet as problem:
            raise forms.ValidationError(str(problem)) from problem
        return str(text)


class NoticeForm(forms.Form):
    """The text of an uploaded year, carried from the preview to the confirmation and read again there."""

    notice = forms.CharField(max_length=MAX_BYTES, widget=forms.HiddenInput)

    def clean_notice(self) -> YearSheet:
        try:
            return read_official(self.cleaned_data["notice"])
        except BadSheet as problem:
            raise forms.ValidationError(str(problem)) from problem
