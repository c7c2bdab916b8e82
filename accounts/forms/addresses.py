from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import OUTSIDE
from accounts.models import Staff

# 企业微信 and 钉钉 let an administrator choose it. It never begins with @: "@all" would call a whole group.
MEMBER = r"\A[A-Za-z0-9][A-Za-z0-9@._-]{0,63}\Z"
KEPT = _("加密保存，不公示。留空表示不修改。")
WRONG = {"invalid": _("请填写成员账号：字母、数字、点、下划线、短横线，不超过64位。")}


def _box(kind: str = "text") -> forms.TextInput:
    # Not into the draft that is kept on the machine: it is personal.
    return forms.TextInput(
        attrs={"type": kind, "autocomplete": "off", "data-no-draft": "", "class": "form-short"}
    )


class AddressesForm(forms.Form):
    """Where a person is reached outside the house. What is there already is not shown; `remove` takes it away."""

    email = forms.EmailField(
        label=_("电子邮箱"), required=False, max_length=120, help_text=KEPT, widget=_box("email")
    )
    wecom_id = forms.RegexField(
        MEMBER, label=_("企业微信账号"), required=False, help_text=KEPT, error_messages=WRONG, widget=_box()
    )
    dingtalk_id = forms.RegexField(
        MEMBER, label=_("钉钉账号"), required=False, help_text=KEPT, error_messages=WRONG, widget=_box()
    )
    remove = forms.MultipleChoiceField(
        label=_("删除已登记的地址"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, staff: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there: Any = self.fields["remove"]
        there.choices = [
            (key, f"{self.fields[key].label} {getattr(staff, key)}") for key in OUTSIDE if getattr(staff, key)
        ]
        if not there.choices:
            del self.fields["remove"]

    @property
    def addresses(self) -> dict[str, str]:
        """What changes: a new address, or "" for one that is taken away."""
        removed = self.cleaned_data.get("remove", ())
        typed = {key: self.cleaned_data[key] for key in OUTSIDE if self.cleaned_data[key]}
        return dict.fromkeys(removed, "") | typed
