from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.choices import SignInReason
from accounts.models import User
from accounts.origin import username_of


class SignInForm(forms.Form):
    """Account and password; `user` is set once both fit, `ended` says how the try ended."""

    username = forms.CharField(
        label=_("账号"),
        max_length=40,
        error_messages={"required": _("请填写账号。")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )
    password = forms.CharField(
        label=_("密码"),
        strip=False,
        max_length=128,
        error_messages={"required": _("请填写密码。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, locked: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.locked = locked
        self.user: User | None = None
        self.ended: str | None = None

    def clean_username(self) -> str:
        return username_of(self.request, self.cleaned_data)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not {"username", "password"} <= cleaned.keys():
            return cleaned
        if self.locked:
            self.ended = SignInReason.LOCKED
            raise ValidationError(self.locked)
        user = authenticate(self.request, username=cleaned["username"], password=cleaned["password"])
        if isinstance(user, User):
            self.user, self.ended = user, SignInReason.OK
            return cleaned
        self.ended = SignInReason.LOCKED if _is_locked(self.request) else SignInReason.WRONG
        if self.ended == SignInReason.LOCKED:
            raise ValidationError(locked_sentence())
        raise ValidationError(_("账号或密码不正确。连续多次失败将暂时锁定。"))


def _is_locked(request: HttpRequest) -> bool:
    return bool(getattr(request, "axes_locked_out", False))


def locked_sentence() -> str:
    """What the locked are told; the same whether the account exists or not."""
    from django.conf import settings
    from django.utils.translation import gettext

    minutes = -(-settings.LOCK_SECONDS // 60)
    return gettext("失败次数过多，已暂时锁定，请%(minutes)s分钟后再试。") % {"minutes": minutes}


class SecondFactorForm(forms.Form):
    """Six digits from the phone, or a recovery code from paper."""

    code = forms.CharField(
        label=_("动态口令"),
        max_length=20,
        help_text=_("打开手机上的动态口令应用，填写6位数字；手机不在身边时可填恢复码。"),
        error_messages={"required": _("请填写动态口令。")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "text",
                "autofocus": True,
                "class": "form-short",
            }
        ),
    )

    def clean_code(self) -> str:
        return "".join(str(self.cleaned_data["code"]).split())


class PasswordPair(forms.Form):
    """A new password, twice."""

    new = forms.CharField(
        label=_("新密码"),
        strip=False,
        max_length=128,
        help_text=_("至少8位，含大写字母、小写字母、数字、符号中的三类，不含账号和姓名。"),
        error_messages={"required": _("请填写新密码。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再填一次"),
        strip=False,
        max_length=128,
        error_messages={"required": _("请再填一次新密码。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"new", "again"} <= cleaned.keys() and cleaned["new"] != cleaned["again"]:
            self.add_error("again", _("两次填写的密码不一致。"))
        return cleaned


class PasswordForm(PasswordPair):
    old = forms.CharField(
        label=_("原密码"),
        strip=False,
        max_length=128,
        error_messages={"required": _("请填写原密码。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
    field_order = ["old", "new", "again"]


class ActivationForm(PasswordPair):
    username = forms.CharField(
        label=_("账号"),
        max_length=40,
        error_messages={"required": _("请填写账号。")},
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}
        ),
    )
    code = forms.CharField(
        label=_("凭单上的代码"),
        max_length=30,
        help_text=_("由本单位负责人打印，形如 7KQM-2XWD-9ABF，只能使用一次。"),
        error_messages={"required": _("请填写凭单上的代码。")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    field_order = ["username", "code", "new", "again"]

    def clean_username(self) -> str:
        return username_of(None, self.cleaned_data)


class TotpForm(forms.Form):
    code = forms.CharField(
        label=_("应用显示的6位数字"),
        min_length=6,
        max_length=8,
        error_messages={"required": _("请填写应用显示的数字。"), "min_length": _("应为6位数字。")},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "form-short"}
        ),
    )

    def clean_code(self) -> str:
        return "".join(str(self.cleaned_data["code"]).split())


class PhonesForm(forms.Form):
    duty_phone = forms.RegexField(
        r"\A[0-9+ -]{7,20}\Z",
        label=_("值班电话"),
        required=False,
        help_text=_("印在公示牌和联系卡上，请勿填写私人号码。"),
        error_messages={"invalid": _("请填写7至20位的电话号码。")},
        widget=forms.TextInput(attrs={"inputmode": "tel", "class": "form-short"}),
    )
    personal_phone = forms.RegexField(
        r"\A[0-9+ -]{7,20}\Z",
        label=_("本人电话"),
        required=False,
        help_text=_("加密保存，不公示。留空表示不修改。"),
        error_messages={"invalid": _("请填写7至20位的电话号码。")},
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "class": "form-short"}),
    )
